"""How each kind of paper is printed on this PC: remembered, and told to nobody."""

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.queries.printing import KEY, Printing
from renda_desktop.services.action import Changes
from renda_desktop.services.drafts import NOTHING
from renda_desktop.store import settings


def remember(session: Session, *, by: Author, kind: str, how: Printing) -> Changes:  # noqa: ARG001 # as all services
    """Remember how a kind of paper was printed."""
    settings.put(session, key=f"{KEY}{kind}", value=msgspec.json.encode(how).decode())
    return NOTHING
