"""What the server lets this PC hold, kept as it was said."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange, positions
from renda_desktop.store.positions import Position
from renda_desktop.sync.messages import Scope


def keep(session: Session, *, scopes: Iterable[Scope], ended: Iterable[Id] = ()) -> None:
    """Let this PC hold logs, and note those that it may hold no more.

    What is in neither stays as it is: a server that was put back may have forgotten it.
    """
    for one in scopes:
        exchange.grant(session, scope=one.id, kind=one.kind, name=one.name, writes=one.writes)
        positions.keep(session, scope=one.id, position=Position(one.area, one.letter))
    here = exchange.cursors(session)
    for scope in ended:
        if scope in here:
            was = positions.of(session, scope=scope)
            gone = Position(was.area, was.letter, ended=True)
            positions.keep(session, scope=scope, position=gone)
