"""What a program asks of its matters: steps before 销号, a second person, an early return."""

from datetime import date

import msgspec
import pytest

from renda_desktop.domain import matter as m
from renda_desktop.domain.calendar import Calendar, YearTable
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, demands
from renda_desktop.domain.program import Due, LoopStep, ProgramDetails, Term
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import DayUnit, Disposition, Outcome, RaterKind, Stage, Step
from tests.domain.lives import CLERK, life

UNIT, OTHER = Id(f"{11:032x}"), Id(f"{12:032x}")
DUE = Due(date(2023, 12, 29), date(2023, 12, 20), date(2023, 11, 15), Term(30))
ASSIGN = m.Assign(DUE, UNIT)
REPLY = m.Reply("已修")
RESOLVE = m.Resolve(Outcome.RESOLVED_AFTER_FOLLOW_UP, "修好")
RATE = m.Rate(RaterKind.RESIDENT, 5)
ONLINE = ProgramDetails(
    "online", 1, "代表督事", dispositions=tuple(Disposition),
    steps=(
        LoopStep(Step.REGISTER, "说", needed=True),
        LoopStep(Step.ASSIGN, "转", needed=True),
        LoopStep(Step.SUPERVISE, "督", needed=True),
        LoopStep(Step.CALL_BACK, "电话回访"),
        LoopStep(Step.RATE, "评", needed=True),
        LoopStep(Step.STRIKE_OFF, "销", needed=True),
    ),
)  # fmt: skip
YEARS = Calendar([YearTable(year=2023)])


def register(rules: ProgramDetails = ONLINE) -> m.RegisterMatter:
    asked = demands.demanded(rules)
    return m.RegisterMatter(
        m.MatterDetails("YH-2026-A-00001", "车棚漏电", "online", 1, demands=asked)
    )


def folded(*facts: Fact, rules: ProgramDetails = ONLINE) -> m.Matter:
    entries = life(register(rules), *facts)
    state = MATTER.fold(entries[0].stream, entries)
    assert state.voids == 0, [str(e.void) for e in state.timeline if e.void]
    return state


def refusal(state: m.Matter, by: Id = OTHER) -> str:
    try:
        demands.check_strike_off(state, by=by)
    except RuleBroken as broken:
        return str(broken)
    return ""


def test_the_fold_itself_holds_a_matter_to_its_demands() -> None:
    """Whoever wrote the entry, and wherever: the order decides, and every PC judges alike."""
    early = life(register(), ASSIGN, REPLY, RESOLVE, m.StrikeOff("照片"))
    state = MATTER.fold(early[0].stream, early)
    assert (state.stage, state.voids) == (Stage.RESOLVED, 1)
    whole = life(register(), ASSIGN, m.Supervise(), REPLY, RESOLVE, RATE, m.StrikeOff("照片"))
    assert MATTER.fold(whole[0].stream, whole).stage is Stage.CLOSED
    undeliberated = life(register(TOGETHER), ASSIGN)
    assert MATTER.fold(undeliberated[0].stream, undeliberated).stage is Stage.REGISTERED


def test_without_demands_nothing_is_asked() -> None:
    """So it is of matters that were registered before programs asked anything."""
    plain = ProgramDetails("plain", 1, "日常", dispositions=tuple(Disposition))
    assert demands.demanded(plain) is None
    assert folded(ASSIGN, REPLY, RESOLVE, m.StrikeOff("照片"), rules=plain).stage is Stage.CLOSED


def test_missing_steps_are_named_in_the_programs_words() -> None:
    state = folded(ASSIGN, REPLY, RESOLVE)
    assert refusal(state) == "按“代表督事”,销号前还须:督 · 督办、评 · 评价。"
    assert refusal(folded(ASSIGN, m.Supervise(), REPLY, RESOLVE, RATE)) == ""


def test_a_word_that_contains_the_common_one_stands_alone() -> None:
    assert LoopStep(Step.CALL_BACK, "电话回访").called == "电话回访"


def test_what_was_settled_at_once_needs_no_handling() -> None:
    """Or else it could never be struck off: it cannot be assigned any more."""
    answered = folded(m.AnswerOnSite("断电更换"))
    assert [one.step for one in demands.missing(answered)] == [Step.RATE]
    converted = folded(m.Convert(OTHER), m.Reply("答复"), RESOLVE, RATE)
    assert [one.step for one in demands.missing(converted)] == [Step.SUPERVISE]


TOGETHER = msgspec.structs.replace(
    ONLINE,
    steps=(LoopStep(Step.DELIBERATE, "议", needed=True), LoopStep(Step.RATE, "评", needed=True)),
)


def test_deliberation_comes_before_assigning_for_later_is_too_late() -> None:
    with pytest.raises(RuleBroken, match="按“代表督事”,交办前须先议 · 研判。"):
        demands.check_assign(folded(rules=TOGETHER))
    demands.check_assign(folded(m.Deliberate("由执法局办"), rules=TOGETHER))
    demands.check_assign(folded())


@pytest.mark.parametrize("way", [m.AnswerOnSite("好"), m.Resolve(Outcome.DECLINED, "诉讼")])
def test_what_was_settled_at_once_was_not_deliberated(way: Fact) -> None:
    assert [one.step for one in demands.missing(folded(way, rules=TOGETHER))] == [Step.RATE]


