"""What this PC knows of its backups, and what a restore came to."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.queries import clerks
from renda_desktop.queries.clerks import ClerkRow
from renda_desktop.store import pins, settings
from renda_desktop.store.backups import BackupFile
from renda_desktop.store.driver import driver
from renda_desktop.store.previewing import Newest, Preview

__all__ = ["BackupFile", "Backups", "Newest", "Preview", "Restored", "mark"]

LOCK_AFTER = "lock_after"
"""The note of after how many idle minutes the window locks."""
LOCK_USUAL = 10


@dataclass(frozen=True, slots=True)
class Backups:
    """The folder of the backups and what lies in it, the newest first.

    `chosen` where somebody chose the folder; `there` whether it can be reached now; `last` is
    when the last good backup was made, into this folder or by hand.
    """

    folder: Path
    chosen: bool
    there: bool
    files: tuple[BackupFile, ...]
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Restored:
    """How a restore went: `failure` where the data are as before; `aside` holds those before it."""

    entries: int = 0
    aside: Path | None = None
    failure: RuleBroken | Unavailable | None = None


def mark(session: Session) -> str:
    """Return what is another text once something was recorded, typed or attached."""
    wanted = (
        "SELECT (SELECT count(*) FROM entry), (SELECT hex(max(id)) FROM entry),"
        " (SELECT count(*) FROM blob), (SELECT count(*) FROM draft),"
        " (SELECT max(saved_at) FROM draft)"
    )
    return " ".join(str(one) for one in driver(session).execute(wanted).fetchone())


@dataclass(frozen=True, slots=True)
class Locking:
    """Who works here, who has a PIN on this PC, and after how many idle minutes it locks."""

    clerks: tuple[ClerkRow, ...]
    pins: frozenset[Id]
    after: int


def locking(session: Session) -> Locking:
    """Return what the lock has to know; 0 minutes for never."""
    known = tuple(one for one in clerks.clerks(session) if one.active)
    after = settings.get(session, key=LOCK_AFTER)
    return Locking(known, pins.holders(session), LOCK_USUAL if after is None else int(after))
