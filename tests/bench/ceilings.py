"""What nothing in Python can pass: the bare work of storing, sealing and packing the same data."""

import asyncio
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

import asyncpg
import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.server import embedded
from renda_desktop.store import log
from renda_desktop.store.driver import driver
from renda_desktop.store.engine import connect
from renda_desktop.sync import pulling, signing
from tests.bench.stations import timed

FETCHED: Final = pulling.FETCHED
_SOME: Final = 20_000
_SIGNED: Final = 4_000
_SCHEMA: Final = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'entry' AND type IN ({})"
_COLUMNS: Final = (
    "stream", "id", "scope", "kind", "body", "author", "device", "recorded_at", "action", "seq",
    "digest",
)  # fmt: skip
_TABLE: Final = """
CREATE TABLE entry (stream bytea, id bytea, scope bytea, kind text, body bytea, author bytea,
    device bytea, recorded_at bigint, action bytea, seq bigint, digest bytea,
    PRIMARY KEY (scope, seq), UNIQUE (scope, id))
"""


@dataclass(frozen=True)
class Shape:
    """How large a station is, and its entries as documents of the same size."""

    entries: int
    actions: int
    size: float
    documents: list[dict[str, object]]


def shape(office: Office) -> Shape:
    """Return the shape of a station."""
    with office.session() as session:
        entries, actions = extent(session)
        found = driver(session).execute("SELECT hex(id), kind, body FROM entry LIMIT ?", (_SOME,))
        documents = [{"_id": id_, "kind": kind, "body": body.decode()} for id_, kind, body in found]
        (size,) = driver(session).execute("SELECT avg(length(body)) FROM entry").fetchone()
    return Shape(entries, actions, size, documents)


def extent(session: Session) -> tuple[int, int]:
    """Return how many entries and actions there are."""
    asked = "SELECT count(*), count(DISTINCT action) FROM entry"
    entries, actions = driver(session).execute(asked).fetchone()
    return entries, actions


def measured(office: Office) -> Iterator[tuple[str, float]]:
    """Yield what is measured and how much of it fits a second."""
    with office.session() as session:
        run = driver(session).execute
        tables = [sql for (sql,) in run(_SCHEMA.format("'table'"))]
        indexes = [sql for (sql,) in run(_SCHEMA.format("'index'")) if sql]
        found = run(f"{log._READ} ORDER BY id LIMIT {_SOME}").fetchall()
    rows = [
        (stream, id_, scope, kind, body, author, device, at, action, place, seal)
        for place, (id_, scope, stream, kind, body, author, device, at, action, _, seal)
        in enumerate(found, start=1)
    ]  # fmt: skip
    yield "SQLCipher, the rows of entries, in their order", _stored(tables + indexes, rows)
    yield "SQLCipher, indexes built last", _stored(tables, sorted(rows), last=indexes)
    yield "PostgreSQL, COPY of the same rows, two indexes", asyncio.run(_copied(rows))
    yield from _sealed()
    yield from _packed(rows)


def _stored(tables: list[str], rows: list[tuple[Any, ...]], last: list[str] | None = None) -> float:
    folder = Path(tempfile.mkdtemp())
    db = connect(folder / "bare.db", key=bytes(32))
    for sql in tables:
        db.execute(sql)
    marks = ", ".join("?" * len(_COLUMNS))

    def store() -> None:
        db.execute("BEGIN")
        insert = f"INSERT INTO entry ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608
        db.executemany(insert, rows)
        for sql in last or ():
            db.execute(sql)
        db.execute("COMMIT")

    took = timed(store)
    db.close()
    rmtree(folder)
    return len(rows) / took


async def _copied(rows: list[tuple[Any, ...]]) -> float:
    folder = Path(tempfile.mkdtemp(prefix="renda"))
    folder.chmod(0o755)
    with embedded.running(folder) as address:
        db = await asyncpg.connect(address)
        await db.execute(_TABLE)
        loop_ = asyncio.get_running_loop()
        began = loop_.time()
        await db.copy_records_to_table("entry", records=rows, columns=_COLUMNS)
        took = loop_.time() - began
        await db.close()
    rmtree(folder, ignore_errors=True)
    return len(rows) / took


def _sealed() -> Iterator[tuple[str, float]]:
    key, message = Ed25519PrivateKey.generate(), bytes(48)
    public = signing.public_bytes(key)
    seals: list[bytes] = []
    seal = signing.signer(key)
    yield (
        "Ed25519, signing",
        _SIGNED / timed(lambda: seals.extend(seal(message) for _ in range(_SIGNED))),
    )

    def check(some: list[bytes]) -> None:
        assert all(signing.verified(message, signature=one, key=public) for one in some)

    yield "Ed25519, verification", _SIGNED / timed(lambda: check(seals))
    with ThreadPoolExecutor(2) as pool:
        halves = (seals[::2], seals[1::2])
        yield (
            "Ed25519, verification in two threads",
            _SIGNED / timed(lambda: list(pool.map(check, halves))),
        )


def _packed(rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, float]]:
    plain = [[v.hex() if isinstance(v, bytes) else v for v in row] for row in rows]
    packed: list[bytes] = []
    yield (
        "JSON and zstd, there",
        len(rows) / timed(lambda: packed.append(zstandard.compress(msgspec.json.encode(plain), 3))),
    )
    yield (
        "JSON and zstd, back",
        len(rows) / timed(lambda: msgspec.json.decode(zstandard.decompress(packed[0]))),
    )
