"""What was typed on this PC and not saved yet."""

from sqlalchemy.orm import Session

from renda_desktop.store import drafts as store


def drafts(session: Session, *, prefix: str) -> dict[str, bytes]:
    """Return the bodies of the drafts whose key begins with `prefix`, the latest first."""
    found = store.drafts(session)
    return {key: one.body for key, one in found.items() if key.startswith(prefix)}
