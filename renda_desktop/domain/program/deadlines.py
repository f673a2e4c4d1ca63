"""Lengths of time, the days on which they end, and the colours before that."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import DayUnit, Signal

LONGEST_TERM = 3650
LONGEST_MONTHS = 120

Count = Annotated[int, Meta(ge=0, le=LONGEST_TERM)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class Term(msgspec.Struct, frozen=True):
    """A length of time for handling; `days` are days or months, as `unit` says."""

    days: Count
    unit: DayUnit = DayUnit.WORKING

    def check(self, path: str) -> None:
        """Raise RuleBroken where a term is nothing, or longer than anything is handled."""
        most = LONGEST_MONTHS if self.unit is DayUnit.MONTH else LONGEST_TERM
        if not 1 <= self.days <= most:
            raise RuleBroken("program.range", path=f"{path}.days", least=1, most=most)


class Amber(msgspec.Struct, frozen=True):
    """Amber begins when the days left are at most max(`days`, `percent` of the term)."""

    days: Count = 3
    percent: Percent = 20


class Due(msgspec.Struct, frozen=True):
    """When a matter is due, and from when on it is amber.

    `provisional` means that the term touched a year whose holidays are not known yet.
    """

    on: date
    amber_on: date
    began: date
    term: Term
    provisional: bool = False


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
