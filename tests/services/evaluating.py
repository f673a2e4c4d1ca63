"""An evaluation of a deputy (三维联评) at a real station, for tests."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.scoring.sheets import Counts, Mark
from renda_desktop.domain.terms import RaterKind
from renda_desktop.services import deputies, drawing, matters, scorecards
from tests.offices import Cast

PROGRAM = "three-way-review"
GROUP = "中心组"
BEGINS, ENDS = date(2026, 1, 1), date(2026, 12, 31)
DAY = date(2026, 1, 5)
STATEMENT = "一年来走访选民四十户"
REASON = "调研报告受到表彰"
RATERS = ("钱一", "孙二", "周三")
_LEAVES = ("contact", "proposals", "discipline")


@dataclass(frozen=True)
class Evaluation:
    """An evaluation with everything said, and some of the entries that say it."""

    id: Id
    deputy: Id


def marks(*grades: str) -> tuple[Mark, ...]:
    return tuple(Mark(leaf, grade=one) for leaf, one in zip(_LEAVES, grades, strict=True))


def begin(office: Office, cast: Cast, place: int = 1) -> Evaluation:
    """Open an evaluation of one of the cast, who joins the group."""
    deputy = cast.deputies[place]
    office.act(deputies.join_group, deputy=deputy, name=GROUP, day=DAY)
    made = office.act(scorecards.open_, program=PROGRAM, deputy=deputy, begins=BEGINS, ends=ENDS)
    return Evaluation(made.id, deputy)


def supervised(office: Office, cast: Cast, deputy: Id) -> None:
    """Let the deputy supervise three matters; two of three residents are satisfied."""
    for stars in (5, 4, 2):
        one = office.act(
            matters.register, program="supervision-online", own_words="路灯不亮", reporter=deputy
        ).id
        office.act(matters.assign, matter=one, unit=cast.departments[0])
        office.act(matters.supervise, matter=one, deputies=(deputy,))
        office.act(matters.reply, matter=one, text="已修")
        office.act(matters.rate, matter=one, rater=RaterKind.RESIDENT, stars=stars)


def rate_all(office: Office, one: Evaluation) -> None:
    """Take in the statement, the meeting's counts and the core group's sheets."""
    office.act(
        scorecards.rate, scorecard=one.id, panel="self", marks=marks("好", "较好", "好"),
        comment=STATEMENT,
    )  # fmt: skip
    counts = (
        Counts("contact", {"好": 6, "较好": 3, "一般": 1, "差": 1}),
        Counts("proposals", {"好": 5, "较好": 5}),
        Counts("discipline", {"好": 11}),
    )
    office.act(
        scorecards.tally, scorecard=one.id, panel="democratic", counts=counts, issued=12,
        returned=11,
    )  # fmt: skip
    sheets = (("好", "较好", "好"), ("好", "较好", "好"), ("较好", "一般", "好"))
    for rater, grades in zip(RATERS, sheets, strict=True):
        office.act(
            scorecards.rate, scorecard=one.id, panel="core_group", marks=marks(*grades),
            rater=rater,
        )  # fmt: skip


def whole(office: Office, cast: Cast) -> Evaluation:
    """Evaluate a deputy up to the conclusion: 72.35 + 2.29 + 0 and 2 for praise make 76.64.

    满意率: 2 of 3 are 66.67 %, of the way from 60 to 95 20/105; ·12 = 2.2857… → 2.29. The
    reception still goes on, so that no attendance counts.
    """
    one = begin(office, cast)
    supervised(office, cast, one.deputy)
    rate_all(office, one)
    office.act(drawing.draw, scorecard=one.id)
    office.act(scorecards.adjust, scorecard=one.id, key="praise", points=Decimal(2), reason=REASON)
    office.act(scorecards.conclude, scorecard=one.id)
    return one
