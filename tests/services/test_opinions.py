"""Opinions of deputies, recorded with what was decided on them, both or neither."""

from datetime import date

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain import matter as m
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Disposition, RaterKind, Stage
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.services import matters, opinions
from renda_desktop.services.opinions import Decision
from tests.offices import Cast


@pytest.fixture
def matter(office: Office) -> Id:
    return office.act(matters.register, program="themed", own_words="6 幢漏水").id


def file(office: Office, matter: Id) -> MatterFile:
    return office.read(matter_file, id=matter, today=day_of(office.clock()))


def give(office: Office, cast: Cast, matter: Id, decision: Decision | None = None) -> Id:
    return office.act(
        opinions.give, matter=matter, deputy=cast.deputies[0], text="请尽快上门",
        reception=cast.reception, row=3, decision=decision,
    ).id  # fmt: skip


def test_an_opinion_is_on_the_timeline(office: Office, cast: Cast, matter: Id) -> None:
    entry = give(office, cast, matter)
    told = file(office, matter).timeline[-1]
    assert (told.what, told.text) == ("代表意见 张明", "请尽快上门")
    kept = file(office, matter).state.opinions[entry]
    assert (kept.reception, kept.row) == (cast.reception, 3)
    office.act(opinions.withdraw, matter=matter, entry=entry, reason="录入有误")
    now = file(office, matter)
    assert not now.state.opinions
    assert now.timeline[-1].what == "代表意见作废"
    assert now.row.stage is Stage.REGISTERED


def test_deliberation_is_by_the_deputy(office: Office, cast: Cast, matter: Id) -> None:
    give(office, cast, matter, Decision("deliberate"))
    now = file(office, matter)
    assert now.row.stage is Stage.DELIBERATED
    assert now.timeline[-1].what == "研判 张明"
    assert now.timeline[-1].text == "请尽快上门"


def test_a_way_takes_the_opinion_along(office: Office, cast: Cast, matter: Id) -> None:
    unit = cast.departments[0]
    give(office, cast, matter, Decision("assigned", unit=unit, due_on=date(2026, 12, 1)))
    now = file(office, matter)
    assert now.row.disposition is Disposition.ASSIGNED
    assert (now.row.unit, now.row.due) == (unit, date(2026, 12, 1))
    assert "请尽快上门" in now.timeline[-1].text


def test_an_answer_on_site_is_the_deputys(office: Office, cast: Cast, matter: Id) -> None:
    give(office, cast, matter, Decision("answered_on_site", text="已说清"))
    now = file(office, matter).state
    assert now.round.replies[-1].deputy == cast.deputies[0]
    assert now.round.replies[-1].text == "已说清"


def test_supervising_and_handling_again(office: Office, cast: Cast, matter: Id) -> None:
    office.act(matters.assign, matter=matter, unit=cast.departments[0])
    give(office, cast, matter, Decision("supervise"))
    assert file(office, matter).state.round.supervisions == 1
    office.act(matters.reply, matter=matter, text="已修")
    give(office, cast, matter, Decision("rehandle", days=5))
    now = file(office, matter)
    assert now.row.stage is Stage.ASSIGNED
    assert len(now.state.rounds) == 2
    assert now.row.due is not None


def test_the_deputy_rates(office: Office, cast: Cast, matter: Id) -> None:
    office.act(matters.answer_on_site, matter=matter, text="说清了")
    give(office, cast, matter, Decision("rate", stars=2))
    rating = file(office, matter).state.rating(RaterKind.DEPUTY)
    assert rating is not None
    assert (rating.stars, rating.comment, rating.deputy) == (2, "请尽快上门", cast.deputies[0])


def test_what_nobody_has_is_handled_again_without_a_term(
    office: Office, cast: Cast, matter: Id
) -> None:
    office.act(matters.answer_on_site, matter=matter, text="说清了")
    give(office, cast, matter, Decision("rehandle"))
    assert file(office, matter).row.stage is Stage.DELIBERATED


def test_opinion_and_decision_are_one(office: Office, cast: Cast, matter: Id) -> None:
    """What cannot be decided leaves no opinion behind either."""
    with pytest.raises(RuleBroken):
        give(office, cast, matter, Decision("rehandle"))
    assert not file(office, matter).state.opinions


def test_only_deputies_have_opinions(office: Office, matter: Id) -> None:
    with pytest.raises(RuleBroken):
        office.act(opinions.give, matter=matter, deputy=Id("f" * 32), text="同意")
    assert not file(office, matter).state.opinions


def test_kinds_are_told_to_everybody() -> None:
    assert {"matter.give_opinion", "matter.withdraw_opinion"} <= set(m.MATTER.facts)
