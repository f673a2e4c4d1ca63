"""Residents: registering, one person's several records."""

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.resident import (
    RESIDENT,
    MarkNotSame,
    MergeResident,
    RegisterResident,
    ResidentDetails,
    SeparateResident,
)
from renda_desktop.domain.terms import Gender
from renda_desktop.services.action import Action, Changes


def register(
    session: Session,
    *,
    by: Author,
    name: str,
    phone: str = "",
    address: str = "",
    gender: Gender | None = None,
    remark: str = "",
) -> Changes:
    """Register a resident."""
    action = Action(session, by)
    details = ResidentDetails(name, phone, address, gender, remark)
    return action.done(action.begin(RESIDENT, RegisterResident(details)))


def merge(session: Session, *, by: Author, resident: Id, into: Id) -> Changes:
    """Two records are one person: `into` goes on. `separate` undoes it."""
    action = Action(session, by)
    goes_on = action.load(RESIDENT, into)
    goes_on.require_own()
    if resident in goes_on.not_same:
        raise RuleBroken("resident.not_same")
    action.record(RESIDENT, resident, MergeResident(into))
    return action.done(into)


def separate(session: Session, *, by: Author, resident: Id) -> Changes:
    """The merge was a mistake."""
    action = Action(session, by)
    action.record(RESIDENT, resident, SeparateResident())
    return action.done(resident)


def mark_not_same(
    session: Session, *, by: Author, resident: Id, other: Id, same: bool = False
) -> Changes:
    """Two records are different persons; `same` takes that back."""
    action = Action(session, by)
    action.load(RESIDENT, other)
    action.record(RESIDENT, resident, MarkNotSame(other, same))
    return action.done(resident)
