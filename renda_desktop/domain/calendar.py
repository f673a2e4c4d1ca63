"""Working days: public holidays, make-up working days, and how sure we are of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import msgspec

from renda_desktop.domain.fields import Whole
from renda_desktop.domain.terms import Term


class Holiday(Term):
    NEW_YEAR = "new_year", "元旦"
    SPRING_FESTIVAL = "spring_festival", "春节"
    TOMB_SWEEPING = "tomb_sweeping", "清明节"
    LABOUR = "labour", "劳动节"
    DRAGON_BOAT = "dragon_boat", "端午节"
    MID_AUTUMN = "mid_autumn", "中秋节"
    NATIONAL = "national", "国庆节"
    VICTORY = "victory", "抗战胜利纪念日"


class YearTable(msgspec.Struct, frozen=True, kw_only=True):
    """What one year's notice says: days off with their names, and weekend days that are worked.

    A notice may reach back into the December before its year.
    """

    year: Whole
    holidays: dict[date, str] = {}
    workdays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was counted out; provisional while a notice that bears on it is still to come."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Count:
    """A number of days, provisional in the same sense."""

    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class DayKind:
    """What one day is, true when it is worked; `name` is the holiday's, or empty."""

    date: date
    working: bool
    name: str
    provisional: bool

    def __bool__(self) -> bool:
        return self.working


_FIXED: Final = {
    (1, 1): Holiday.NEW_YEAR,
    (5, 1): Holiday.LABOUR,
    (5, 2): Holiday.LABOUR,  # since 2025: State Council order 795
    (10, 1): Holiday.NATIONAL,
    (10, 2): Holiday.NATIONAL,
    (10, 3): Holiday.NATIONAL,
}


def tomb_sweeping_day(year: int) -> date | None:
    """Return 清明, when the sun reaches longitude 15°; None outside 2000–2099.

    The customary approximation of the solar terms, which for this term errs nowhere in the century.
    """
    if not 2000 <= year <= 2099:
        return None
    years = year - 2000
    return date(year, 4, int(years * 0.2422 + 4.81) - years // 4)


def fixed_holidays(year: int) -> dict[date, str]:
    """Return the holidays that are known without a notice; the lunar ones are not among them."""
    fixed = {date(year, month, day): term.label for (month, day), term in _FIXED.items()}
    qingming = tomb_sweeping_day(year)
    return fixed | ({qingming: Holiday.TOMB_SWEEPING.label} if qingming else {})


@dataclass(frozen=True, slots=True)
class _Year:
    working: list[int]  # ordinals of the working days
    names: dict[date, str]  # of the holidays
    sure_until: int  # the last ordinal that no notice to come can change
    end: int


class Calendar:
    """The working days as the notices of the known years have them.

    Beyond the known years only weekends and the holidays of fixed date are off, and every answer
    that touches such a day says that it is provisional. So does one that touches the last days of
    a known year whose successor is unknown: notices have moved days from 29 December on.
    """

    def __init__(self, tables: Iterable[YearTable] = ()) -> None:
        ordered = sorted(tables, key=lambda table: table.year)
        self._known = frozenset(table.year for table in ordered)
        self._notices: dict[date, str] = {}  # a holiday's name, or "" for a make-up working day
        for table in ordered:  # where two notices name a day, the later one holds
            self._notices |= table.holidays
            self._notices |= dict.fromkeys(table.workdays, "")
        self._years: dict[int, _Year] = {}

    @property
    def known(self) -> frozenset[int]:
        """The years whose notice is known."""
        return self._known

    def is_working_day(self, day: date) -> DayKind:
        """Say whether a day is worked, and which holiday it is if not."""
        year, ordinal = self._year(day.year), day.toordinal()
        index = bisect_left(year.working, ordinal)
        working = index < len(year.working) and year.working[index] == ordinal
        return DayKind(day, working, year.names.get(day, ""), ordinal > year.sure_until)

    def next_working_day(self, day: date) -> Day:
        """Return the day itself if it is worked, else the next that is (节假日顺延)."""
        return self.add_working_days(day - timedelta(days=1), days=1)

    def add_working_days(self, start: date, *, days: int) -> Day:
        """Return the day that is `days` working days from `start`, which itself does not count.

        Zero gives `start`; a negative number counts backwards.
        """
        if not days:
            return Day(start, provisional=False)
        number, origin = start.year, start.toordinal()
        working = self._year(number).working
        if days > 0:
            index = bisect_right(working, origin) + days - 1
        else:
            index = bisect_left(working, origin) + days
        while index >= len(working):
            index -= len(working)
            number += 1
            working = self._year(number).working
        while index < 0:
            number -= 1
            working = self._year(number).working
            index += len(working)
        found = working[index]
        first, last = (origin + 1, found) if days > 0 else (found, origin - 1)
        return Day(date.fromordinal(found), self._provisional(first, last))

    def working_days_between(self, start: date, *, until: date) -> Count:
        """Count the working days after `start` up to and including `until`.

        Negative when `until` lies before `start`: by so many working days it has passed.
        """
        if until < start:
            passed = self.working_days_between(until, until=start)
            return Count(-passed.days, passed.provisional)
        first, last = start.toordinal(), until.toordinal()
        days = bisect_right(self._year(until.year).working, last)
        days -= bisect_right(self._year(start.year).working, first)
        days += sum(len(self._year(year).working) for year in range(start.year, until.year))
        return Count(days, first < last and self._provisional(first + 1, last))

    def _provisional(self, first: int, last: int) -> bool:
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        return any(min(last, year.end) > year.sure_until for year in map(self._year, years))

    def _year(self, number: int) -> _Year:
        return self._years.get(number) or self._years.setdefault(number, self._build(number))

    def _build(self, number: int) -> _Year:
        start, end = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
        if number not in self._known:
            days, sure_until = fixed_holidays(number) | self._notices, start - 1
        else:
            days = self._notices
            sure_until = end if number + 1 in self._known else end - 4
        working, names = [], {}
        for ordinal in range(start, end + 1):
            day = date.fromordinal(ordinal)
            name = days.get(day)
            if name or (name is None and day.weekday() >= 5):
                names[day] = name or ""
            else:
                working.append(ordinal)
        return _Year(working, names, sure_until, end)
