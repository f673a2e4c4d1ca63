"""A work mechanism as data: what it offers, its terms and its thresholds."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.figures import FigureKey
from renda_desktop.domain.scoring import ScorecardRules, Stars, checks
from renda_desktop.domain.stream import Fact, Noun, Stream
from renda_desktop.domain.terms import (
    Better,
    DayUnit,
    Disposition,
    Grade,
    ReceptionKind,
    Signal,
    Step,
)
from renda_desktop.domain.voting import BallotRules

LONGEST_TERM = 3650

Count = Annotated[int, Meta(ge=0, le=LONGEST_TERM)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class Term(msgspec.Struct, frozen=True):
    """A length of time for handling; `days` are days or months, as `unit` says."""

    days: Count
    unit: DayUnit = DayUnit.WORKING


class Amber(msgspec.Struct, frozen=True):
    """Amber begins when the days left are at most max(`days`, `percent` of the term)."""

    days: Count = 3
    percent: Percent = 20


class LoopStep(msgspec.Struct, frozen=True):
    """A step of the loop in the mechanism's own words; a `needed` one comes before 销号."""

    step: Step
    title: Line
    needed: bool = False


class Quantity(msgspec.Struct, frozen=True):
    """What a matter can bring: money recovered, enterprises added. Units never mix."""

    key: Line
    title: Line
    unit: Line


class Measure(msgspec.Struct, frozen=True):
    """What is measured on a theme, before and after."""

    key: Line
    title: Line
    unit: Line
    better: Better = Better.HIGHER


class ReplyClass(msgspec.Struct, frozen=True):
    """办理答复类别, such as A: what it means differs by city.

    `promise`: it says what will be done later, which is followed up (跟踪办理).
    """

    code: Line
    title: Line
    grade: Grade
    promise: bool = False


class Aspect(msgspec.Struct, frozen=True):
    """One of the things that a proposal's deputies rate: the result, the manner."""

    key: Line
    title: Line


class Verdicts(msgspec.Struct, frozen=True):
    """满意、基本满意、不满意: how many stars each is worth."""

    satisfied: Stars = 5
    basically: Stars = 3
    unsatisfied: Stars = 1


class ProposalRules(msgspec.Struct, frozen=True):
    """闭会期间代表建议: its terms, its reply classes, what is rated.

    `lead` and `complex` are the lead unit's terms, `co_unit` the co-units'; `returns` is within
    which a unit may return it. A rating below `satisfied_from` asks for another round, which has
    the term `again`, or the lead unit's.
    """

    lead: Term
    complex: Term
    co_unit: Term
    returns: Term
    classes: Annotated[tuple[ReplyClass, ...], Meta(min_length=1, max_length=10)]
    aspects: Annotated[tuple[Aspect, ...], Meta(min_length=1, max_length=5)]
    amber: Amber = Amber(10, 20)
    satisfied_from: Stars = 3
    again: Term | None = None
    verdicts: Verdicts = Verdicts()


class ProgramDetails(msgspec.Struct, frozen=True):
    """One version of a program. `key` and `version` name it for ever.

    It uses receptions where it has `kinds`, matters where it has `dispositions`, and a
    scorecard, a ballot or proposals where it has their rules. `returns`: within which an
    addressee may return a matter. `group`: the group of deputies it is about (empty: all).
    `second_person`: whoever recorded that a matter is resolved does not strike it off.
    """

    key: Line
    version: Whole
    title: Line
    kinds: tuple[ReceptionKind, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    handling: Term = Term(30)
    amber: Amber = Amber()
    notice_days: Count = 3
    least_deputies: Count = 2
    about: Words = ""
    returns: Term | None = None
    steps: tuple[LoopStep, ...] = ()
    satisfied_from: Stars = 4
    second_person: bool = False
    group: Line = ""
    quantities: tuple[Quantity, ...] = ()
    measures: tuple[Measure, ...] = ()
    proposal: ProposalRules | None = None
    scorecard: ScorecardRules | None = None
    ballot: BallotRules | None = None
    figures: tuple[FigureKey, ...] = ()

    def check(self) -> None:
        """Raise RuleBroken, with the path of the key and what is allowed, where it cannot work."""
        if self.scorecard is not None:
            checks.check(self.scorecard)


class Due(msgspec.Struct, frozen=True):
    """When a matter is due, and from when on it is amber.

    `provisional` means that the term touched a year whose holidays are not known yet.
    """

    on: date
    amber_on: date
    began: date
    term: Term
    provisional: bool = False


def due(
    program: ProgramDetails, *, start: date, calendar: Calendar, term: Term | None = None
) -> Due:
    """Return the due date of handling that begins on `start`, the first day not counted."""
    return deadline(term or program.handling, amber=program.amber, start=start, calendar=calendar)


def deadline(term: Term, *, amber: Amber, start: date, calendar: Calendar) -> Due:
    """Return the day on which a term ends that begins on `start`, the first day not counted.

    Months end on the day of the same number, or the month's last where there is none.
    """
    if term.unit is DayUnit.WORKING:
        end = calendar.add_working_days(start, days=term.days)
        warned = calendar.add_working_days(start, days=_green(term.days, amber))
        return Due(end.date, warned.date, start, term, end.provisional or warned.provisional)
    last = start + timedelta(days=term.days)
    if term.unit is DayUnit.MONTH:
        last = months_after(start, months=term.days)
    green = timedelta(days=_green((last - start).days, amber))
    return Due(last, start + green, start, term)


def colour(*, due: date | None, amber_on: date | None, today: date) -> Signal | None:
    """Return the three-colour signal of what has a due date, else None."""
    if due is None or amber_on is None:
        return None
    if today > due:
        return Signal.RED
    return Signal.AMBER if today >= amber_on else Signal.GREEN


def _green(days: int, amber: Amber) -> int:
    """Return how many days of a term are neither amber nor red."""
    return max(days - max(amber.days, -(-days * amber.percent // 100)), 0)


def months_after(day: date, *, months: int) -> date:
    """Return the day so many months later, the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(slots=True)
class Program(Stream):
    noun: ClassVar[str] = "program"
    term: ClassVar[str] = "工作机制"

    details: Any = None
    versions: dict[int, ProgramDetails] = field(default_factory=dict)


class PublishProgram(Fact, frozen=True):
    """A version of the program is in force from now on; earlier records keep theirs."""

    kind: ClassVar[str] = "program.publish"
    begins: ClassVar[bool | None] = None
    details: ProgramDetails

    def apply(self, stream: Program, entry: Entry) -> None:
        version = self.details.version
        self.details.check()
        if version in stream.versions:
            raise RuleBroken("program.version", key=self.details.key, version=version)
        stream.versions[version] = self.details
        stream.details = stream.versions[max(stream.versions)]
        stream.scope = stream.scope or entry.scope


PROGRAM = Noun(Program, [PublishProgram])
