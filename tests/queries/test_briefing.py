"""Briefings: what a deputy reads before a reception and after it."""

from datetime import timedelta

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain import row_code
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.row_code import RowCode
from renda_desktop.domain.terms import ReceptionKind
from renda_desktop.queries import briefings, residents
from renda_desktop.queries.papers import BriefingSheet, briefing
from renda_desktop.services import matters, receptions, visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way
from tests.offices import START, Cast, Clock

NEXT = START + timedelta(days=30)


def raised(office: Office, cast: Cast, *those: Raised, confidential: bool = False) -> None:
    """The same resident comes, each time."""
    known = office.read(residents.residents)
    person = Person(id=known[0].id) if known else Person("王秀英", "13800005521")
    office.act(
        visits.register, reception=cast.reception, person=person, matters=those,
        listeners=(cast.deputies[0],), confidential=confidential,
    )  # fmt: skip


def sheet(office: Office, deputy: Id, **given: object) -> BriefingSheet:
    return office.read(briefing, deputy=deputy, now=office.clock(), **given)


@pytest.fixture
def held(office: Office, cast: Cast, clock: Clock) -> Id:
    """The reception that follows one with an answered and an assigned matter."""
    assigned = Way("assigned", unit=cast.departments[0])
    answered = Way("answered_on_site", "已说清")
    raised(
        office, cast, Raised("六幢漏水", place="迎春小区", way=assigned, theme=cast.theme),
        Raised("何时供暖", way=answered),
    )  # fmt: skip
    office.act(receptions.close, reception=cast.reception)
    clock.on(days=14)
    return office.act(
        receptions.plan, kind=ReceptionKind.THEMED, program="themed", title="老旧小区改造",
        place="一楼接待室", starts=NEXT, ends=NEXT + timedelta(hours=2),
        deputies=tuple(cast.deputies[:2]), theme=cast.theme,
    ).id  # fmt: skip


def test_before_a_reception_the_last_ones_open_matters_come_first(
    office: Office, cast: Cast, held: Id
) -> None:
    mine = office.act(matters.register, program="regular", own_words="停车难").id
    office.act(matters.assign, matter=mine, deputy=cast.deputies[0])
    found = sheet(office, cast.deputies[0], reception=held)
    assert found.title == "接待前"
    assert [(row.part, row.own_words) for row in found.rows] == [
        (briefings.LEFT, "六幢漏水"),
        (briefings.HEARD, "停车难"),
    ]
    assert found.rows[0].way == "交办"
    assert found.rows[0].unit == "区住建局"
    other = sheet(office, cast.deputies[1], reception=held)
    assert [row.own_words for row in other.rows] == ["六幢漏水"]


def test_after_a_reception_everything_raised_and_what_became_of_it(
    office: Office, cast: Cast, held: Id
) -> None:
    found = sheet(office, cast.deputies[1], reception=cast.reception)
    assert found.title == "接待后"
    assert [(row.way, row.stage) for row in found.rows] == [
        ("交办", "办理中"), ("当场答复", "已办结"),
    ]  # fmt: skip
    assert found.said is None


def test_a_slip_is_not_read(office: Office, cast: Cast) -> None:
    raised(office, cast, Raised("登错"), Raised("漏水"))
    slip = sheet(office, cast.deputies[0]).rows
    numbers = [row.number for row in slip if row.own_words == "登错"]
    found = office.read(briefings.after, reception=cast.reception, today=START.date())
    wrong = next(one.row.id for one in found if one.row.number in numbers)
    office.act(matters.withdraw, matter=wrong, reason="登错")
    listed = office.read(briefings.after, reception=cast.reception, today=START.date())
    assert [one.row.title for one in listed] == ["漏水"]


def test_codes_lead_back_to_the_matters(office: Office, cast: Cast, held: Id) -> None:
    deputy = cast.deputies[0]
    found = sheet(office, deputy, reception=cast.reception)
    listed = office.read(briefings.after, reception=cast.reception, today=START.date())
    for i, (row, one) in enumerate(zip(found.rows, listed, strict=True), 1):
        read = row_code.read(row.code)
        assert isinstance(read, RowCode)
        assert (read.row, read.names(one.row.id), read.is_for(deputy)) == (i, True, True)


def test_the_theme_is_told_but_not_what_is_on_the_rows(
    office: Office, cast: Cast, held: Id
) -> None:
    office.act(matters.register, program="themed", own_words="电梯\n" * 90, theme=cast.theme)
    told = sheet(office, cast.deputies[0], reception=held).said
    assert told is not None
    assert (told.theme, told.total) == ("老旧小区改造", 2)
    latest, other = told.voices
    assert latest.text.startswith("电梯 电梯")
    assert latest.cut
    assert latest.resident == "匿名"
    assert (other.text, other.resident) == ("何时供暖", "王*")
    assert dict(told.figures)["提出问题建议"] == "3 件"


def test_what_was_told_in_trust_is_not_quoted(office: Office, cast: Cast, held: Id) -> None:
    office.act(
        matters.register, program="themed", own_words="举报某某", theme=cast.theme,
        place="某处", confidential=True,
    )  # fmt: skip
    told = sheet(office, cast.deputies[0], reception=held).said
    assert told is not None
    assert "某" not in str(told)
    assert told.voices[0].resident == "（保密）"


def test_a_resident_who_came_before(office: Office, cast: Cast, clock: Clock) -> None:
    raised(office, cast, Raised("电梯", summary="加装电梯"))
    clock.on(minutes=10)
    raised(office, cast, Raised("举报"), confidential=True)
    clock.on(minutes=10)
    raised(office, cast, Raised("漏水"))
    rows = sheet(office, cast.deputies[0]).rows
    earlier = {row.own_words: row.earlier for row in rows}
    assert earlier["漏水"] == ("2026-11-23 加装电梯（已登记）",)
    assert earlier["电梯"] == ()
    assert earlier["举报"] == ()
    assert all("王秀英" not in str(row) for row in rows)


def test_without_a_reception_what_is_in_hand(office: Office, cast: Cast, held: Id) -> None:
    found = sheet(office, cast.deputies[0])
    assert found.title == briefings.IN_HAND
    assert [row.own_words for row in found.rows] == ["六幢漏水"]
    assert sheet(office, cast.deputies[2]).rows == ()


def test_there_is_no_such_thing(office: Office, cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        sheet(office, Id("f" * 32))
    with pytest.raises(RuleBroken):
        sheet(office, cast.deputies[0], reception=Id("f" * 32))
