"""Drafts: what was typed outlives a crash, and goes with the action that saves it.

A draft is no entry: it never leaves this PC, and no other screen has to load anything for it.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.services.action import Changes
from renda_desktop.store import drafts as store

NOTHING = Changes(Id(""), Id(""), frozenset(), frozenset())
"""What the log has to tell of a draft."""


def keep(session: Session, *, by: Author, key: str, body: bytes) -> Changes:
    """Keep the draft of one form, in place of its earlier one."""
    store.keep(session, key=key, body=body, now=by.now)
    return NOTHING


def discard(session: Session, *, by: Author, key: str) -> Changes:  # noqa: ARG001 # as all services
    """Forget a draft that the clerk let go."""
    store.discard(session, key=key)
    return NOTHING


def save(
    session: Session, *, by: Author, draft: str, action: Callable[..., Changes], **given: object
) -> Changes:
    """Run an action and forget the draft that it saves: both, or neither.

    So a crash between the two cannot bring back what is registered already.
    """
    changes = action(session, by=by, **given)
    store.discard(session, key=draft)
    return changes
