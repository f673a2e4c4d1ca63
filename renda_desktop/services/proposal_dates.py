"""The days that a proposal's rules give when it is handed to its units."""

from datetime import date, timedelta

import msgspec

from renda_desktop.domain import proposal as p
from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import LONGEST_TERM, Due, Term, deadline
from renda_desktop.domain.terms import DayUnit
from renda_desktop.queries import calendar as calendars
from renda_desktop.queries import references
from renda_desktop.services.action import Action


def dates_for(action: Action, proposal: p.Proposal) -> p.Dates:
    """Return the days that count from today."""
    rules = proposal.rules
    lead = rules.complex if proposal.details.complex else rules.lead
    return p.Dates(
        due=_after(action, proposal, lead),
        latest=_after(action, proposal, rules.complex),
        co_due=_after(action, proposal, rules.co_unit),
        return_by=_after(action, proposal, rules.returns),
    )


def dates_transferred(action: Action, proposal: p.Proposal) -> p.Dates:
    """Return the days for another unit: it answers by the same day, and may return it too."""
    fresh, now = dates_for(action, proposal), proposal.round
    if now.dates is None or now.due is None:
        return fresh
    return msgspec.structs.replace(
        now.dates, due=now.due, co_due=fresh.co_due, return_by=fresh.return_by
    )


def dates_again(action: Action, proposal: p.Proposal, *, due_on: date | None) -> p.Dates:
    """Return the days of another round; it is not returned any more."""
    fresh = dates_for(action, proposal)
    due = fresh.due
    if proposal.rules.again is not None:
        due = _after(action, proposal, proposal.rules.again)
    if due_on is not None:
        due = due_by(action, proposal, due_on)
    return msgspec.structs.replace(fresh, due=due, return_by=None)


def due_by(action: Action, proposal: p.Proposal, on: date) -> Due:
    """Return the due date that somebody chose."""
    today = day_of(action.by.now)
    if on < today:
        raise RuleBroken("proposal.due_past")
    if (on - today).days > LONGEST_TERM:
        raise RuleBroken("proposal.too_late", latest=today + timedelta(days=LONGEST_TERM))
    return _after(action, proposal, Term((on - today).days, DayUnit.CALENDAR))


def settle(action: Action, years: Calendar) -> None:
    """Count the days again that waited for a year's holidays."""
    for proposal in references.provisional_proposals(action.session):
        state = action.load(p.PROPOSAL, proposal)
        dates, amber = state.round.dates, state.rules.amber
        if dates is None:
            continue
        days = {
            name: deadline(day.term, amber=amber, start=day.began, calendar=years)
            for name, day in msgspec.structs.asdict(dates).items()
            if day is not None
        }
        fresh = msgspec.structs.replace(dates, **days)
        if fresh != dates:
            action.record(p.PROPOSAL, proposal, p.SettleDates(fresh))


def _after(action: Action, proposal: p.Proposal, term: Term) -> Due:
    years = calendars.calendar(action.session)
    today = day_of(action.by.now)
    return deadline(term, amber=proposal.rules.amber, start=today, calendar=years)
