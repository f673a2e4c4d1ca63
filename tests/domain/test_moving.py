"""A matter that moves to another station ends here and goes on there, and can come back."""

from datetime import date

import msgspec
import pytest

from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import Due, Term
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Disposition, Stage

HERE, THERE, ONE, OTHER = (Id(one * 32) for one in "1234")
DUE = Due(date(2026, 12, 23), date(2026, 12, 18), date(2026, 11, 23), Term(30))
DETAILS = m.MatterDetails("YH-1", "路灯不亮", "regular", 1)
ORIGIN = m.Origin(HERE, "月湖站", ONE, "YH-1", 7)
PROPOSED = m.ProposeMove("白鹤站", "不在本辖区", THERE)
HANDED = m.HandOver(THERE, "白鹤站", OTHER, "不在本辖区")


def life(*facts: Fact, scope: Id = HERE) -> m.Matter:
    """Return what the facts come to, one after the other; the first that is refused raises."""
    state = m.Matter(ONE)
    for at, fact in enumerate(facts, 1):
        body = msgspec.json.encode(fact)
        m.MATTER.accept(state, Entry(OTHER, scope, ONE, fact.kind, body, OTHER, OTHER, at, OTHER))
    return state


def test_a_proposal_changes_nothing_until_it_is_taken_over() -> None:
    state = life(m.RegisterMatter(DETAILS), m.Assign(DUE, OTHER), PROPOSED)
    assert state.stage is Stage.ASSIGNED
    assert state.proposed_move == m.Move("白鹤站", "不在本辖区", THERE)
    assert life(m.RegisterMatter(DETAILS), PROPOSED, m.TakeBack("自行办理")).proposed_move is None


def test_what_was_handed_over_is_out_of_the_loop_and_names_where_it_went() -> None:
    state = life(m.RegisterMatter(DETAILS), PROPOSED, HANDED)
    assert (state.stage, state.proposed_move) == (Stage.HANDED_OVER, None)
    assert state.moved == m.Move("白鹤站", "不在本辖区", THERE, OTHER)
    for fact in (m.Assign(DUE, OTHER), m.Deliberate("议"), HANDED, PROPOSED, m.Merge(OTHER),
                 m.WithdrawMatter("重复")):  # fmt: skip
        with pytest.raises(RuleBroken, match="已移交"):
            life(m.RegisterMatter(DETAILS), HANDED, fact)


def test_what_was_taken_back_stands_where_it_stood() -> None:
    state = life(
        m.RegisterMatter(DETAILS), m.Assign(DUE, OTHER), HANDED, m.TakeBack("仍由本站办理")
    )
    assert (state.stage, state.round.due, state.moved) == (Stage.ASSIGNED, DUE, None)
    with pytest.raises(RuleBroken, match="没有提请移交"):
        life(m.RegisterMatter(DETAILS), m.TakeBack("没有的事"))


def test_what_was_taken_over_counts_from_its_first_day_and_keeps_its_date() -> None:
    details = msgspec.structs.replace(DETAILS, number="BH-1", origin=ORIGIN)
    state = life(m.TakeOver(details, unit=OTHER, due=DUE), scope=THERE)
    assert (state.registered_at, state.stage, state.round.due) == (7, Stage.ASSIGNED, DUE)
    assert state.disposition is Disposition.ASSIGNED
    undecided = life(m.TakeOver(details, due=DUE), scope=THERE)
    assert (undecided.stage, undecided.round.due) == (Stage.REGISTERED, None)


@pytest.mark.parametrize(
    ("fact", "scope"),
    [
        (m.TakeOver(DETAILS), THERE),
        (m.TakeOver(msgspec.structs.replace(DETAILS, origin=ORIGIN)), HERE),
    ],
)
def test_nothing_is_taken_over_from_nowhere_or_from_here(fact: Fact, scope: Id) -> None:
    with pytest.raises(RuleBroken):
        life(fact, scope=scope)


@pytest.mark.parametrize("fact", [
    m.ProposeMove("白鹤站", " ", THERE), m.ProposeMove("", "不在本辖区"),
    m.ProposeMove("月湖站", "不在本辖区", HERE), m.HandOver(THERE, "白鹤站", OTHER, ""),
    m.HandOver(HERE, "月湖站", OTHER, "不在本辖区"), m.TakeBack(""),
])  # fmt: skip
def test_where_to_and_why_are_said(fact: Fact) -> None:
    with pytest.raises(RuleBroken):
        life(m.RegisterMatter(DETAILS), PROPOSED, fact)


def test_an_entry_in_another_log_changes_nothing() -> None:
    """Whoever holds both logs is not told by one of them what becomes of the other's matters."""
    facts: tuple[tuple[Fact, Id], ...] = (
        (m.RegisterMatter(DETAILS), HERE), (m.WithdrawMatter("重复"), THERE), (m.Note("记"), HERE),
    )  # fmt: skip
    entries = [
        Entry(OTHER, scope, ONE, fact.kind, msgspec.json.encode(fact), OTHER, OTHER, at, OTHER)
        for at, (fact, scope) in enumerate(facts, 1)
    ]
    state = m.MATTER.fold(ONE, entries)
    assert state.stage is Stage.REGISTERED
    voids = [event.void.rule if event.void else None for event in state.timeline]
    assert voids == [None, "stream.other_log", None]
