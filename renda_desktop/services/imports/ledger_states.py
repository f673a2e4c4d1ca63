"""What a ledger says of a matter's handling, as the facts that say it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from renda_desktop.domain import matter as m
from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import ProgramDetails, due
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Disposition, Outcome, RaterKind
from renda_desktop.services.imports.ledger import LedgerRow
from renda_desktop.services.imports.ledger_values import OUTCOMES


class Handled(NamedTuple):
    """Who handles a row's matters, and by which rules."""

    units: tuple[Id, ...]
    deputies: tuple[Id, ...]
    rules: ProgramDetails
    calendar: Calendar
    today: date

    @property
    def unit(self) -> Id | None:
        return self.units[0] if self.units else None

    @property
    def deputy(self) -> Id | None:
        """Return the deputy who goes on with it where no department is named."""
        return self.deputies[0] if self.deputies and not self.units else None


def facts(row: LedgerRow, by: Handled) -> Iterator[Fact]:
    """Yield what became of a matter, as far as the row tells it; the rest stays open.

    Raises:
        RuleBroken: it is said to be settled, and nobody who did it is named.
    """
    done = list(_handling(row, by))
    yield from done
    ended = any(isinstance(one, m.AnswerOnSite | m.Resolve) for one in done)
    if row.stars and ended:
        yield m.Rate(RaterKind.RESIDENT, row.stars)
    elif row.stars:
        yield m.Note(f"台账所记满意度:{row.stars}星")
    kept = [row.standing.text if not row.standing.way and not ended else "", row.remark]
    for text in filter(None, kept):
        yield m.Note(f"台账所记:{text}")


def _handling(row: LedgerRow, by: Handled) -> Iterator[Fact]:
    way = row.standing.way or ("resolved" if row.ended else "open")
    text = row.reply or row.standing.text
    match way:
        case "on_site":
            _check(by.rules, Disposition.ANSWERED_ON_SITE)
            yield m.AnswerOnSite(text, unit=by.unit, deputy=by.deputy, on=row.day)
        case "planned" | "explained" | "declined":
            outcome = OUTCOMES[way]
            _check(by.rules, Disposition(outcome.value))
            yield m.Resolve(outcome, text, by.unit, on=row.ended or row.day)
        case "resolved":
            yield from _resolved(row, by, text or Outcome.RESOLVED_AFTER_FOLLOW_UP.label)
        case _ if by.units:
            yield _assigned(row, by)
            if row.reply:
                yield m.Reply(row.reply, on=row.ended)


def _resolved(row: LedgerRow, by: Handled, text: str) -> Iterator[Fact]:
    if by.unit is None and by.deputy is None:
        raise RuleBroken("import.nobody_handled")
    yield _assigned(row, by)
    yield m.Reply(text, row.standing.grade, on=row.ended)
    yield m.Resolve(Outcome.RESOLVED_AFTER_FOLLOW_UP, text, on=row.ended)


def _assigned(row: LedgerRow, by: Handled) -> m.Assign:
    """Assign it on the day it came.

    Where the list does not say when it was settled, nobody can say that it was too late: its term
    then begins on the day of the import.
    """
    _check(by.rules, Disposition.ASSIGNED)
    untold = row.standing.way == "resolved" and row.ended is None
    term = due(by.rules, start=by.today if untold else row.day, calendar=by.calendar)
    return m.Assign(term, by.unit, by.deputy, by.units[1:], on=row.day)


def _check(rules: ProgramDetails, way: Disposition) -> None:
    if way not in rules.dispositions:
        raise RuleBroken("program.disposition", title=rules.title, disposition=way.label)
