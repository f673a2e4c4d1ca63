"""How each kind of paper was printed last on this PC."""

from typing import Final

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.store import settings

KEY: Final = "printing:"


class Printing(msgspec.Struct, frozen=True):
    """Where and how a paper is printed; '' is the printer's own choice."""

    printer: str = ""
    source: str = ""
    duplex: str = ""
    copies: int = 1


def printing(session: Session, *, kind: str) -> Printing:
    """Return how a kind of paper was printed last; the printer's own choices before that."""
    found = settings.get(session, key=f"{KEY}{kind}")
    try:
        return msgspec.json.decode(found or "{}", type=Printing)
    except msgspec.DecodeError:  # written by a version that knows more
        return Printing()
