"""Who asked for what and whether it was granted: kept a year, without anybody's words.

What is read or written has a row each, with its moment. Every call also counts in one row a day
for its device, scope, kind and outcome, so that one who asks in vain all day leaves few rows.
Calls that were turned away unheard (too often, too many) touched nothing and leave none.
"""

from datetime import datetime, timedelta
from typing import Final

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.server.database import Connection

_KEPT: Final = timedelta(days=366)
NOWHERE: Final = Id("0" * 32)

# Nobody waits for the disk: what is read or written has rows of its own, which do.
_TALLY: Final = """
WITH lazily AS (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO access_log AS t (scope, day, device, what, outcome, at, until, calls)
SELECT $1, $2::date, $3::uuid, $4::text, $5::text, $6::timestamptz, $6, 1 FROM lazily
ON CONFLICT (scope, day, coalesce(device, '00000000-0000-0000-0000-000000000000'), what, outcome)
WHERE day IS NOT NULL DO UPDATE SET until = greatest(t.until, $6), calls = t.calls + 1
"""


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
    """Note that something was read or written."""
    await db.execute(
        "INSERT INTO access_log (scope, at, device, what, outcome, entries)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        scope, at, device, what, outcome, entries,
    )  # fmt: skip


async def tally(
    db: Connection, *, scope: Id, device: Id | None, what: str, outcome: str, at: datetime
) -> None:
    """Count a call among those of its day."""
    await db.execute(_TALLY, scope, day_of(at), device, what, outcome, at)


async def forget(db: Connection, *, now: datetime) -> None:
    """Drop what was noted more than a year ago."""
    await db.execute("DELETE FROM access_log WHERE at < $1", now - _KEPT)
