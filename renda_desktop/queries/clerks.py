"""The persons at the keyboard."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.queries import reach
from renda_desktop.store import settings
from renda_desktop.store.tables import projection as t


@dataclass(frozen=True, slots=True)
class ClerkRow:
    id: Id
    name: str
    roles: tuple[Role, ...]
    active: bool


# Built once: every action asks for its clerk.
_CLERK = select(t.clerk).where(t.clerk.c.id == bindparam("id"))


def clerk(session: Session, *, id: Id) -> ClerkRow:  # noqa: A002 # every query names it so
    """Return one clerk."""
    row = session.execute(_CLERK, {"id": id}).one_or_none()
    if row is None:
        raise RuleBroken("stream.missing", noun="经办人")
    return ClerkRow(row.id, row.name, tuple(Role(r) for r in row.roles.split()), row.active)


def at_desk(session: Session) -> ClerkRow | None:
    """Return who is at the desk of this PC, None before anybody signed on."""
    found = settings.get(session, key="clerk")
    return None if not found else clerk(session, id=Id(found))


def clerks(session: Session, *, scope: Id | None = None) -> list[ClerkRow]:
    """Return clerks in the order of their registration: those who may act at this PC's station.

    Args:
        scope: those of one log instead.
    """
    c = t.clerk.c
    wanted = select(t.clerk).order_by(c.id)
    wanted = wanted.where(reach.within(session, c.scope) if scope is None else c.scope == scope)
    rows = session.execute(wanted)
    return [
        ClerkRow(row.id, row.name, tuple(Role(r) for r in row.roles.split()), row.active)
        for row in rows
    ]
