"""What was typed and not saved yet: it survives a crash and never leaves this PC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from renda_desktop.store.tables.kept import draft

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """One form as it was left; `saved_at` is aware UTC."""

    body: bytes
    saved_at: datetime


def keep(session: Session, *, key: str, body: bytes, now: datetime) -> None:
    """Keep the draft of one form, in place of its earlier one."""
    values = {"body": body, "saved_at": (now - _EPOCH) // _MICROSECOND}
    written = insert(draft).values(key=key, **values)
    session.execute(written.on_conflict_do_update(["key"], set_=values))


def drafts(session: Session) -> dict[str, Draft]:
    """Return every draft by its key, the latest first."""
    found = session.execute(select(draft).order_by(draft.c.saved_at.desc(), draft.c.key))
    return {row.key: Draft(row.body, _EPOCH + row.saved_at * _MICROSECOND) for row in found}


def discard(session: Session, *, key: str) -> None:
    """Forget a draft: its form was saved, or the clerk let it go."""
    session.execute(delete(draft).where(draft.c.key == key))
