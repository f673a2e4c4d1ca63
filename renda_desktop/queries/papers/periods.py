"""Months, quarters, half-years and years, as reports are asked for: 2026-11, 2026-Q3, 2026."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from renda_desktop.domain.errors import RuleBroken

_WRITTEN = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")
_QUARTERS = "一二三四"
_HALVES = "上下"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of months with the name of its report."""

    name: str
    title: str
    since: date
    until: date


def period(written: str, /) -> Period:
    """Return the period that is meant.

    Raises:
        RuleBroken: it is not written so.
    """
    found = _WRITTEN.fullmatch(written)
    if found is None or found[1] == "0000":
        raise RuleBroken("action.wrong_form", place="期间")
    year = int(found[1])
    if month := found[2]:
        return _months("月报", f"{year}年{int(month)}月", year, int(month), 1)
    if quarter := found[3]:
        title = f"{year}年第{_QUARTERS[int(quarter) - 1]}季度"
        return _months("季报", title, year, 3 * int(quarter) - 2, 3)
    if half := found[4]:
        title = f"{year}年{_HALVES[int(half) - 1]}半年"
        return _months("半年报", title, year, 6 * int(half) - 5, 6)
    return _months("年报", f"{year}年", year, 1, 12)


def between(since: date | None, until: date | None, /) -> tuple[str, str]:
    """Return the name and the title of a report of any days."""
    first = f"{since.year}年{since.month}月{since.day}日" if since else "有记录以来"
    last = f"{until.year}年{until.month}月{until.day}日" if until else "今"
    return "统计报告", f"{first}至{last}"


def _months(name: str, title: str, year: int, first: int, count: int) -> Period:
    last = first + count - 1
    until = date(year, last, monthrange(year, last)[1])
    return Period(name, title, date(year, first, 1), until)
