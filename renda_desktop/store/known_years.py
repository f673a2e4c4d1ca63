"""The published years of the working calendar, shipped or read from an administrator's file."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from renda_desktop.domain.calendar import Holiday, YearTable, fixed_holidays
from renda_desktop.domain.errors import RuleBroken

_TERMS: Final = {
    "New Year's Day": Holiday.NEW_YEAR,
    "Spring Festival": Holiday.SPRING_FESTIVAL,
    "Tomb-sweeping Day": Holiday.TOMB_SWEEPING,
    "Labour Day": Holiday.LABOUR,
    "Dragon Boat Festival": Holiday.DRAGON_BOAT,
    "Mid-autumn Festival": Holiday.MID_AUTUMN,
    "National Day": Holiday.NATIONAL,
    "Anti-Fascist 70th Day": Holiday.VICTORY,
}
_LONGEST: Final = timedelta(days=16)


def known_years() -> dict[int, YearTable]:
    """Return the years that ship with the program, as the State Council published them."""
    from chinese_calendar.constants import holidays, workdays

    return {
        year: YearTable(
            year=year,
            holidays={d: _TERMS[name].label for d, name in holidays.items() if d.year == year},
            workdays=tuple(sorted(day for day in workdays if day.year == year)),
        )
        for year in {day.year for day in holidays}
    }


class _Holiday(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=20)]
    first: date
    last: date
    workdays: list[date] = []

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    year: Annotated[int, Meta(ge=2000, le=2100)]
    holiday: list[_Holiday]
    source: str = ""


def parse_year_file(text: str) -> YearTable:
    """Read one year's notice from TOML; `resources/calendar/README.md` has the format.

    Raises RuleBroken naming the line or the key, and what is allowed there.
    """
    file = _read(text)
    holidays: dict[date, str] = {}
    workdays: set[date] = set()
    for number, holiday in enumerate(file.holiday, 1):
        _check(holiday, f"holiday[{number}]", file.year)
        for day in holiday.days():
            if day in holidays:
                raise RuleBroken("calendar_file.twice", place=f"holiday[{number}]", day=day)
            holidays[day] = holiday.name
        workdays.update(holiday.workdays)
    for day in sorted(workdays & holidays.keys()):
        raise RuleBroken("calendar_file.both", day=day)
    for day, name in fixed_holidays(file.year).items():
        if day not in holidays:
            raise RuleBroken("calendar_file.missing", day=day, name=name)
    return YearTable(year=file.year, holidays=holidays, workdays=tuple(sorted(workdays)))


def _read(text: str) -> _File:
    try:
        return msgspec.convert(tomllib.loads(text.removeprefix("\ufeff")), _File)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise RuleBroken("calendar_file.syntax", line=line) from None
    except msgspec.ValidationError as error:
        raise _broken(str(error)) from None


def _broken(message: str) -> RuleBroken:
    """Turn the decoder's words into ours: the place as the file's author counts, from one."""
    at = re.search(r"`\$\.?([^`]*)`$", message)
    place = re.sub(r"\[(\d+)\]", lambda m: f"[{int(m[1]) + 1}]", at[1] if at else "")
    if unknown := re.search(r"unknown field `([^`]*)`", message):
        allowed = _Holiday if place else _File
        return RuleBroken(
            "calendar_file.unknown_key",
            place=f"{place}.{unknown[1]}".lstrip("."),
            allowed="、".join(allowed.__struct_fields__),
        )
    if missing := re.search(r"missing required field `([^`]*)`", message):
        place = f"{place}.{missing[1]}".lstrip(".")
    key = re.sub(r"\[\d+\]$", "", place).rpartition(".")[2]
    return RuleBroken(f"calendar_file.{key}", place=place)


def _check(holiday: _Holiday, place: str, year: int) -> None:
    allowed = date(year - 1, 12, 1), date(year, 12, 31)
    named = {"first": holiday.first, "last": holiday.last}
    named |= {f"workdays[{number}]": day for number, day in enumerate(holiday.workdays, 1)}
    for key, day in named.items():
        if not allowed[0] <= day <= allowed[1]:
            raise RuleBroken(
                "calendar_file.outside", place=f"{place}.{key}", first=allowed[0], last=allowed[1]
            )
    if not timedelta(0) <= holiday.last - holiday.first < _LONGEST:
        raise RuleBroken("calendar_file.span", place=f"{place}.last", days=_LONGEST.days)
    for number, day in enumerate(holiday.workdays, 1):
        if day.weekday() < 5:
            raise RuleBroken("calendar_file.weekday", place=f"{place}.workdays[{number}]", day=day)
