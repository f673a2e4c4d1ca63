"""Letting a device in: a code that works once, a certificate, a letter, a station's own id."""

import secrets
from collections.abc import Set
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import asyncpg
import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import LONGEST_LINE
from renda_desktop.domain.ids import Id
from renda_desktop.domain.text import clean_line
from renda_desktop.server import access_log, checkpoints, devices, rights
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.sync import signing
from renda_desktop.sync.messages import Certificate, Enrol, Enrolled

# Crockford's alphabet: no letter is taken for another one when a code is read out.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE: Final = str.maketrans("OIL", "011")
_GROUPS, _GROUP = 4, 4


_EMPTY: Final = """
DELETE FROM scope WHERE scope = $1 AND head = 0
    AND NOT EXISTS (SELECT 1 FROM device_scope WHERE scope = $1)
RETURNING kind, name, code, chain
"""
_OWN: Final = """
INSERT INTO scope (scope, kind, name, code, chain) VALUES ($1, $2, $3, $4, $5)
"""
_KNOWN: Final = "SELECT scope FROM scope WHERE scope = ANY ($1::uuid[])"
_LOGGED: Final = """
DELETE FROM access_log WHERE scope = $1
RETURNING at, device, what, outcome, entries, day, until, calls
"""
_LOG: Final = """
INSERT INTO access_log (scope, at, device, what, outcome, entries, day, until, calls)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_DEVICE: Final = """
INSERT INTO device (scope, device, key, letter, name, version, issued_at, signature)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def new_code(db: Connection, *, scope: Id, now: datetime, hours: int) -> str:
    """Return a code that lets one device into a scope, once; only its hash is kept."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP))
    await db.execute(
        "INSERT INTO enrolment (scope, code, expires_at) VALUES ($1, $2, $3)",
        scope, _hashed(letters), now + timedelta(hours=hours),
    )  # fmt: skip
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


async def enrol(db: Connection, *, request: Enrol, identity: Identity, now: datetime) -> Enrolled:
    """Let a device in under its own key; the same request again gets the same answer.

    Raises:
        RuleBroken: the code is wrong, used or expired, the proof is not by this key, or the
            code is for another station than the one that the PC brings.
    """
    message = signing.enrol_message(request)
    if not signing.verified(message, signature=request.proof, key=request.key):
        raise RuleBroken("sync.signature")
    new = await _new(db, request)
    async with db.transaction():
        code = await db.fetchrow(
            "SELECT scope, code, expires_at, device FROM enrolment WHERE code = $1 FOR UPDATE",
            _hashed(request.code),
        )
        if code is None:
            raise RuleBroken("sync.code")
        if code["device"] is None:
            await _let_in(db, code, request, identity, now, new)
        enrolled = await _enrolled(db, request, identity, again=code["device"] is not None)
    # Logs of other scopes are read when the transaction is over: it touches one.
    held = await rights.held(db, device=request.device)
    return msgspec.structs.replace(
        enrolled,
        scopes=tuple(one.scope for one in held),
        checkpoints=checkpoints.of_all(
            held, device=request.device, epoch=enrolled.epoch, who=identity
        ),
    )


async def _let_in(
    db: Connection,
    code: asyncpg.Record,
    request: Enrol,
    identity: Identity,
    now: datetime,
    new: Set[Id],
) -> None:
    if code["expires_at"] < now:
        raise RuleBroken("sync.code")
    scope = await _adopted(db, code["scope"], request, new)
    kind = await db.fetchval("SELECT kind FROM scope WHERE scope = $1 FOR UPDATE", scope)
    known = await db.fetchrow(
        "SELECT key, revoked_at FROM device WHERE device = $1", request.device
    )
    if known is None:
        letter = await rights.free_letter(db, scope=scope, kind=kind)
        await _certify(db, scope, letter, request, identity, int(now.timestamp()))
    elif known["key"] != request.key or known["revoked_at"] is not None:
        raise RuleBroken("sync.revoked")
    await db.execute(
        "UPDATE enrolment SET device = $2 WHERE code = $1", code["code"], request.device
    )
    await devices.give(db, scope=scope, device=request.device)
    await access_log.write(
        db, scope=scope, device=request.device, what="enrol", outcome="let in", at=now
    )


async def _certify(
    db: Connection, scope: Id, letter: str, request: Enrol, identity: Identity, issued_at: int
) -> None:
    """Keep a device's key under the server's signature."""
    unsigned = Certificate(
        identity.server, request.device, request.key, letter, issued_at, bytes(64)
    )
    signature = identity.key.sign(signing.certificate_message(unsigned))
    await db.execute(
        _DEVICE, scope, request.device, request.key, letter,
        clean_line(request.name, limit=LONGEST_LINE),
        clean_line(request.version, limit=LONGEST_LINE), issued_at, signature,
    )  # fmt: skip


async def _enrolled(db: Connection, request: Enrol, identity: Identity, *, again: bool) -> Enrolled:
    row = await db.fetchrow(
        "SELECT d.device, d.key, d.letter, d.issued_at, d.signature, d.revoked_at, e.code"
        " FROM device d JOIN enrolment e USING (device) WHERE d.device = $1 AND e.code = $2",
        request.device, _hashed(request.code),
    )  # fmt: skip
    if row is None or row["key"] != request.key:
        raise RuleBroken("sync.code")
    if again and row["revoked_at"] is not None:
        raise RuleBroken("sync.revoked")
    return Enrolled(
        server=identity.server,
        server_key=identity.public,
        epoch=await db.fetchval("SELECT epoch FROM server"),
        certificate=devices.certificate(row, server=identity.server),
        scopes=(),
    )


async def _adopted(db: Connection, scope: Id, request: Enrol, new: Set[Id]) -> Id:
    """Return the scope that a code stands for: an empty station takes the id of one that the PC
    founded offline. A PC whose own station is not known here gets nobody else's.
    """
    brought = _brought(request)
    kind = await db.fetchval("SELECT kind FROM scope WHERE scope = $1", scope)
    if kind != "station" or scope in brought or not new:
        return scope
    # The one transaction that touches two scopes. A row cannot change what it is spread by: it
    # is taken away here and made anew there.
    empty = await db.fetchrow(_EMPTY, scope)
    if len(new) > 1 or empty is None:
        raise RuleBroken("sync.other_station")
    (own,) = new
    await db.execute(_OWN, own, *empty)
    logged = await db.fetch(_LOGGED, scope)
    await db.executemany(_LOG, [(own, *row) for row in logged])
    for table in ("tree", "enrolment"):
        await db.execute(f"UPDATE {table} SET scope = $2 WHERE scope = $1", scope, own)  # noqa: S608
    return own


def _brought(request: Enrol) -> list[Id]:
    return [one.id for one in request.scopes if one.kind == "station"]


async def _new(db: Connection, request: Enrol) -> set[Id]:
    """Return the stations that a PC brings and nobody here knows."""
    brought = _brought(request)
    rows = await db.fetch(_KNOWN, brought) if brought else ()
    return set(brought) - {row["scope"] for row in rows}


def _hashed(code: str) -> bytes:
    letters = code.upper().translate(_ALIKE)
    return sha256("".join(one for one in letters if one in _ALPHABET).encode()).digest()
