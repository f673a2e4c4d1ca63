"""When a matter would be due: by its program, or by what a clerk asks for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain.program import Due, Term, due
from renda_desktop.domain.terms import DayUnit
from renda_desktop.queries import programs
from renda_desktop.queries.calendar import calendar

_USUAL = (5, 10, 15, 20, 30, 60)
_LONGEST = 3650


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term and the day it ends on. `asked` is what leads to it again, '' for the program's."""

    asked: str
    due: Due

    @property
    def text(self) -> str:
        """Return the day and the term as screens write them: 2026-12-23(30 个工作日)."""
        unit = "个工作日" if self.due.term.unit is DayUnit.WORKING else "天"
        return f"{self.due.on.isoformat()}({self.due.term.days} {unit})"


def deadlines(
    session: Session, *, program: str, version: int, start: date, text: str = ""
) -> list[Deadline]:
    """Return the deadlines that `text` asks for: a number of days, a day, or '' for the usual."""
    rules = programs.program(session, key=program, version=version)
    years = calendar(session)
    unit = rules.handling.unit

    def after(days: int, asked: str) -> Deadline:
        term = Term(days, unit)
        return Deadline(asked, due(rules, start=start, calendar=years, term=term))

    wanted = text.strip()
    if not wanted:
        others = [days for days in _USUAL if days != rules.handling.days]
        return [after(rules.handling.days, ""), *(after(days, str(days)) for days in others)]
    if wanted.isdecimal() and len(wanted) < 5:
        return [after(int(wanted), wanted)] if 0 < int(wanted) <= _LONGEST else []
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        return []
    if not 0 <= (day - start).days <= _LONGEST:
        return []
    term = Term((day - start).days, DayUnit.CALENDAR)
    return [Deadline(wanted, due(rules, start=start, calendar=years, term=term))]
