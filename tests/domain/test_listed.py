"""What was kept in an older list bears the days of that list, and nothing else may be dated."""

from datetime import date

import msgspec
import pytest

from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, from_micros, start_of, to_micros
from renda_desktop.domain.program import Due, Term
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Outcome, Stage

ONE, OTHER = (Id(one * 32) for one in "12")
TODAY, CAME, DONE = date(2026, 11, 23), date(2025, 5, 16), date(2025, 7, 22)
DUE = Due(date(2025, 6, 30), date(2025, 6, 25), CAME, Term(30))
DETAILS = m.MatterDetails("YH-1", "路灯不亮", "regular", 1)
LISTED = msgspec.structs.replace(DETAILS, listed=m.Listed(CAME, OTHER))


def life(*facts: Fact) -> m.Matter:
    """Return what the facts come to, all written down today; the first refused one raises."""
    state, at = m.Matter(ONE), to_micros(start_of(TODAY)) + 7
    for fact in facts:
        body = msgspec.json.encode(fact)
        m.MATTER.accept(state, Entry(OTHER, ONE, ONE, fact.kind, body, OTHER, OTHER, at, OTHER))
    return state


def on(micros: int | None) -> date:
    assert micros is not None
    return day_of(from_micros(micros))


def test_each_step_counts_from_the_day_of_the_list() -> None:
    state = life(
        m.RegisterMatter(LISTED),
        m.Assign(DUE, OTHER, on=CAME),
        m.Reply("已修", on=DONE),
        m.Resolve(Outcome.RESOLVED_AFTER_FOLLOW_UP, "已修", on=DONE),
    )
    assert state.stage is Stage.RESOLVED
    days = (state.registered_at, state.round.assigned_at, state.first_replied_at, state.resolved_at)
    assert [on(one) for one in days] == [CAME, CAME, DONE, DONE]
    assert on(state.round.replies[0].at) == DONE


def test_what_the_list_does_not_date_counts_from_today() -> None:
    state = life(m.RegisterMatter(LISTED), m.Resolve(Outcome.EXPLAINED, "已解释"))
    assert (on(state.registered_at), on(state.resolved_at)) == (CAME, TODAY)


@pytest.mark.parametrize(
    "fact",
    [
        m.AnswerOnSite("已答复", on=DONE),
        m.Assign(DUE, OTHER, on=DONE),
        m.Resolve(Outcome.EXPLAINED, "已解释", on=DONE),
    ],
)
def test_what_was_never_listed_cannot_be_dated(fact: Fact) -> None:
    with pytest.raises(RuleBroken) as broken:
        life(m.RegisterMatter(DETAILS), fact)
    assert broken.value.rule == "matter.not_then"


@pytest.mark.parametrize("day", [date(2025, 5, 15), date(2026, 11, 24)])
def test_no_day_before_it_came_or_ahead(day: date) -> None:
    with pytest.raises(RuleBroken) as broken:
        life(m.RegisterMatter(LISTED), m.AnswerOnSite("已答复", on=day))
    assert broken.value.rule == "matter.not_then"
    ahead = msgspec.structs.replace(DETAILS, listed=m.Listed(date(2026, 11, 24), OTHER))
    with pytest.raises(RuleBroken):
        life(m.RegisterMatter(ahead))


def test_where_it_came_from_is_never_amended() -> None:
    raw = msgspec.Raw(b"null")
    with pytest.raises(RuleBroken) as broken:
        life(m.RegisterMatter(LISTED), m.AmendMatter("listed", raw, raw))
    assert broken.value.rule == "amend.fixed"
