"""One thing as its log tells it: for forms that correct it."""

from typing import TypeVar

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Noun, Stream
from renda_desktop.store import log

S = TypeVar("S", bound=Stream)


def record(session: Session, *, noun: Noun[S], id: Id) -> S:  # noqa: A002
    """Return the state of one thing.

    Raises:
        RuleBroken: there is no such thing.
    """
    state = noun.fold(id, log.read(session, stream=id))
    if not state.exists:
        raise RuleBroken("stream.missing", noun=noun.state.term)
    return state
