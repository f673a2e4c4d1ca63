"""Who asked for what and whether it was granted: kept a year, without anybody's words."""

from datetime import datetime, timedelta
from typing import Final

from renda_desktop.domain.ids import Id
from renda_desktop.server.database import Connection

_KEPT: Final = timedelta(days=366)
NOWHERE: Final = Id("0" * 32)


async def write(
    db: Connection,
    *,
    scope: Id,
    device: Id | None,
    what: str,
    outcome: str,
    at: datetime,
    entries: int = 0,
) -> None:
    """Note that somebody asked for something."""
    await db.execute(
        "INSERT INTO access_log (scope, at, device, what, outcome, entries)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        scope, at, device, what, outcome, entries,
    )  # fmt: skip


async def forget(db: Connection, *, now: datetime) -> None:
    """Drop what was noted more than a year ago."""
    await db.execute("DELETE FROM access_log WHERE at < $1", now - _KEPT)
