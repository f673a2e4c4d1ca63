"""Figures of matters: what counts once, what excludes one another, what must not flatter."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from renda_desktop.domain import matter as m
from renda_desktop.domain.figures import Dimension, FigureKey, checks
from renda_desktop.domain.matter.relations import Convert, Merge
from renda_desktop.domain.proposal import PROPOSAL, ProposalDetails
from renda_desktop.domain.terms import (
    Appeal,
    DeputyLevel,
    Disposition,
    Grade,
    Outcome,
    RaterKind,
    ReceptionKind,
)
from tests.queries.figures.world import World, assigned, at, solved

_ON_SITE = m.AnswerOnSite("当场答复", official="王")
_K = FigureKey


def _planned() -> m.Resolve:
    return m.Resolve(Outcome.PLANNED, "列入计划")


def test_a_joined_matter_counts_once_and_its_opinion_stays_one(world: World) -> None:
    head = world.matter(*solved())
    world.tell(Merge(head), of=world.matter())
    world.tell(m.WithdrawMatter("重复登记"), of=world.matter())
    assert world.amount(_K.MATTERS_RAISED) == 1
    assert world.amount(_K.OPINIONS_COLLECTED) == 2
    assert world.amount(_K.PROBLEMS_SOLVED) == 1


def test_dispositions_add_up_and_what_is_apart_is_shown(world: World) -> None:
    for _ in range(3):
        world.matter(_ON_SITE)
    world.matter(*solved())
    world.matter(assigned())
    world.matter(_planned())
    world.matter(m.Resolve(Outcome.EXPLAINED, "解释"))
    world.matter()
    ways = (_K.SETTLED_ON_SITE, _K.SETTLED_AFTER, _K.PLANNED)
    values = {key: world.figure(key) for key in (_K.MATTERS_RAISED, *ways)}
    assert [values[key].amount for key in ways] == [3, 2, 1]
    assert world.parts(_K.SETTLED_AFTER) == {"follow_done": 1, "follow_open": 1}
    (check,) = checks(values)
    assert (check.total, check.whole, check.difference) == (6, 8, 0)
    assert {part.key: part.amount for part in check.apart} == {"explained": 1, "undecided": 1}


def test_a_plan_after_a_reply_stays_with_the_way_that_was_chosen(world: World) -> None:
    world.matter(assigned(), m.Reply("列入明年", Grade.UNSOLVED), _planned())
    assert world.amount(_K.PLANNED) == 0
    assert world.amount(_K.SETTLED_AFTER) == 1
    assert world.amount(_K.PROBLEMS_SOLVED) == 0


def test_a_reply_is_not_a_solution(world: World) -> None:
    world.matter(assigned(), m.Reply("正在办", Grade.UNSOLVED))
    world.matter(assigned())
    assert world.rate(_K.REPLY_RATE) == (1, 2)
    assert world.rate(_K.RESOLUTION_RATE) == (0, 2)
    assert world.figure(_K.RESOLUTION_RATE).shown == "0.00%"


def test_both_grades_solve_and_are_kept_apart(world: World) -> None:
    world.matter(*solved())
    world.matter(*solved(Grade.BASICALLY_SOLVED))
    world.matter(*solved(Grade.UNSOLVED))
    world.matter(assigned(), m.Reply("已办", Grade.SOLVED))  # not resolved yet
    assert world.rate(_K.RESOLUTION_RATE) == (2, 4)
    assert world.parts(_K.RESOLUTION_RATE) == {"fully": 1, "basically": 1}
    assert world.figure(_K.RESOLUTION_RATE).exact == Fraction(1, 2)


def test_an_explanation_solves_nothing_though_it_answers(world: World) -> None:
    world.matter(m.AnswerOnSite("解释", Outcome.EXPLAINED))
    assert world.amount(_K.SETTLED_ON_SITE) == 0
    assert world.rate(_K.REPLY_RATE) == (1, 1)
    assert world.amount(_K.PROBLEMS_SOLVED) == 0


def test_the_last_reply_says_whether_it_is_solved(world: World) -> None:
    matter = world.matter(*solved())
    world.tell(m.LookBack(False, "反弹", reopen=True), of=matter)
    assert world.amount(_K.PROBLEMS_SOLVED) == 0
    ending = m.Resolve(Outcome.RESOLVED_AFTER_FOLLOW_UP, "办结")
    world.tell(assigned(), m.Reply("没办成", Grade.UNSOLVED), ending, of=matter)
    assert world.amount(_K.PROBLEMS_SOLVED) == 0


def test_open_overdue_matters_are_in_the_denominator(world: World) -> None:
    world.matter(*solved(on=date(2026, 4, 1)), when=at(4, 1, 23, 59))
    world.matter(*solved(on=date(2026, 4, 1)), when=at(4, 2, 0, 0))
    world.matter(assigned(date(2026, 11, 22)))
    world.matter(assigned(date(2026, 11, 23)))  # due today: not overdue
    world.matter(_ON_SITE)  # nobody had to do it by a day
    assert world.rate(_K.ON_TIME_RATE) == (1, 3)
    assert world.parts(_K.ON_TIME_RATE) == {"ended": 2, "overdue": 1}


def test_overdue_is_judged_on_the_day_as_of_which_it_is_asked(world: World) -> None:
    world.matter(assigned(date(2026, 6, 1)))
    assert world.rate(_K.ON_TIME_RATE, as_of=at(6, 1)) == (0, 0)
    assert world.rate(_K.ON_TIME_RATE, as_of=at(6, 2)) == (0, 1)
    world.matter(assigned(date(2026, 12, 1)))
    assert world.rate(_K.ON_TIME_RATE, as_of=at(12, 31)) == (0, 1)  # nobody knows the future


def test_satisfied_is_what_the_version_of_the_program_says(world: World) -> None:
    world.program("strict", 1, satisfied_from=5)
    world.program("strict", 2, satisfied_from=3)
    for version, stars in ((1, 4), (1, 5), (2, 3), (2, 2)):
        rated = m.Rate(RaterKind.RESIDENT, stars)
        world.matter(*solved(), rated, program="strict", version=version)
    world.matter(*solved(), m.Rate(RaterKind.DEPUTY, 4))
    world.matter(*solved(), m.Rate(RaterKind.DEPUTY, 3))
    world.matter()
    assert world.rate(_K.SATISFACTION_RATE) == (3, 6)
    parts = {part.key: (part.amount, part.of) for part in world.figure(_K.SATISFACTION_RATE).parts}
    assert parts == {
        "resident": (2, 4),
        "deputy": (1, 2),
        "resident_unrated": (3, None),
        "deputy_unrated": (5, None),
    }
    assert world.rate(_K.SATISFACTION_RATE, programs=("strict",)) == (2, 4)


def test_only_the_newest_rating_of_a_group_counts(world: World) -> None:
    rated = (m.Rate(RaterKind.RESIDENT, 1), m.Rate(RaterKind.RESIDENT, 5))
    world.matter(*solved(), *rated)
    assert world.rate(_K.SATISFACTION_RATE) == (1, 1)


def test_disputes_are_a_class_of_their_own(world: World) -> None:
    world.matter(*solved(), appeal=Appeal.DISPUTE)
    world.matter(assigned(), appeal=Appeal.DISPUTE)
    world.matter(*solved(), appeal=Appeal.COMPLAINT)
    assert world.amount(_K.DISPUTES_SETTLED) == 1
    assert world.parts(_K.DISPUTES_SETTLED) == {"disputes": 2}


def test_several_matters_make_one_proposal_whether_solved_or_not(world: World) -> None:
    matters = [world.matter(*solved()), world.matter(), world.matter()]
    begins = next(fact for fact in PROPOSAL.facts.values() if fact.begins)
    details = ProposalDetails(title="建议", deputies=(world.id(),), matters=tuple(matters))
    proposal = world.tell(begins(details=details))
    for matter in matters[:2]:
        world.tell(Convert(proposal), of=matter)
    assert world.amount(_K.CONVERTED) == 1
    assert world.parts(_K.CONVERTED) == {"turned": 2}
    assert [row.title for row in world.rows(_K.CONVERTED)] == ["建议"]
    assert world.amount(_K.PROBLEMS_SOLVED) == 1


def test_struck_off_is_of_all_that_is_listed(world: World) -> None:
    world.matter(*solved(), m.StrikeOff("照片"))
    world.matter(*solved())
    world.matter()
    assert world.rate(_K.STRUCK_OFF) == (1, 3)
    assert world.figure(_K.STRUCK_OFF).shown == "33.33%"


def test_quantities_of_different_units_never_mix(world: World) -> None:
    def brought(amount: str, unit: str = "万元") -> m.RecordQuantity:
        return m.RecordQuantity("funds", "收回资金", unit, Decimal(amount), date(2026, 3, 1))

    world.matter(brought("3829.000001"), brought("0.5"))
    world.matter(brought("2", "亩"))
    slip = world.matter(brought("100"))
    world.tell(m.WithdrawMatter("误"), of=slip)
    value = world.figure(_K.QUANTITIES)
    assert value.amount is None
    assert {part.unit: part.amount for part in value.parts} == {
        "万元": Decimal("3829.500001"),
        "亩": Decimal(2),
    }
    assert value.shown == "收回资金 3829.500001 万元;收回资金 2 亩"
    rows = world.rows(_K.QUANTITIES)
    assert sum(row.amount for row in rows if "万元" in row.part) == Decimal("3829.500001")
    assert world.figure(_K.QUANTITIES, until=date(2026, 2, 28)).parts == ()


def test_matters_belong_to_the_day_of_china_on_which_they_were_registered(world: World) -> None:
    world.matter(when=at(3, 31, 23, 59))
    world.matter(when=at(4, 1, 0, 0))
    march = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
    assert world.amount(_K.MATTERS_RAISED, **march) == 1
    assert world.by(_K.MATTERS_RAISED, Dimension.MONTH) == {"2026-03": 1, "2026-04": 1}
    assert world.by(_K.MATTERS_RAISED, Dimension.YEAR) == {"2026": 2}


def test_matters_by_kind_theme_unit_and_deputy(world: World) -> None:
    theme, unit = world.theme("停车"), world.id()
    led, heard, reported = (world.deputy(name, DeputyLevel.COUNTY) for name in "甲乙丙")
    night = world.held(kind=ReceptionKind.NIGHT_TALK)
    world.matter(assigned(unit=unit, deputy=led), reception=night, theme=theme)
    world.matter(listeners=(heard, led))
    world.matter(reporter=reported)
    key = _K.MATTERS_RAISED
    assert world.amount(key, kind=ReceptionKind.NIGHT_TALK) == 1
    assert world.amount(key, kind=ReceptionKind.THEMED) == 0
    assert [world.amount(key, deputy=one) for one in (led, heard, reported)] == [2, 1, 1]
    assert [world.amount(key, theme=theme), world.amount(key, unit=unit)] == [1, 1]
    assert world.by(key, Dimension.DEPUTY) == {"甲": 2, "乙": 1, "丙": 1}


def test_the_rows_of_a_confidential_matter_keep_its_title(world: World) -> None:
    world.matter(confidential=True)
    world.matter()
    titles = sorted(row.title for row in world.rows(_K.MATTERS_RAISED))
    assert titles == ["(保密事项)", "路灯不亮"]


def test_every_disposition_is_shown_with_the_matters(world: World) -> None:
    parts = world.parts(_K.MATTERS_RAISED)
    assert set(parts) == {*Disposition, "undecided"}
