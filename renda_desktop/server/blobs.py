"""Files of records at the server: taken and given in pieces to those who hold what names them."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.server import rights
from renda_desktop.server.database import Connection
from renda_desktop.server.shelf import Shelf
from renda_desktop.sync import pieces, wire
from renda_desktop.sync.pieces import PIECE, Ask, Fetch, Fetched, Piece, Standing, Told

log = logging.getLogger(__name__)

# What names a file is found once, when somebody first asks: a push is not held up by it.
_SCAN: Final = """
INSERT INTO blob_name (scope, name, seq)
SELECT $1, decode(found[1], 'hex'), min(seq)
FROM entry, regexp_matches(convert_from(body, 'UTF8'), '"sha256"\\s*:\\s*"([0-9a-f]{64})"', 'g')
    AS found
WHERE scope = $1 AND seq > $2 AND seq <= $3 AND body IS NOT NULL
GROUP BY 2 ON CONFLICT DO NOTHING
"""

Request = Ask | Piece | Fetch


class Damaged(msgspec.Struct, frozen=True):
    """A file whose content is not what its name says."""

    scope: Id
    name: str


def read(path: str, body: bytes) -> Request:
    """Return what is asked for on one of the paths."""
    match path:
        case pieces.ASK:
            return wire.unpack(body, kind=Ask)
        case pieces.SEND:
            return wire.unpack(body, kind=Piece)
        case _:
            return wire.unpack(body, kind=Fetch)


@dataclass(slots=True)
class Files:
    """Where files are, and how many of them move at once: records must get through."""

    shelf: Shelf
    most_at_once: int = 16
    under_way: int = 0


async def permitted(db: Connection, *, request: Request) -> set[str]:
    """Return which of the files asked for are named by a scope that the device holds.

    Raises:
        RuleBroken: the scope is not the device's, or nothing in it names the one file.
    """
    right = await rights.of(db, device=request.device, scope=request.scope)
    if not (right.writes if isinstance(request, Piece) else right.reads):
        raise RuleBroken("sync.not_granted")
    await _scan(db, request.scope)
    if isinstance(request, Ask):
        return await _named(db, request.scope, request.names)
    named = await _named(db, request.scope, (request.name,))
    if not named:
        raise RuleBroken("sync.unnamed")
    return named


async def answer(files: Files, *, request: Request, named: set[str]) -> msgspec.Struct:
    """Answer what was permitted; the database is not needed for it.

    Raises:
        RuleBroken: too many move already, or the piece is none of such a file.
        OSError: the shelf does not work.
    """
    if files.under_way >= files.most_at_once:
        raise RuleBroken("sync.busy")
    files.under_way += 1
    try:
        return await asyncio.to_thread(_answer, files.shelf, request, named)
    finally:
        files.under_way -= 1


def _answer(shelf: Shelf, request: Request, named: set[str]) -> msgspec.Struct:
    match request:
        case Ask():
            return _standings(shelf, request, named)
        case Piece():
            return _take(shelf, request)
        case Fetch():
            return _give(shelf, request)


async def damaged(db: Connection, *, shelf: Shelf) -> list[Damaged]:
    """Return the files that are not what their names say; those that never came are no fault."""
    found = []
    for scope in await db.fetch("SELECT scope FROM scope ORDER BY scope"):
        await _scan(db, scope["scope"])
        rows = await db.fetch(
            "SELECT name FROM blob_name WHERE scope = $1 ORDER BY name", scope["scope"]
        )
        for row in rows:
            name = row["name"].hex()
            data = await asyncio.to_thread(shelf.read, _whole(scope["scope"], name))
            if data is not None and sha256(data).hexdigest() != name:
                found.append(Damaged(scope["scope"], name))
    return found


async def since(db: Connection, *, scope: Id, seq: int, names: Sequence[str]) -> list[str]:
    """Return the files that entries after a number name, and those of `names` that any names."""
    await _scan(db, scope)
    rows = await db.fetch(
        "SELECT name FROM blob_name WHERE scope = $1 AND (seq > $2 OR name = ANY ($3::bytea[]))"
        " ORDER BY seq, name",
        scope,
        seq,
        [bytes.fromhex(one) for one in names],
    )
    return [row["name"].hex() for row in rows]


def put(shelf: Shelf, scope: Id, name: str, data: bytes) -> None:
    """Keep a file that came whole and was checked."""
    if not holds(shelf, scope, name):
        shelf.write(_whole(scope, name), data)


def holds(shelf: Shelf, scope: Id, name: str) -> bool:
    """Return whether a file is here whole."""
    return shelf.size(_whole(scope, name)) is not None


def whole(shelf: Shelf, scope: Id, name: str) -> bytes | None:
    """Return a file, None where it is not here whole."""
    return shelf.read(_whole(scope, name))


async def _scan(db: Connection, scope: Id) -> None:
    """Note which files are named by entries that came since the last time."""
    head = await db.fetchval("SELECT head FROM scope WHERE scope = $1", scope)
    done = await db.fetchval("SELECT seq FROM blob_scan WHERE scope = $1", scope)
    if done == head:
        return
    async with db.transaction():
        await db.execute(
            "INSERT INTO blob_scan (scope, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING", scope
        )
        done = await db.fetchval("SELECT seq FROM blob_scan WHERE scope = $1 FOR UPDATE", scope)
        if done < head:
            await db.execute(_SCAN, scope, done, head)
            await db.execute("UPDATE blob_scan SET seq = $2 WHERE scope = $1", scope, head)


async def _named(db: Connection, scope: Id, names: Sequence[str]) -> set[str]:
    rows = await db.fetch(
        "SELECT name FROM blob_name WHERE scope = $1 AND name = ANY ($2::bytea[])",
        scope,
        [bytes.fromhex(one) for one in names],
    )
    return {row["name"].hex() for row in rows}


def _standings(shelf: Shelf, asked: Ask, named: set[str]) -> Told:
    unnamed = Standing(named=False)
    return Told(
        tuple(
            _standing(shelf, asked.scope, one) if one in named else unnamed for one in asked.names
        )
    )


def _standing(shelf: Shelf, scope: Id, name: str) -> Standing:
    size = shelf.size(_whole(scope, name))
    if size is not None:
        _clear(shelf, shelf.keys(_parts(scope, name)))  # of an end that was cut short
        return Standing(named=True, arrived=size, whole=True)
    return Standing(named=True, arrived=_arrived(shelf, scope, name))


def _take(shelf: Shelf, piece: Piece) -> Standing:
    """Keep a piece; with the last one the file is put together and checked."""
    scope, name = piece.scope, piece.name
    size = shelf.size(_whole(scope, name))
    if size is not None:
        return Standing(named=True, arrived=size, whole=True)
    if len(piece.data) != min(PIECE, piece.size - piece.start):
        raise RuleBroken("sync.garbled")
    arrived = _arrived(shelf, scope, name)
    if piece.start > arrived:
        return Standing(named=True, arrived=arrived)
    shelf.write(_part(scope, name, piece.start), piece.data)
    if piece.start + len(piece.data) < piece.size:
        return Standing(named=True, arrived=_arrived(shelf, scope, name))
    return _finish(shelf, scope, name, piece.size)


def _finish(shelf: Shelf, scope: Id, name: str, size: int) -> Standing:
    keys = shelf.keys(_parts(scope, name))
    data = b"".join(shelf.read(key) or b"" for key in keys)
    whole = len(data) == size and sha256(data).hexdigest() == name
    if whole:
        shelf.write(_whole(scope, name), data)
    _clear(shelf, keys)
    if not whole and shelf.size(_whole(scope, name)) is None:  # else another was first
        log.warning("a file came damaged")
        return Standing(named=True)
    return Standing(named=True, arrived=size, whole=True)


def _clear(shelf: Shelf, keys: Sequence[str]) -> None:
    for key in keys:
        shelf.remove(key)


def _give(shelf: Shelf, wanted: Fetch) -> Fetched:
    key = _whole(wanted.scope, wanted.name)
    size = shelf.size(key)
    data = shelf.read(key, start=wanted.start, most=PIECE)
    return Fetched() if size is None or not data else Fetched(size, data)


def _arrived(shelf: Shelf, scope: Id, name: str) -> int:
    """Return how many bytes came without a gap, in whole pieces."""
    due = 0
    for key in shelf.keys(_parts(scope, name)):
        if int(key.rpartition("/")[2]) != due:
            break
        due += shelf.size(key) or 0
    return due


def _whole(scope: Id, name: str) -> str:
    """Return the key of a file: each scope has its own, and learns nothing of others'."""
    return f"{scope}/{name[:2]}/{name}"


def _parts(scope: Id, name: str) -> str:
    return f"{_whole(scope, name)}.parts"


def _part(scope: Id, name: str, start: int) -> str:
    return f"{_parts(scope, name)}/{start:012}"
