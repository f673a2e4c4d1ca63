"""The persons at the keyboard."""

from sqlalchemy.orm import Session

from renda_desktop.domain.clerk import (
    CLERK,
    ClerkDetails,
    DeactivateClerk,
    ReactivateClerk,
    RegisterClerk,
)
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.domain.text import clean_name
from renda_desktop.queries import clerks as known
from renda_desktop.queries import references
from renda_desktop.services.action import Action, Changes


def register(
    session: Session, *, by: Author, name: str, roles: tuple[Role, ...] = (Role.CLERK,)
) -> Changes:
    """Register a clerk; names are distinct, since actions are signed with them."""
    check_name(session, name=name, at=by.scope)
    action = Action(session, by)
    return action.done(action.begin(CLERK, RegisterClerk(ClerkDetails(name, roles))))


def check_name(session: Session, *, name: str, at: Id) -> None:
    """Raise RuleBroken where another clerk of a station, or of an area above, has this name."""
    if references.taken(session, kind="clerk", name=clean_name(name), station=at):
        raise RuleBroken("clerk.name_taken")


def check_head_stays(session: Session, *, without: Id) -> None:
    """Raise RuleBroken where nobody else on duty could take this clerk's place as a head."""
    home = references.clerk_scope(session, clerk=without)
    heads = [
        one.id
        for one in known.clerks(session, scope=home)
        if one.active and Role.STATION_HEAD in one.roles
    ]
    if heads == [without]:
        raise RuleBroken("clerk.last_head")


def deactivate(session: Session, *, by: Author, clerk: Id) -> Changes:
    """Take a clerk off duty; one who may put clerks on duty stays."""
    check_head_stays(session, without=clerk)
    action = Action(session, by)
    action.record(CLERK, clerk, DeactivateClerk())
    return action.done(clerk)


def reactivate(session: Session, *, by: Author, clerk: Id) -> Changes:
    """Put a clerk on duty again."""
    action = Action(session, by)
    action.record(CLERK, clerk, ReactivateClerk())
    return action.done(clerk)
