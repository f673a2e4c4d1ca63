"""The station itself: founding it, its outposts, its programs, its calendar."""

from collections.abc import Sequence

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.area import AREA
from renda_desktop.domain.calendar import Calendar, YearTable
from renda_desktop.domain.clerk import CLERK, ClerkDetails, RegisterClerk
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.holidays import HOLIDAYS, PublishYear
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, SettleDue
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import PROGRAM, ProgramDetails, PublishProgram, due
from renda_desktop.domain.reception import RECEPTION, ConfirmDay
from renda_desktop.domain.station import (
    STATION,
    AddOutpost,
    OutpostDetails,
    RegisterStation,
    RemoveOutpost,
    StationDetails,
)
from renda_desktop.domain.terms import Role
from renda_desktop.queries import calendar as calendars
from renda_desktop.queries import programs as known
from renda_desktop.queries import references
from renda_desktop.services import proposal_dates
from renda_desktop.services.action import Action, Changes

_FIRST_ROLES = (Role.CLERK, Role.STATION_HEAD)


def found(
    session: Session,
    *,
    by: Author,
    details: StationDetails,
    clerk: str,
    programs: Sequence[ProgramDetails],
) -> Changes:
    """Register the station, its first clerk (who is also its head) and its programs.

    `by` names the ids that the station and the clerk are to have.
    """
    action = Action(session, by)
    action.begin(STATION, RegisterStation(details), stream=by.scope)
    first = ClerkDetails(name=clerk, roles=_FIRST_ROLES)
    action.begin(CLERK, RegisterClerk(first), stream=by.clerk)
    for details_ in programs:
        action.begin(PROGRAM, PublishProgram(details_, shipped=True))
    return action.done(by.scope)


def register(
    session: Session,
    *,
    by: Author,
    name: str,
    code: str,
    address: str = "",
    phone: str = "",
    hours: str = "",
    area: Id | None = None,
) -> Changes:
    """Register another station, with a log of its own: a coordinator's desktop holds several."""
    if references.station_taken(session, name=name, code=code):
        raise RuleBroken("station.taken")
    station = Action(session, by).new_id()
    action = Action(session, msgspec.structs.replace(by, scope=station))
    if area is not None:
        action.load(AREA, area)
    details = StationDetails(name, code, address, phone, hours, area)
    return action.done(action.begin(STATION, RegisterStation(details), stream=station))


def add_outpost(session: Session, *, by: Author, name: str, address: str = "") -> Changes:
    """Add a contact point (联络点)."""
    action = Action(session, by)
    post = AddOutpost(action.new_id(), OutpostDetails(name, address))
    action.record(STATION, by.scope, post)
    return action.done(post.outpost)


def remove_outpost(session: Session, *, by: Author, outpost: Id) -> Changes:
    """Remove a contact point."""
    action = Action(session, by)
    action.record(STATION, by.scope, RemoveOutpost(outpost))
    return action.done(by.scope)


def publish_holidays(session: Session, *, by: Author, table: YearTable) -> Changes:
    """Import a year's holidays; dates that waited for it are counted again or confirmed."""
    action = Action(session, by)
    stream = references.holidays_stream(session)
    if stream is None:
        stream = action.begin(HOLIDAYS, PublishYear(table))
    else:
        if table == action.load(HOLIDAYS, stream).years.get(table.year):
            raise RuleBroken("calendar.year", year=table.year)
        action.record(HOLIDAYS, stream, PublishYear(table))
    years = calendars.calendar_with(session, table=table)
    _settle_dues(action, years)
    proposal_dates.settle(action, years)
    _confirm_days(action, years)
    return action.done(stream)


def _settle_dues(action: Action, years: Calendar) -> None:
    """Count the due dates again that waited for a year, also of what was replied to meanwhile."""
    for matter in references.provisional_matters(action.session):
        state = action.load(MATTER, matter)
        old, d = state.round.due, state.details
        if old is None:
            continue
        program = known.program(action.session, key=d.program, version=d.version)
        fresh = due(program, start=old.began, calendar=years, term=old.term)
        if fresh != old:
            action.record(MATTER, matter, SettleDue(fresh))


def _confirm_days(action: Action, years: Calendar) -> None:
    """Say of planned receptions that their day is sure, unless it fell on a holiday."""
    for reception in references.provisional_receptions(action.session):
        starts = action.load(RECEPTION, reception).details.starts
        day = years.is_working_day(day_of(starts))
        if not day.provisional and not day.name:
            action.record(RECEPTION, reception, ConfirmDay())
