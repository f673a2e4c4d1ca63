"""A work mechanism as data: what it offers, its terms and its thresholds."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole
from renda_desktop.domain.stream import Fact, Noun, Stream
from renda_desktop.domain.terms import DayUnit, Disposition, ReceptionKind

LONGEST_TERM = 3650

Count = Annotated[int, Meta(ge=0, le=LONGEST_TERM)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class Term(msgspec.Struct, frozen=True):
    """A length of time for handling."""

    days: Count
    unit: DayUnit = DayUnit.WORKING


class Amber(msgspec.Struct, frozen=True):
    """Amber begins when the days left are at most max(`days`, `percent` of the term)."""

    days: Count = 3
    percent: Percent = 20


class ProgramDetails(msgspec.Struct, frozen=True):
    """One version of a program. `key` and `version` name it for ever."""

    key: Line
    version: Whole
    title: Line
    kinds: tuple[ReceptionKind, ...]
    dispositions: tuple[Disposition, ...]
    handling: Term
    amber: Amber = Amber()
    notice_days: Count = 3
    least_deputies: Count = 2


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
    length = term or program.handling
    warned = max(program.amber.days, -(-length.days * program.amber.percent // 100))
    green = max(length.days - warned, 0)
    match length.unit:
        case DayUnit.WORKING:
            end = calendar.add_working_days(start, days=length.days)
            amber = calendar.add_working_days(start, days=green)
        case DayUnit.CALENDAR:
            end = calendar.add_calendar_days(start, days=length.days)
            amber = calendar.add_calendar_days(start, days=green)
    return Due(end.date, amber.date, start, length, end.provisional or amber.provisional)


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
        if version in stream.versions:
            raise RuleBroken("program.version", key=self.details.key, version=version)
        stream.versions[version] = self.details
        stream.details = stream.versions[max(stream.versions)]
        stream.scope = stream.scope or entry.scope


PROGRAM = Noun(Program, [PublishProgram])
