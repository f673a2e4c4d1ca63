"""The way chosen for a matter: answered on site, assigned, planned, explained, declined."""

from datetime import date, timedelta
from typing import Literal

import msgspec

from renda_desktop.domain.department import DEPARTMENT
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, AnswerOnSite, Assign, Resolve
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import LONGEST_TERM, Due, Term, due
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import DayUnit, Disposition, Outcome
from renda_desktop.queries import ballots, programs
from renda_desktop.queries import calendar as calendars
from renda_desktop.services.action import Action

WayKind = Literal["answered_on_site", "assigned", "planned", "explained", "declined"]


class Way(msgspec.Struct, frozen=True):
    """What was chosen, with what it takes: an addressee and a term, or a text.

    `due_on` or `days` differ from the program's term only where they are given.
    """

    disposition: WayKind
    text: str = ""
    unit: Id | None = None
    deputy: Id | None = None
    co_units: tuple[Id, ...] = ()
    official: str = ""
    go_to: str = ""
    due_on: date | None = None
    days: int | None = None


def choose(action: Action, matter: Id, way: Way) -> None:
    """Record the chosen way, if the matter's program offers it."""
    details = action.load(MATTER, matter).details
    chosen = Disposition(way.disposition)
    check_offered(action, matter, chosen)
    action.record(MATTER, matter, _fact(action, details.program, details.version, chosen, way))


def check_offered(action: Action, matter: Id, way: Disposition) -> None:
    """Raise RuleBroken unless the matter's program offers the way now."""
    state = action.load(MATTER, matter)
    d = state.details
    rules = programs.program(action.session, key=d.program, version=d.version)
    if way not in rules.dispositions:
        raise RuleBroken("program.disposition", title=rules.title, disposition=way.label)
    voted = way is Disposition.ASSIGNED and rules.ballot is not None
    if voted and not ballots.elected(action.session, ref=matter):
        raise RuleBroken("matter.not_elected", title=rules.title)


def check_units(action: Action, unit: Id | None, co_units: tuple[Id, ...]) -> None:
    """Raise RuleBroken unless all these departments take matters."""
    for one in (unit, *co_units):
        department = action.load(DEPARTMENT, one) if one else None
        if department is not None and not department.active:
            raise RuleBroken("department.inactive", name=department.details.name)


def _fact(action: Action, key: str, version: int, chosen: Disposition, way: Way) -> Fact:
    match chosen:
        case Disposition.ASSIGNED:
            check_units(action, way.unit, way.co_units)
            term = due_for(action, key, version, due_on=way.due_on, days=way.days)
            return Assign(term, way.unit, way.deputy, way.co_units, way.text)
        case Disposition.ANSWERED_ON_SITE:
            return AnswerOnSite(
                way.text, Outcome.RESOLVED_ON_SITE, way.unit, way.deputy, way.official
            )
        case _:
            return Resolve(Outcome(chosen.value), way.text, way.unit, way.go_to)


def due_for(
    action: Action,
    key: str,
    version: int,
    *,
    due_on: date | None = None,
    days: int | None = None,
) -> Due:
    """Return the due date that the program's term gives from today, or the one asked for."""
    rules = programs.program(action.session, key=key, version=version)
    years = calendars.calendar(action.session)
    today = day_of(action.by.now)
    if due_on is None:
        if days is not None and not 0 < days <= LONGEST_TERM:
            raise RuleBroken("matter.days", most=LONGEST_TERM)
        term = rules.handling if days is None else Term(days, rules.handling.unit)
        return due(rules, start=today, calendar=years, term=term)
    if due_on < today:
        raise RuleBroken("matter.due_past")
    if (due_on - today).days > LONGEST_TERM:
        raise RuleBroken("matter.due_far", last=today + timedelta(days=LONGEST_TERM))
    term = Term((due_on - today).days, DayUnit.CALENDAR)
    return due(rules, start=today, calendar=years, term=term)
