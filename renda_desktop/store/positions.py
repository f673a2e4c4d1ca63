"""Where a log lies in the tree of areas, and how this PC stands there, as the server said it."""

from typing import Final

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store import settings

_KEY: Final = "exchange.position."
_HIGHEST: Final = 8  # areas above one another


class Position(msgspec.Struct, frozen=True, omit_defaults=True):
    """`area` is the log above. `letter` stands in the numbers given there, '' for the usual one.

    `ended`: the server lets this PC hold it no more.
    """

    area: Id | None = None
    letter: str = ""
    ended: bool = False


def keep(session: Session, *, scope: Id, position: Position) -> None:
    """Remember where a log lies."""
    value = msgspec.json.encode(position).decode()
    if settings.get(session, key=_KEY + scope) != value:
        settings.put(session, key=_KEY + scope, value=value)


def of(session: Session, *, scope: Id) -> Position:
    """Return where a log lies; alone, if no server has said."""
    kept = settings.get(session, key=_KEY + scope)
    return Position() if kept is None else msgspec.json.decode(kept, type=Position)


def chain(session: Session, *, scope: Id) -> tuple[Id, ...]:
    """Return a log and the areas above it, the nearest first."""
    found = [scope]
    while len(found) <= _HIGHEST:
        above = of(session, scope=found[-1]).area
        if above is None or above in found:
            break
        found.append(above)
    return tuple(found)


def forget(session: Session, *, scope: Id) -> None:
    """Forget where a log lay that is not here any more."""
    settings.remove(session, key=_KEY + scope)
