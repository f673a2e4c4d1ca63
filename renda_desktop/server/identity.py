"""Which server this is: its number, the key that signs certificates, its epoch."""

import os
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.server import access_log, ledger
from renda_desktop.server.database import Connection
from renda_desktop.sync.signing import public_bytes

_ID = re.compile(r"[0-9a-f]{32}")

KEY_FILE = "server.key"
"""Beside the database, not in it: a copy of the database alone cannot sign."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A server; `folder` is where its key and its ledger lie."""

    server: Id
    key: Ed25519PrivateKey
    folder: Path

    @property
    def public(self) -> bytes:
        return public_bytes(self.key)


async def found(db: Connection, *, folder: Path, now: datetime) -> Identity:
    """Give a new server its number and its key; one that has them keeps them.

    Where there is a key already, it is the same server again, with an epoch that no PC saw: the
    PCs bring what it had.
    """
    if await db.fetchval("SELECT count(*) FROM server"):
        return await known(db, folder=folder)
    ledger.note(folder)  # whoever is told to keep it finds it
    server = next_id(after=None, now_ms=int(now.timestamp() * 1000), chance=secrets.randbits(74))
    epoch = 1
    if (folder / KEY_FILE).exists():
        key, named = _read(folder)
        server = named or server
        epoch = announce(folder, now=now)
    else:
        key = Ed25519PrivateKey.generate()
        _write(folder / KEY_FILE, key, server)
    await db.execute(
        "INSERT INTO server (server, key, epoch) VALUES ($1, $2, $3)",
        server, public_bytes(key), epoch,
    )  # fmt: skip
    return Identity(server, key, folder)


async def known(db: Connection, *, folder: Path) -> Identity:
    """Return which server this is.

    Raises:
        Unavailable: there is none yet, or the key in the folder is not this server's.
    """
    row = await db.fetchrow("SELECT server, key FROM server")
    if row is None:
        raise Unavailable("server.empty")
    key, named = _read(folder)
    if public_bytes(key) != row["key"] or named not in (None, row["server"]):
        raise Unavailable("server.other_key")
    return Identity(Id(row["server"]), key, folder)


async def awake(db: Connection, *, folder: Path, now: datetime) -> Identity:
    """Return which server this is, once what no backup may undo is done again.

    A database that is behind the ledger was put back: an epoch begins.
    """
    who = await known(db, folder=folder)
    if _read(folder)[1] is None:  # written before the number stood in it
        _append(folder / KEY_FILE, who.server)
    if await ledger.replay(db, folder=folder):
        await bump_epoch(db, folder=folder, now=now)
    return who


async def bump_epoch(db: Connection, *, folder: Path, now: datetime, after: int = 0) -> int:
    """Begin a new epoch: PCs then offer again what the server may have lost.

    Args:
        after: an epoch that some PC saw; the new one is later, and later than any that the
            ledger knows.
    """
    async with db.transaction():
        before = await db.fetchval("SELECT epoch FROM server FOR UPDATE")
        epoch = announce(folder, now=now, after=max(before, after))
        await db.execute("UPDATE server SET epoch = $1", epoch)
        await access_log.write(
            db, scope=access_log.NOWHERE, device=None, what="epoch", outcome="begun", at=now
        )
    return epoch


def announce(folder: Path, *, now: datetime, after: int = 0) -> int:
    """Note an epoch that nobody saw: a wiped server knows no later number than the clock's.

    A database that does not reach it yet begins one when the server starts.
    """
    epoch = max(after + 1, ledger.read(folder).epoch + 1, int(now.timestamp()))
    ledger.note(folder, ledger.Epoch(epoch))
    return epoch


def read_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key in a data folder."""
    return _read(folder)[0]


def _read(folder: Path) -> tuple[Ed25519PrivateKey, Id | None]:
    """Return the key, and the number of the server where that stands behind it."""
    try:
        first, *rest = (folder / KEY_FILE).read_text("ascii").split()
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(first))
    except (OSError, ValueError):
        raise Unavailable("server.key") from None
    named = [one for one in rest if _ID.fullmatch(one)]  # a crash may have cut one short
    return key, Id(named[-1]) if named else None


def _write(file: Path, key: Ed25519PrivateKey, server: Id) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(file, flags, 0o600), "w", encoding="ascii") as out:
        out.write(f"{key.private_bytes_raw().hex()}\n{server}\n")
        out.flush()
        os.fsync(out.fileno())


def _append(file: Path, server: Id) -> None:
    try:
        with file.open("a", encoding="ascii") as out:
            out.write(f"\n{server}\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        raise Unavailable("server.key") from None
