"""Slips say who is to do what by when, and come only when there is something to ask."""

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.queries import papers
from renda_desktop.queries.matters import matters as listed
from renda_desktop.services import matters, visits
from renda_desktop.services.visits import Person, Raised
from tests.offices import START, Cast


@pytest.fixture
def matter(office: Office, cast: Cast) -> Id:
    office.act(
        visits.register,
        reception=cast.reception,
        person=Person("欧阳秀英", "13800005521", "迎春小区6幢"),
        matters=(Raised("我家楼顶漏水。", summary="楼顶漏水"),),
    )
    (row,) = office.read(listed, today=START.date())
    return row.id


def test_what_a_unit_is_given(office: Office, cast: Cast, matter: Id) -> None:
    with pytest.raises(RuleBroken, match="还没有交办"):
        office.read(papers.assignment_slip, matter=matter, now=office.clock())
    first, second = cast.departments
    office.act(
        matters.assign, matter=matter, unit=first, co_units=(second,), text="先排险。",
        deputy=cast.deputies[0],
    )  # fmt: skip
    slip = office.read(papers.assignment_slip, matter=matter, now=office.clock())
    assert (slip.lead, slip.co_units, slip.deputy) == ("区住建局", "区综合执法局", "张明")
    assert (slip.asked, slip.own_words) == ("先排险。", "我家楼顶漏水。")
    assert slip.due is not None
    assert slip.resident == "欧*"
    assert not any(secret in str(slip) for secret in ("秀英", "5521", "6幢"))
    office.act(matters.transfer, matter=matter, unit=second, reason="职责在城管。")
    again = office.read(papers.assignment_slip, matter=matter, now=office.clock())
    assert (again.lead, again.asked) == ("区综合执法局", "先排险。\n转办理由：职责在城管。")


def test_what_a_resident_is_asked(office: Office, cast: Cast, matter: Id) -> None:
    office.act(matters.assign, matter=matter, unit=cast.departments[0])
    with pytest.raises(RuleBroken, match="还没有答复"):
        office.read(papers.call_back_form, matter=matter, now=office.clock())
    office.act(matters.reply, matter=matter, text="已修好。")
    form = office.read(papers.call_back_form, matter=matter, now=office.clock())
    assert (form.reply, form.number) == ("已修好。", "YH-2026-A-00001")


def test_no_such_matter(office: Office) -> None:
    for read in (papers.assignment_slip, papers.call_back_form):
        with pytest.raises(RuleBroken):
            office.read(read, matter=Id("0" * 32), now=office.clock())
