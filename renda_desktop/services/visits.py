"""Visits: the queue, and registering who came with what."""

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, MatterDetails, Merge, RegisterMatter, demands
from renda_desktop.domain.reception import RECEPTION, Reception
from renda_desktop.domain.resident import RESIDENT, RegisterResident, ResidentDetails
from renda_desktop.domain.terms import Appeal, Channel, ReceptionStatus, Urgency, VisitStatus
from renda_desktop.domain.visit import (
    VISIT,
    CallVisit,
    LeaveVisit,
    RegisterVisit,
    RejoinVisit,
    TakeTicket,
    VisitDetails,
    WithdrawVisit,
)
from renda_desktop.queries import programs, references
from renda_desktop.services import joining, ways
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.amendments import record_amendments
from renda_desktop.services.numbers import MatterNumbers, next_ticket, visit_number


class Raised(msgspec.Struct, frozen=True):
    """One matter as it is typed at the desk; `way` is chosen now or later.

    `merge_into` joins it to a matter that is open already.
    """

    own_words: str
    summary: str = ""
    category: str = ""
    place: str = ""
    urgency: Urgency = Urgency.NORMAL
    appeal: Appeal = Appeal.HELP
    way: ways.Way | None = None
    merge_into: Id | None = None
    theme: Id | None = None


class Person(msgspec.Struct, frozen=True):
    """Who came. `id` names a resident on record, whose fields are corrected by what is given."""

    name: str = ""
    phone: str = ""
    address: str = ""
    id: Id | None = None


def take_ticket(
    session: Session,
    *,
    by: Author,
    reception: Id,
    name: str = "",
    topic: str = "",
    heads: int = 1,
    anonymous: bool = False,
    resident: Id | None = None,
) -> Changes:
    """Put a visitor into the queue of an open reception."""
    action = Action(session, by)
    _open_reception(action, reception)
    visit = _take_ticket(action, reception, name, topic, heads, anonymous, resident)
    return action.done(visit)


def call(session: Session, *, by: Author, visit: Id) -> Changes:
    """Call a waiting visitor to the desk."""
    action = Action(session, by)
    _open_reception(action, action.load(VISIT, visit).details.reception)
    action.record(VISIT, visit, CallVisit())
    return action.done(visit)


def register(
    session: Session,
    *,
    by: Author,
    person: Person,
    matters: tuple[Raised, ...],
    reception: Id | None = None,
    visit: Id | None = None,
    heads: int | None = None,
    anonymous: bool = False,
    confidential: bool = False,
    listeners: tuple[Id, ...] = (),
) -> Changes:
    """Register a visit with all that it raised, in one action.

    Either `visit` names one from the queue, or `reception` the open one that it belongs to.
    `heads` are those counted at the door where they are not given, else one.

    Raises:
        RuleBroken: no matter, no name (unless anonymous), or the reception is not open.
    """
    if not matters:
        raise RuleBroken("visit.no_matter")
    action = Action(session, by)
    if visit is None:
        if reception is None:
            raise RuleBroken("visit.reception_not_open")
        _open_reception(action, reception)
        visit = _take_ticket(action, reception, person.name, "", heads or 1, anonymous, None)
    state = action.load(VISIT, visit)
    held = _open_reception(action, state.details.reception)
    resident = None if anonymous else _resident(action, person)
    name = "" if anonymous or resident is None else action.load(RESIDENT, resident).details.name
    came = state.details.heads if heads is None else heads
    registered = RegisterVisit(came, name, anonymous, confidential, resident, listeners)
    action.record(VISIT, visit, registered)
    numbers = MatterNumbers(action)
    for raised in matters:
        _register_matter(action, raised, held, visit, resident, confidential, listeners, numbers)
    return action.done(visit)


def add_matter(session: Session, *, by: Author, visit: Id, raised: Raised) -> Changes:
    """Register one more matter of a visit that was registered already."""
    action = Action(session, by)
    state = action.load(VISIT, visit)
    state.require("补登事项", VisitStatus.RECEIVED)
    held = _open_reception(action, state.details.reception)
    d = state.details
    matter = _register_matter(
        action, raised, held, visit, d.resident, d.confidential, d.listeners, MatterNumbers(action)
    )
    return action.done(matter)


def leave(session: Session, *, by: Author, visit: Id, reason: str = "") -> Changes:
    """The visitor left without being received."""
    action = Action(session, by)
    action.record(VISIT, visit, LeaveVisit(reason))
    return action.done(visit)


def rejoin(session: Session, *, by: Author, visit: Id) -> Changes:
    """The visitor is back in the queue."""
    action = Action(session, by)
    _open_reception(action, action.load(VISIT, visit).details.reception)
    action.record(VISIT, visit, RejoinVisit())
    return action.done(visit)


def withdraw(session: Session, *, by: Author, visit: Id, reason: str) -> Changes:
    """The registration was a slip, and so is what it raised.

    Raises:
        RuleBroken: somebody replied to one of the matters, or others were joined into it.
    """
    action = Action(session, by)
    joining.withdraw(action, references.raised(session, visit=visit), reason=reason)
    action.record(VISIT, visit, WithdrawVisit(reason))
    return action.done(visit)


def _open_reception(action: Action, reception: Id) -> Reception:
    held = action.load(RECEPTION, reception)
    if held.status is not ReceptionStatus.OPEN:
        raise RuleBroken("visit.reception_not_open")
    return held


def _take_ticket(
    action: Action,
    reception: Id,
    name: str,
    topic: str,
    heads: int,
    anonymous: bool,
    resident: Id | None,
) -> Id:
    details = VisitDetails(
        reception=reception,
        ticket=next_ticket(action.session, reception=reception, letter=action.by.letter),
        number=visit_number(action),
        name="" if anonymous else name,
        topic=topic,
        heads=heads,
        anonymous=anonymous,
        resident=None if anonymous else resident,
    )
    return action.begin(VISIT, TakeTicket(details))


def _resident(action: Action, person: Person) -> Id:
    if person.id is not None:
        given = {"name": person.name, "phone": person.phone, "address": person.address}
        known = action.load(RESIDENT, person.id)
        corrections = {name: value for name, value in given.items() if value.strip()}
        record_amendments(action, noun="resident", stream=known.id, changes=corrections)
        return known.id
    if not person.name.strip():
        raise RuleBroken("visit.no_resident")
    details = ResidentDetails(person.name, person.phone, person.address)
    return action.begin(RESIDENT, RegisterResident(details))


def _register_matter(
    action: Action,
    raised: Raised,
    held: Reception,
    visit: Id,
    resident: Id | None,
    confidential: bool,
    listeners: tuple[Id, ...],
    numbers: MatterNumbers,
) -> Id:
    d = held.details
    rules = programs.program(action.session, key=d.program, version=d.version)
    details = MatterDetails(
        number=numbers.next(),
        own_words=raised.own_words,
        program=held.details.program,
        version=held.details.version,
        summary=raised.summary,
        category=raised.category,
        place=raised.place,
        urgency=raised.urgency,
        appeal=raised.appeal,
        channel=Channel.VISIT,
        confidential=confidential,
        visit=visit,
        reception=held.id,
        resident=resident,
        theme=raised.theme or held.details.theme,
        listeners=listeners,
        demands=demands.demanded(rules),
    )
    matter = action.begin(MATTER, RegisterMatter(details))
    if raised.merge_into is not None:
        joining.check_target(action, raised.merge_into, at=action.by.scope)
        action.record(MATTER, matter, Merge(raised.merge_into))
    elif raised.way is not None:
        ways.choose(action, matter, raised.way)
    return matter
