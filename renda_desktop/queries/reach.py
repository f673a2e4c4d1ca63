"""What the station of this PC can name: its own things, and what is published from above."""

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange, positions, settings


def within(session: Session, scope: ColumnElement[Id]) -> ColumnElement[bool]:
    """Return the condition that a thing is of this PC's station, or of an area above it.

    Whoever holds many stations is offered those of the one at which he works. Where no server
    has spoken, all that is here counts.
    """
    own = Id(settings.get(session, key="station") or "")
    if not own or exchange.cursor(session, scope=own) is None:
        return true()
    return scope.in_(positions.chain(session, scope=own))


def from_above(session: Session) -> dict[Id, str]:
    """Return the logs that are only read here, with their names: 由上级发布."""
    held = exchange.cursors(session)
    return {one.scope: one.name for one in held.values() if not one.writes}
