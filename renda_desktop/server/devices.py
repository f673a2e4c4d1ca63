"""The devices that were let in: what they may hold, and the server's word about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import asyncpg

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import LONGEST_LINE
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import to_micros
from renda_desktop.domain.text import clean_line
from renda_desktop.server import access_log, checkpoints, ledger, rights
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.server.ledger import Granted, Revoked
from renda_desktop.sync.messages import (
    PROTOCOL,
    Certificate,
    Scope,
    Welcome,
)

_SEEN_EVERY: Final = timedelta(minutes=10)
# Nobody waits for the disk.
_SEEN: Final = """
WITH lazily AS (SELECT set_config('synchronous_commit', 'off', true))
UPDATE device_scope SET seen_at = $3 FROM lazily
WHERE scope = $1 AND device = $2 AND (seen_at IS NULL OR seen_at < $4)
"""


async def grant(db: Connection, *, device: Id, scope: Id, now: datetime, folder: Path) -> None:
    """Let a device hold one more scope, or hold again one that was taken from it.

    Args:
        folder: where the ledger lies; so everywhere.
    """
    async with db.transaction():
        if not await db.fetchval("SELECT 1 FROM device WHERE device = $1", device):
            raise RuleBroken("server.no_device")
        await give(db, scope=scope, device=device)
        await access_log.write(
            db, scope=scope, device=device, what="grant", outcome="granted", at=now
        )
        ledger.note(folder, Granted(device, scope))


async def give(db: Connection, *, scope: Id, device: Id) -> None:
    """Let a device into a scope: under its own letter, or another one where that is taken."""
    await rights.take_place(db, device=device, scope=scope, writes=True)
    await db.execute(
        "UPDATE device_scope SET ended_at = NULL WHERE scope = $1 AND device = $2", scope, device
    )
    await db.execute(
        "UPDATE device SET scopes = array_append(scopes, $2) WHERE device = $1"
        " AND NOT scopes @> ARRAY[$2::uuid]",
        device, scope,
    )  # fmt: skip


async def revoke(
    db: Connection, *, device: Id, now: datetime, folder: Path, scope: Id | None = None
) -> None:
    """Take a scope from a device, or let the device in no more at all."""
    async with db.transaction():
        if scope is None:
            changed = await db.execute(
                "UPDATE device SET revoked_at = coalesce(revoked_at, $2) WHERE device = $1",
                device, now,
            )  # fmt: skip
        else:
            changed = await end(db, device=device, scope=scope, now=now)
        if changed != "UPDATE 1":
            raise RuleBroken("server.no_device")
        await access_log.write(
            db, scope=scope or access_log.NOWHERE, device=device, what="revoke",
            outcome="revoked", at=now,
        )  # fmt: skip
        ledger.note(folder, Revoked(device, to_micros(now), scope))


async def end(db: Connection, *, device: Id, scope: Id, now: datetime) -> str:
    """Take from a device what was granted to it; what lies in an area goes with the area."""
    await db.execute(
        "UPDATE device_scope SET ended_at = coalesce(ended_at, $3)"
        " WHERE device = $1 AND scope = $2",
        device, scope, now,
    )  # fmt: skip
    changed: str = await db.execute(
        "UPDATE device SET scopes = array_remove(scopes, $2) WHERE device = $1"
        " AND scopes @> ARRAY[$2::uuid]",
        device, scope,
    )  # fmt: skip
    right = await rights.of(db, device=device, scope=scope)
    if right.writes or (right.reads and changed != "UPDATE 1"):
        raise RuleBroken("server.through_area")
    return changed


async def scopes(db: Connection, device: Id) -> tuple[Scope, ...]:
    """Return the logs that a device may hold."""
    return tuple(one.scope for one in await rights.held(db, device=device))


async def welcome(db: Connection, *, device: Id, identity: Identity, now: datetime) -> Welcome:
    """Return where every log of a device stands, under the server's signature."""
    # Each row stands by itself: where one log stands says nothing of another's.
    epoch = await db.fetchval("SELECT epoch FROM server")
    held = await rights.held(db, device=device)
    return Welcome(
        server=identity.server,
        epoch=epoch,
        protocol=PROTOCOL,
        at=now,
        scopes=tuple(one.scope for one in held),
        checkpoints=checkpoints.of_all(held, device=device, epoch=epoch, who=identity),
        ended=await rights.ended(db, device=device, held=held),
    )


async def certificates(db: Connection, some: Collection[Id]) -> tuple[Certificate, ...]:
    """Return the server's word about some devices."""
    server = await db.fetchval("SELECT server FROM server")
    rows = await db.fetch(
        "SELECT device, key, letter, issued_at, signature FROM device"
        " WHERE device = ANY ($1::uuid[]) ORDER BY device",
        list(some),
    )
    return tuple(certificate(row, server=server) for row in rows)


def certificate(row: asyncpg.Record, *, server: Id) -> Certificate:
    """Return a certificate from a row of `device`."""
    return Certificate(
        server, row["device"], row["key"], row["letter"], row["issued_at"], row["signature"]
    )


async def seen(db: Connection, *, device: Id, version: str, now: datetime) -> None:
    """Note that a device said hello, and the version it runs."""
    clean = clean_line(version, limit=LONGEST_LINE)
    home, known = await db.fetchrow("SELECT scope, version FROM device WHERE device = $1", device)
    if known != clean:
        await db.execute("UPDATE device SET version = $2 WHERE device = $1", device, clean)
    await db.execute(_SEEN, home, device, now, now - _SEEN_EVERY)


@dataclass(frozen=True, slots=True)
class Listed:
    """A device as those who run the server see it."""

    device: Id
    name: str
    letter: str
    version: str
    seen_at: datetime | None
    revoked_at: datetime | None
    scopes: tuple[Id, ...]


async def listed(db: Connection) -> list[Listed]:
    """Return every device that was ever let in."""
    rows = await db.fetch(
        "SELECT d.device, d.name, d.letter, d.version, max(g.seen_at) AS seen_at, d.revoked_at,"
        " array_remove(array_agg(g.scope) FILTER (WHERE g.ended_at IS NULL), NULL) AS scopes"
        " FROM device d LEFT JOIN device_scope g USING (device)"
        " GROUP BY d.device ORDER BY d.letter, d.device"
    )
    return [Listed(**{**row, "scopes": tuple(row["scopes"] or ())}) for row in rows]


async def named(db: Connection, text: str, /) -> Id:
    """Return the device whose id begins so."""
    rows = await db.fetch(
        "SELECT device FROM device WHERE starts_with(replace(device::text, '-', ''), $1)",
        text.lower(),
    )
    if len(rows) != 1:
        raise RuleBroken("server.no_device")
    return Id(rows[0]["device"])
