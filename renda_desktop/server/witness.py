"""A server that was put back is shown what it signed: it lets in again, and begins an epoch."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import LONGEST_LINE
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.text import clean_line
from renda_desktop.server import access_log, checkpoints, devices, identity, ledger, rights
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.server.ledger import Ledger
from renda_desktop.sync import signing
from renda_desktop.sync.messages import NOTHING, Certificate, Checkpoint, Welcome, Witness

_LETTERS_TAKEN: Final = """
SELECT 1 FROM device WHERE letter = $1 AND length($1) = 2 AND device <> $2 AND revoked_at IS NULL
"""
_DEVICE: Final = """
INSERT INTO device (scope, device, key, letter, name, version, issued_at, signature, revoked_at)
VALUES ($1, $2, $3, $4, '', $5, $6, $7, $8) ON CONFLICT (device) DO NOTHING
"""
_SCOPE: Final = """
INSERT INTO scope (scope, kind, name, code, chain) VALUES ($1, $2, $3, '', $4)
ON CONFLICT (scope) DO NOTHING
"""
_ABOVE: Final = "INSERT INTO tree (scope, area) VALUES ($1, $2) ON CONFLICT (scope) DO NOTHING"
_ENDED: Final = """
SELECT 1 FROM device_scope WHERE scope = $1 AND device = $2 AND ended_at IS NOT NULL
"""
_TOLD: Final = """
UPDATE device SET held = array_append(held, $2) WHERE device = $1 AND NOT held @> ARRAY[$2::uuid]
"""
_CHAIN: Final = "SELECT chain FROM action WHERE scope = $1 AND until = $2"


def certified(certificate: Certificate, *, device: Id, who: Identity) -> bool:
    """Return whether this server certified a device."""
    message = signing.certificate_message(certificate)
    ours = (certificate.server, certificate.device) == (who.server, device)
    return ours and signing.verified(message, signature=certificate.signature, key=who.public)


async def hear(db: Connection, *, request: Witness, who: Identity, now: datetime) -> Welcome:
    """Take up again what was forgotten, as far as the server's own signature says so.

    Raises:
        RuleBroken: something is not signed by this server for this device, the device was put
            out, or its letters were given away.
    """
    device = request.device
    shown = sorted(request.checkpoints, key=lambda one: (one.kind != "area", one.seq))
    sound = all(checkpoints.sound(one, device=device, who=who) for one in shown)
    if not sound or not certified(request.certificate, device=device, who=who):
        raise RuleBroken("sync.signature")
    said = await asyncio.to_thread(ledger.read, who.folder)
    home = next((one.scope for one in shown if one.own), access_log.NOWHERE)
    await admit(
        db, certificate=request.certificate, home=home, said=said, now=now, version=request.version
    )
    name = clean_line(request.name, limit=LONGEST_LINE)
    await db.execute("UPDATE device SET name = $2 WHERE device = $1 AND name = ''", device, name)
    out = await db.fetchval("SELECT revoked_at FROM device WHERE device = $1", device)
    if out is not None:
        raise RuleBroken("sync.revoked" if device in said.revoked else "sync.letter")
    for one in shown:
        async with db.transaction():  # each touches one log
            await _hold(db, one, said, now)
    await _begin_anew(db, shown, who, now)
    return await devices.welcome(db, device=device, identity=who, now=now)


async def admit(
    db: Connection,
    *,
    certificate: Certificate,
    home: Id,
    said: Ledger,
    now: datetime,
    version: str = "",
) -> None:
    """Know a device again, by the server's own word about it; who was put out stays out.

    Two letters that another device has by now are not had twice: it must enrol anew.
    """
    one = certificate
    out = said.revoked.get(one.device)
    taken = await db.fetchval(_LETTERS_TAKEN, one.letter, one.device)
    made: str = await db.execute(
        _DEVICE, home, one.device, one.key, one.letter, clean_line(version, limit=LONGEST_LINE),
        one.issued_at, one.signature,
        from_micros(out) if out is not None else now if taken else None,
    )  # fmt: skip
    if made.endswith("1"):
        await access_log.write(
            db, scope=home, device=one.device, what="witness", outcome="known again", at=now
        )
    row = await db.fetchrow("SELECT key, revoked_at FROM device WHERE device = $1", one.device)
    if row["key"] != one.key:
        raise RuleBroken("sync.signature")


async def _hold(db: Connection, one: Checkpoint, said: Ledger, now: datetime) -> None:
    """Make a log again that was forgotten, and let the device into one that was its own."""
    made: str = await db.execute(_SCOPE, one.scope, one.kind, one.name, NOTHING)
    if made.endswith("1"):
        if one.area is not None:
            await db.execute(_ABOVE, one.scope, one.area)
        await access_log.write(
            db, scope=one.scope, device=one.device, what="witness", outcome="made again", at=now
        )
    over = (one.scope, one.device) in said.ended
    if over or await db.fetchval(_ENDED, one.scope, one.device):
        await db.execute(_TOLD, one.device, one.scope)
        return
    right = await rights.of(db, device=one.device, scope=one.scope)
    if one.own and not right.writes:
        await devices.give(db, scope=one.scope, device=one.device)
        await access_log.write(
            db, scope=one.scope, device=one.device, what="witness", outcome="let in", at=now
        )


async def _begin_anew(
    db: Connection, shown: Iterable[Checkpoint], who: Identity, now: datetime
) -> None:
    """Begin an epoch where the server signed more, in this one or a later, than it has."""
    async with db.transaction():
        epoch = await db.fetchval("SELECT epoch FROM server FOR UPDATE")
        latest = max((one.epoch for one in shown), default=0)
        if latest < epoch:
            return
        if latest > epoch or not all(
            [await _stands(db, one) for one in shown if one.epoch == epoch]
        ):
            await identity.bump_epoch(db, folder=who.folder, now=now, after=latest)


async def _stands(db: Connection, one: Checkpoint) -> bool:
    """Return whether a log still leads through what the server signed."""
    if one.seq == 0:
        return one.chain == NOTHING
    found: bytes | None = await db.fetchval(_CHAIN, one.scope, one.seq)
    return found == one.chain
