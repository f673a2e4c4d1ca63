"""Deputies and their mandates."""

from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain.deputy import (
    DEPUTY,
    DeputyDetails,
    EndMandate,
    GrantMandate,
    JoinGroup,
    LeaveGroup,
    Mandate,
    RegisterDeputy,
)
from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import DeputyLevel, Gender
from renda_desktop.services.action import Action, Changes


def register(
    session: Session,
    *,
    by: Author,
    name: str,
    mandates: tuple[Mandate, ...],
    gender: Gender | None = None,
    birth: str = "",
    ethnicity: str = "",
    post: str = "",
    phone: str = "",
    outpost: str = "",
    remark: str = "",
) -> Changes:
    """Register a deputy with at least one mandate."""
    action = Action(session, by)
    details = DeputyDetails(name, gender, birth, ethnicity, post, phone, outpost, remark)
    return action.done(action.begin(DEPUTY, RegisterDeputy(details, mandates)))


def grant_mandate(session: Session, *, by: Author, deputy: Id, mandate: Mandate) -> Changes:
    """The deputy was elected at a level for a term."""
    action = Action(session, by)
    action.record(DEPUTY, deputy, GrantMandate(mandate))
    return action.done(deputy)


def end_mandate(
    session: Session,
    *,
    by: Author,
    deputy: Id,
    level: DeputyLevel,
    term: int,
    ended: date,
    reason: str = "",
) -> Changes:
    """A mandate ended."""
    action = Action(session, by)
    action.record(DEPUTY, deputy, EndMandate(level, term, ended, reason))
    return action.done(deputy)


def join_group(session: Session, *, by: Author, deputy: Id, name: str, day: date) -> Changes:
    """The deputy belongs to a group (中心组、代表小组) from this day on."""
    action = Action(session, by)
    action.record(DEPUTY, deputy, JoinGroup(name, day))
    return action.done(deputy)


def leave_group(session: Session, *, by: Author, deputy: Id, name: str, day: date) -> Changes:
    """The deputy belongs to a group no longer."""
    action = Action(session, by)
    action.record(DEPUTY, deputy, LeaveGroup(name, day))
    return action.done(deputy)
