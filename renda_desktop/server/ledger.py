"""What no backup may undo: a file beside the key that only grows, written before the database."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.server.database import Connection

FILE: Final = "server.ledger"

_BLANK: Final = """
UPDATE entry SET body = NULL
WHERE scope = $1 AND entry = ANY ($2::uuid[]) AND body IS NOT NULL
"""
_BLANK_UNTIL: Final = """
UPDATE entry SET body = NULL
WHERE scope = $1 AND stream = $2 AND seq <= $3 AND body IS NOT NULL
"""


class Revoked(msgspec.Struct, frozen=True, tag="revoked", omit_defaults=True):
    """A device is let in no more, or one scope was taken from it; `at` in microseconds."""

    device: Id
    at: int
    scope: Id | None = None


class Granted(msgspec.Struct, frozen=True, tag="granted"):
    """A scope was given to a device: one that was taken from it before is its own again."""

    device: Id
    scope: Id


class Erased(msgspec.Struct, frozen=True, tag="erased", omit_defaults=True):
    """Words of a stream were erased by order: those of some entries, which have other numbers
    when a log is filled again; without them, all up to a number of its scope.
    """

    scope: Id
    stream: Id
    seq: int
    entries: tuple[Id, ...] = ()


class Epoch(msgspec.Struct, frozen=True, tag="epoch"):
    """The server began an epoch."""

    epoch: int


Line: TypeAlias = Revoked | Granted | Erased | Epoch


@dataclass(slots=True)
class Ledger:
    """What all lines together say; moments in microseconds."""

    revoked: dict[Id, int] = field(default_factory=dict)
    ended: dict[tuple[Id, Id], int] = field(default_factory=dict)
    """By scope and device."""
    erased: dict[tuple[Id, Id], int] = field(default_factory=dict)
    """By scope and stream: the number up to which."""
    blank: dict[Id, set[Id]] = field(default_factory=dict)
    """By scope: the entries whose words are gone."""
    epoch: int = 0


def note(folder: Path, *lines: Line) -> None:
    """Write lines down for good, before the database commits what they tell of.

    Raises:
        Unavailable: the disk takes nothing; then nothing of it may be done.
    """
    # A line that a crash cut short ends where the next one begins.
    data = b"".join(b"\n" + msgspec.json.encode(line) + b"\n" for line in lines)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(folder / FILE, flags, 0o600)
        try:
            while data:  # mostly at once: several processes may write here
                data = data[os.write(file, data) :]
            os.fsync(file)
        finally:
            os.close(file)
    except OSError:
        raise Unavailable("server.ledger") from None


def read(folder: Path) -> Ledger:
    """Return what a ledger says; one that is not there says nothing.

    Raises:
        Unavailable: it cannot be read, or a line is damaged.
    """
    found = Ledger()
    for line in _lines(folder / FILE):
        match line:
            case Revoked(device, at, None):
                found.revoked.setdefault(device, at)
            case Revoked(device, at, scope):
                found.ended.setdefault((Id(scope or ""), device), at)
            case Granted(device, scope):
                found.ended.pop((scope, device), None)
            case Erased(scope, _, _, entries) if entries:
                found.blank.setdefault(scope, set()).update(entries)
            case Erased(scope, stream, seq):
                found.erased[scope, stream] = max(seq, found.erased.get((scope, stream), 0))
            case Epoch(epoch):
                found.epoch = max(epoch, found.epoch)
    return found


async def replay(db: Connection, *, folder: Path) -> bool:
    """Do again what a database that was put back has forgotten; return whether it was.

    It was if the ledger knows a later epoch.
    """
    said = read(folder)
    async with db.transaction():
        for device, at in said.revoked.items():
            await db.execute(
                "UPDATE device SET revoked_at = $2 WHERE device = $1 AND revoked_at IS NULL",
                device, from_micros(at),
            )  # fmt: skip
        for (scope, device), at in said.ended.items():
            await db.execute(
                "UPDATE device SET scopes = array_remove(scopes, $1) WHERE device = $2"
                " AND scopes @> ARRAY[$1::uuid]",
                scope, device,
            )  # fmt: skip
            await db.execute(
                "UPDATE device_scope SET ended_at = $3"
                " WHERE scope = $1 AND device = $2 AND ended_at IS NULL",
                scope, device, from_micros(at),
            )  # fmt: skip
            await db.execute(
                "UPDATE device SET scopes = array_remove(scopes, $2) WHERE device = $1",
                device, scope,
            )  # fmt: skip
        for scope in {*said.blank, *(scope for scope, _ in said.erased)}:
            await blank(db, scope=scope, said=said)
        epoch = await db.fetchval("SELECT epoch FROM server")
    return epoch is not None and epoch < said.epoch


async def blank(
    db: Connection, *, scope: Id, said: Ledger, some: Collection[Id] | None = None
) -> None:
    """Erase again what was erased in a scope, or among some entries of it; digests stay."""
    gone = said.blank.get(scope, set())
    await db.execute(_BLANK, scope, list(gone if some is None else gone.intersection(some)))
    for stream, until in ((s, seq) for (of, s), seq in said.erased.items() if of == scope):
        await db.execute(_BLANK_UNTIL, scope, stream, until)


def _lines(file: Path) -> Iterator[Line]:
    try:
        found = file.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    except OSError:
        raise Unavailable("server.ledger") from None
    for line in found:
        if not line.endswith(b"}"):
            continue  # nothing, or what a crash cut short: that was never done
        try:
            yield msgspec.json.decode(line, type=Line)
        except msgspec.MsgspecError:
            raise Unavailable("server.ledger") from None