def test_whatever_is_missing_can_still_be_done_at_the_end() -> None:
    """Or else a matter could never be struck off."""
    state = folded(ASSIGN, REPLY, RESOLVE)
    assert [one.step for one in demands.missing(state)] == [Step.SUPERVISE, Step.RATE]
    done = folded(ASSIGN, REPLY, RESOLVE, m.Supervise("现场看过"), RATE)
    assert refusal(done) == ""


def test_a_step_that_is_not_in_effect_did_not_happen() -> None:
    entries = life(register(), m.Supervise("还没交办"), m.AnswerOnSite("好"))
    state = MATTER.fold(entries[0].stream, entries)
    assert state.voids == 1
    assert state.passed == {Step.REGISTER, Step.REPLY}


def test_nobody_was_called_back_who_did_not_answer() -> None:
    assert Step.CALL_BACK not in folded(m.AnswerOnSite("好"), m.CallBack(False)).passed
    assert Step.CALL_BACK in folded(m.AnswerOnSite("好"), m.CallBack(True)).passed


def test_a_later_result_is_rated_anew() -> None:
    bad = m.Rate(RaterKind.RESIDENT, 1)
    once = [ASSIGN, m.Supervise(), REPLY, RESOLVE, bad]
    again = folded(*once, m.Rehandle("不满意", DUE), REPLY, RESOLVE)
    assert [one.step for one in demands.missing(again)] == [Step.RATE]
    back = m.LookBack(False, "又漏", reopen=True)
    reopened = folded(*once, m.StrikeOff("照片"), back, ASSIGN, REPLY, RESOLVE)
    assert [one.step for one in demands.missing(reopened)] == [Step.RATE]
    assert Step.LOOK_BACK not in reopened.passed


@pytest.mark.parametrize("facts", [(), (ASSIGN,), (ASSIGN, REPLY), (m.Merge(OTHER),)])
def test_before_its_end_the_loop_refuses_and_not_the_program(facts: tuple[Fact, ...]) -> None:
    assert refusal(folded(*facts), by=CLERK) == ""


def test_who_recorded_the_result_is_not_who_strikes_off() -> None:
    rules = msgspec.structs.replace(ONLINE, steps=(), second_person=True)
    state = folded(ASSIGN, REPLY, RESOLVE, rules=rules)
    assert "须由他人销号" in refusal(state, by=CLERK)
    assert refusal(state, by=OTHER) == ""
    alone = msgspec.structs.replace(rules, second_person=False)
    assert refusal(folded(ASSIGN, REPLY, RESOLVE, rules=alone), by=CLERK) == ""


def by_others(facts: list[Fact], theirs: list[int]) -> m.Matter:
    """Return the matter where some entries are the other clerk's."""
    entries = life(register(), *facts)
    mixed = [
        msgspec.structs.replace(one, author=OTHER) if n in theirs else one
        for n, one in enumerate(entries, -1)
    ]
    return MATTER.fold(entries[0].stream, mixed)


def test_reply_and_end_both_count_and_the_registration_does_not() -> None:
    facts = [ASSIGN, REPLY, RESOLVE]
    assert by_others(facts, [1]).handlers == {CLERK, OTHER}
    assert by_others(facts, [1, 2]).handlers == {OTHER}
    again = [*facts, m.Rehandle("不满意", DUE), REPLY, RESOLVE]
    assert by_others(again, [4, 5]).handlers == {OTHER}


def returning(days: int, unit: DayUnit, *facts: Fact, on: date) -> str:
    rules = msgspec.structs.replace(ONLINE, returns=Term(days, unit))
    try:
        demands.check_return(folded(*facts), rules, today=on, calendar=YEARS)
    except RuleBroken as broken:
        return str(broken)
    return ""


@pytest.mark.parametrize(
    ("days", "unit", "last"),
    [
        (7, DayUnit.WORKING, date(2023, 11, 24)),  # assigned on Wednesday, 15 November
        (10, DayUnit.CALENDAR, date(2023, 11, 25)),
        (1, DayUnit.MONTH, date(2023, 12, 15)),
    ],
)
def test_a_return_after_the_term_is_refused_with_its_day(
    days: int, unit: DayUnit, last: date
) -> None:
    assert returning(days, unit, ASSIGN, on=last) == ""
    late = returning(days, unit, ASSIGN, on=date.fromordinal(last.toordinal() + 1))
    assert late == f"退回的期限是 {last},已经过了:如应由其他单位承办,请转办。"


def test_where_holidays_are_unknown_a_return_is_not_late() -> None:
    assert returning(40, DayUnit.WORKING, ASSIGN, on=date(2024, 3, 1)) == ""


def test_the_term_is_that_of_whoever_has_it_now() -> None:
    entries = life(register(), ASSIGN, m.Transfer(DUE, "职能", OTHER))
    later = entries[2].recorded_at + 20 * 86_400_000_000
    entries[2] = msgspec.structs.replace(entries[2], recorded_at=later)
    state = MATTER.fold(entries[0].stream, entries)
    rules = msgspec.structs.replace(ONLINE, returns=Term(7, DayUnit.CALENDAR))
    until = demands.returnable(state, rules, calendar=YEARS)
    assert until is not None
    assert until.on == date(2023, 12, 12)


def test_without_a_term_or_an_addressee_nothing_ends() -> None:
    assert demands.returnable(folded(ASSIGN), ONLINE, calendar=YEARS) is None
    rules = msgspec.structs.replace(ONLINE, returns=Term(7))
    assert demands.returnable(folded(), rules, calendar=YEARS) is None
