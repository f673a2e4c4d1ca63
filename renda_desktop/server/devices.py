"""The devices that were let in: what they may hold, and the server's word about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg
import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import LONGEST_LINE
from renda_desktop.domain.ids import Id
from renda_desktop.domain.text import clean_line
from renda_desktop.server import access_log
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.sync import signing
from renda_desktop.sync.messages import (
    NOTHING,
    PROTOCOL,
    Certificate,
    Checkpoint,
    Scope,
    Welcome,
)

_SCOPES: Final = """
SELECT s.scope, s.kind, s.name, s.head, s.chain FROM device_scope g JOIN scope s USING (scope)
WHERE g.device = $1 AND g.ended_at IS NULL ORDER BY s.kind, s.name, s.scope
"""


async def grant(db: Connection, *, device: Id, scope: Id, now: datetime) -> None:
    """Let a device hold one more scope, or hold again one that was taken from it."""
    async with db.transaction():
        letter = await db.fetchval("SELECT letter FROM device WHERE device = $1", device)
        if letter is None:
            raise RuleBroken("server.no_device")
        await give(db, scope=scope, device=device, letter=letter)
        await access_log.write(
            db, scope=scope, device=device, what="grant", outcome="granted", at=now
        )


async def give(db: Connection, *, scope: Id, device: Id, letter: str) -> None:
    """Let a device into a scope, where its letter must be its own."""
    other = await db.fetchval(
        "SELECT 1 FROM device_scope WHERE scope = $1 AND letter = $2 AND device <> $3",
        scope, letter, device,
    )  # fmt: skip
    if other:
        raise RuleBroken("server.letter", letter=letter)
    await db.execute(
        "INSERT INTO device_scope (scope, device, letter, link, epoch)"
        " SELECT $1, $2, $3, $4, epoch FROM server"
        " ON CONFLICT (scope, device) DO UPDATE SET ended_at = NULL",
        scope, device, letter, NOTHING,
    )  # fmt: skip


async def revoke(db: Connection, *, device: Id, now: datetime, scope: Id | None = None) -> None:
    """Take a scope from a device, or let the device in no more at all."""
    async with db.transaction():
        if scope is None:
            changed = await db.execute(
                "UPDATE device SET revoked_at = coalesce(revoked_at, $2) WHERE device = $1",
                device, now,
            )  # fmt: skip
        else:
            changed = await db.execute(
                "UPDATE device_scope SET ended_at = coalesce(ended_at, $3)"
                " WHERE device = $1 AND scope = $2",
                device, scope, now,
            )  # fmt: skip
        if changed != "UPDATE 1":
            raise RuleBroken("server.no_device")
        await access_log.write(
            db, scope=scope or access_log.NOWHERE, device=device, what="revoke",
            outcome="revoked", at=now,
        )  # fmt: skip


async def scopes(db: Connection, device: Id) -> tuple[Scope, ...]:
    """Return the logs that a device may hold."""
    rows = await db.fetch(_SCOPES, device)
    return tuple(Scope(row["scope"], row["kind"], row["name"], row["head"]) for row in rows)


async def welcome(db: Connection, *, device: Id, identity: Identity, now: datetime) -> Welcome:
    """Return where every log of a device stands, under the server's signature."""
    async with db.transaction(isolation="repeatable_read", readonly=True):
        epoch = await db.fetchval("SELECT epoch FROM server")
        rows = await db.fetch(_SCOPES, device)
    return Welcome(
        server=identity.server,
        epoch=epoch,
        protocol=PROTOCOL,
        at=now,
        scopes=tuple(Scope(row["scope"], row["kind"], row["name"], row["head"]) for row in rows),
        checkpoints=tuple(_checkpoint(row, device, epoch, identity) for row in rows),
    )


def _checkpoint(row: asyncpg.Record, device: Id, epoch: int, identity: Identity) -> Checkpoint:
    scope, kind, name, head, chain = row
    unsigned = Checkpoint(scope, kind, name, device, epoch, head, chain, bytes(64))
    message = signing.checkpoint_message(unsigned, server=identity.server)
    return msgspec.structs.replace(unsigned, signature=identity.key.sign(message))


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
    await db.execute(
        "UPDATE device SET seen_at = $2, version = $3 WHERE device = $1", device, now, clean
    )


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
        "SELECT d.device, d.name, d.letter, d.version, d.seen_at, d.revoked_at,"
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
