"""Which server this is: its number, the key that signs certificates, its epoch."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.server.database import Connection
from renda_desktop.sync.signing import public_bytes

KEY_FILE = "server.key"
"""Beside the database, not in it: a copy of the database alone cannot sign."""


@dataclass(frozen=True, slots=True)
class Identity:
    server: Id
    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return public_bytes(self.key)


async def found(db: Connection, *, folder: Path, now: datetime) -> Identity:
    """Give a new server its number and its key; one that has them keeps them."""
    if await db.fetchval("SELECT count(*) FROM server"):
        return await known(db, folder=folder)
    key = Ed25519PrivateKey.generate()
    now_ms = int(now.timestamp() * 1000)
    server = next_id(after=None, now_ms=now_ms, chance=secrets.randbits(74))
    file = folder / KEY_FILE
    if file.exists():
        key = read_key(folder)
    else:
        _write(file, key)
    await db.execute(
        "INSERT INTO server (server, key, epoch) VALUES ($1, $2, 1)", server, public_bytes(key)
    )
    return Identity(server, key)


async def known(db: Connection, *, folder: Path) -> Identity:
    """Return which server this is.

    Raises:
        Unavailable: there is none yet, or the key in the folder is not this server's.
    """
    row = await db.fetchrow("SELECT server, key FROM server")
    if row is None:
        raise Unavailable("server.empty")
    key = read_key(folder)
    if public_bytes(key) != row["key"]:
        raise Unavailable("server.other_key")
    return Identity(Id(row["server"]), key)


async def bump_epoch(db: Connection) -> int:
    """Begin a new epoch: PCs then offer again what the server may have lost."""
    epoch: int = await db.fetchval("UPDATE server SET epoch = epoch + 1 RETURNING epoch")
    return epoch


def read_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key in a data folder."""
    text = folder / KEY_FILE
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.read_text("ascii")))
    except (OSError, ValueError):
        raise Unavailable("server.key") from None


def _write(file: Path, key: Ed25519PrivateKey) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(file, flags, 0o600), "w", encoding="ascii") as out:
        out.write(key.private_bytes_raw().hex())
        out.flush()
        os.fsync(out.fileno())
