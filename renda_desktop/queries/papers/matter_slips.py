"""Slips about one matter: what a unit is given, and what is asked of the resident afterwards."""

from datetime import datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Assign, Matter, Transfer
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import parts
from renda_desktop.queries.papers.sheets import MatterSlip
from renda_desktop.store import log


def assignment_slip(session: Session, *, matter: Id, now: datetime) -> MatterSlip:
    """Return the slip that goes to the unit, with the part that it sends back.

    Raises:
        RuleBroken: there is no such matter, or nobody was given it.
    """
    state = _found(session, matter)
    if state.round.unit is None and state.round.deputy is None:
        raise RuleBroken("slip.not_assigned")
    return slip_of(session, state, now=now)


def call_back_form(session: Session, *, matter: Id, now: datetime) -> MatterSlip:
    """Return the form by which a resident is asked what became of the matter.

    Raises:
        RuleBroken: there is no such matter, or nothing to ask about yet.
    """
    state = _found(session, matter)
    if not state.round.replies and state.outcome is None:
        raise RuleBroken("slip.not_replied")
    return slip_of(session, state, now=now)


def _found(session: Session, matter: Id) -> Matter:
    state = MATTER.fold(matter, log.read(session, stream=matter))
    if not state.exists:
        raise RuleBroken("stream.missing", noun=state.term)
    return state


def slip_of(session: Session, state: Matter, *, now: datetime) -> MatterSlip:
    """Return what slips show of a matter in a state, as it was or is."""
    d, turn, names = state.details, state.round, Names(session)
    who, _phone, _address = parts.person(session, state)
    return MatterSlip(
        station=parts.station_head(session),
        number=d.number,
        received_on=day_of(from_micros(state.registered_at)),
        resident=who,
        category=d.category,
        place=d.place,
        urgency=d.urgency.label,
        own_words=d.own_words,
        summary=d.summary,
        lead=names.department(turn.unit),
        co_units=names.departments(turn.co_units),
        deputy=names.deputy(turn.deputy) or names.deputies(d.listeners),
        assigned_on=day_of(from_micros(turn.assigned_at)) if turn.assigned_at else None,
        due=turn.due.on if turn.due else None,
        provisional=bool(turn.due and turn.due.provisional),
        asked=_asked(state),
        reply=turn.replies[-1].text if turn.replies else "",
        outcome=state.outcome.label if state.outcome else "",
        clerk=names.clerk(state.began.author),
        printed_at=now,
    )


def _asked(state: Matter) -> str:
    """Return what was written down with the last assignment, and why it was handed on since."""
    told = ""
    for event in state.timeline:
        match event.fact:
            case Assign(text=text) if not event.void:
                told = text
            case Transfer(reason=reason) if not event.void:
                told = "\n".join(part for part in (told, f"转办理由：{reason}") if part)
    return told
