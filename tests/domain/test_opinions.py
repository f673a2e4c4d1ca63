"""What deputies think of a matter, on record beside its loop."""

from renda_desktop.domain import matter as m
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import OpinionSource, Stage
from tests.domain.lives import life

DEPUTY, OTHER = Id("a" * 32), Id("b" * 32)
BEGUN = m.RegisterMatter(m.MatterDetails("YH-2026-A-00001", "漏水", "regular", 1))


def folded(*facts: Fact) -> m.Matter:
    entries = life(BEGUN, *facts)
    return m.MATTER.fold(entries[0].stream, entries)


def void(state: m.Matter) -> list[str]:
    return [event.void.rule for event in state.timeline if event.void]


def test_opinions_stand_beside_the_loop() -> None:
    state = folded(m.GiveOpinion(DEPUTY, "请住建局一周内上门", row=3), m.GiveOpinion(OTHER, "同意"))
    first, second = state.opinions.values()
    assert (first.deputy, first.text, first.row) == (DEPUTY, "请住建局一周内上门", 3)
    assert first.source is OpinionSource.PAPER
    assert second.deputy == OTHER
    assert state.stage is Stage.REGISTERED
    assert not void(state)


def test_an_opinion_is_withdrawn_by_its_entry() -> None:
    entries = life(BEGUN, m.GiveOpinion(DEPUTY, "写错行了"))
    withdrawal = m.WithdrawOpinion(entries[1].id, "录入有误")
    state = folded(m.GiveOpinion(DEPUTY, "写错行了"), withdrawal, withdrawal)
    assert not state.opinions
    assert void(state) == ["matter.no_opinion"]  # the second time


def test_an_opinion_says_something_about_a_matter_that_counts() -> None:
    assert void(folded(m.GiveOpinion(DEPUTY, " \n"))) == ["matter.no_text"]
    gone = folded(m.WithdrawMatter("重复登记"), m.GiveOpinion(DEPUTY, "同意"))
    assert void(gone) == ["matter.stage"]
    assert not gone.opinions


def test_a_withdrawal_says_why() -> None:
    entries = life(BEGUN, m.GiveOpinion(DEPUTY, "同意"))
    state = folded(m.GiveOpinion(DEPUTY, "同意"), m.WithdrawOpinion(entries[1].id, " "))
    assert len(state.opinions) == 1
    assert void(state) == ["matter.no_text"]
