"""Moving a matter to another station: proposed where it is, taken over by who holds both."""

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import demands
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.resident import RESIDENT, RegisterResident
from renda_desktop.queries import programs, references, stations
from renda_desktop.services import joining
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.numbers import MatterNumbers
from renda_desktop.store import positions


def propose(session: Session, *, by: Author, matter: Id, to: str, reason: str) -> Changes:
    """Propose that another station goes on with a matter; it stays open here until one does.

    Args:
        to: the station's name or code; it need not be known at this PC.
    """
    action = Action(session, by)
    joining.check_alone(action, matter)
    known = references.find(session, kind="station", text=to.strip())
    station = known[0] if len(known) == 1 else None
    name = stations.name_of(session, station=station) if station else to
    action.record(m.MATTER, matter, m.ProposeMove(name, reason, station))
    return action.done(matter)


def take_back(session: Session, *, by: Author, matter: Id, reason: str) -> Changes:
    """Go on with a matter here: no other station took it over, or it gave it up."""
    action = Action(session, by)
    state = action.load(m.MATTER, matter)
    there = state.moved.matter if state.moved else None
    if there is not None and references.open_elsewhere(session, matter=there):
        raise RuleBroken("matter.taken_over", station=state.moved.name if state.moved else "")
    action.record(m.MATTER, matter, m.TakeBack(reason))
    return action.done(matter)


def take_over(session: Session, *, by: Author, matter: Id, reason: str = "") -> Changes:
    """Let the author's station go on with a matter of another one, which ends there.

    Its words go along, who raised it, whom it was assigned to as far as this station knows them,
    by when, and its files. What was done before stays in the other station's log.
    """
    action = Action(session, by)
    state = action.load(m.MATTER, matter)
    if state.scope == by.scope:
        raise RuleBroken("matter.same_station")
    joining.check_alone(action, matter)
    why = reason or (state.proposed_move.reason if state.proposed_move else "")
    taken = action.begin(m.MATTER, _taken_over(action, state, why))
    for file in state.attachments.values():
        fact = m.Attach(file.sha256, file.name, file.mime, file.size)
        action.record(m.MATTER, taken, fact)
    name = stations.name_of(session, station=by.scope)
    action.record(m.MATTER, matter, m.HandOver(by.scope, name, taken, why))
    return action.done(taken)


def _taken_over(action: Action, state: m.Matter, reason: str) -> m.TakeOver:
    session, d, now = action.session, state.details, state.round
    state.require("移交", *m.OPEN_STAGES)
    rules = _rules(session, action.by.scope, d.program, d.version)
    known = _Known(session, action.by.scope)
    origin = m.Origin(
        station=state.scope,
        name=stations.name_of(session, station=state.scope),
        matter=state.id,
        number=d.number,
        registered_at=state.registered_at,
        reason=reason,
    )
    details = msgspec.structs.replace(
        d,
        number=MatterNumbers(action).next(),
        program=rules.key,
        version=rules.version,
        visit=None,
        reception=None,
        resident=_resident(action, d.resident),
        reporter=known.only(d.reporter, "deputy"),
        theme=known.only(d.theme, "theme"),
        listeners=known.those(d.listeners, "deputy"),
        demands=demands.demanded(rules),
        origin=origin,
    )
    return m.TakeOver(
        details,
        unit=known.only(now.unit, "department"),
        deputy=known.only(now.deputy, "deputy"),
        co_units=known.those(now.co_units, "department"),
        due=now.due,
    )


def _rules(session: Session, station: Id, key: str, version: int) -> ProgramDetails:
    """Return the program as the station knows it: the same version, or the newest."""
    try:
        return programs.program(session, key=key, version=version, at=station)
    except RuleBroken:
        return programs.program(session, key=key, at=station)


def _resident(action: Action, resident: Id | None) -> Id | None:
    """Return the record of the same person at the station, registered there if need be."""
    if resident is None:
        return None
    details = action.load(RESIDENT, resident).details
    known = references.same_person(
        action.session, scope=action.by.scope, name=details.name, phone=details.phone
    )
    return known or action.begin(RESIDENT, RegisterResident(details))


class _Known:
    """What a station can name: its own, and what is published from above."""

    def __init__(self, session: Session, station: Id) -> None:
        self._session = session
        self._scopes = positions.chain(session, scope=station)

    def only(self, one: Id | None, kind: str) -> Id | None:
        if one is None:
            return None
        scope = references.scope_of(self._session, kind=kind, id=one)
        return one if scope in self._scopes else None

    def those(self, many: tuple[Id, ...], kind: str) -> tuple[Id, ...]:
        return tuple(one for one in many if self.only(one, kind))
