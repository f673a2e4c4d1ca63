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
from renda_desktop.queries import references
from renda_desktop.services.action import Action, Changes


def register(
    session: Session, *, by: Author, name: str, roles: tuple[Role, ...] = (Role.CLERK,)
) -> Changes:
    """Register a clerk; names are distinct, since actions are signed with them."""
    if references.clerk_named(session, name=name.strip()) is not None:
        raise RuleBroken("clerk.name_taken")
    action = Action(session, by)
    return action.done(action.begin(CLERK, RegisterClerk(ClerkDetails(name, roles))))


def deactivate(session: Session, *, by: Author, clerk: Id) -> Changes:
    """Take a clerk off duty."""
    action = Action(session, by)
    action.record(CLERK, clerk, DeactivateClerk())
    return action.done(clerk)


def reactivate(session: Session, *, by: Author, clerk: Id) -> Changes:
    """Put a clerk on duty again."""
    action = Action(session, by)
    action.record(CLERK, clerk, ReactivateClerk())
    return action.done(clerk)
