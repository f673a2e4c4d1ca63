"""A year's holidays from an administrator's file."""

from pathlib import Path

from renda_desktop.domain.calendar import YearTable
from renda_desktop.domain.errors import Unavailable
from renda_desktop.store.known_years import parse_year_file


def read_holidays(path: Path) -> YearTable:
    """Read one year's notice; `resources/calendar/README.md` has the format.

    Raises:
        RuleBroken: the file breaks the format; it says where.
        Unavailable: the file cannot be read.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Unavailable("file.unreadable") from None
    return parse_year_file(text)
