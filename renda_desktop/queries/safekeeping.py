"""What this PC knows of its backups, and what a restore came to."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.store.backups import BackupFile
from renda_desktop.store.driver import driver
from renda_desktop.store.previewing import Newest, Preview

__all__ = ["BackupFile", "Backups", "Newest", "Preview", "Restored", "mark"]


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
