"""The append-only log of entries: append, read, digest."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry, digest, ids
from renda_desktop.domain.ids import Id
from renda_desktop.store.driver import driver
from renda_desktop.store.tables.exchange import signed_action
from renda_desktop.store.tables.kept import entry as table

INSERT = (
    "INSERT INTO entry (stream, id, scope, kind, body, author, device, recorded_at, action, seq,"
    " digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_READ = (
    "SELECT id, scope, stream, kind, body, author, device, recorded_at, action, seq, digest"
    " FROM entry"
)
# What the server refused is kept and listed, yet has no effect: nobody else will ever have it.
_IN_EFFECT = (
    "(seq IS NOT NULL OR (scope, action) NOT IN"
    " (SELECT scope, id FROM signed_action WHERE rule IS NOT NULL))"
)


def append(session: Session, *, entries: Iterable[Entry]) -> None:
    """Add entries to the log."""
    append_sealed(session, entries=((entry, digest(entry)) for entry in entries))


def append_sealed(session: Session, *, entries: Iterable[tuple[Entry, bytes]]) -> None:
    """Add entries with the digests they came with: an erased body leaves its digest behind."""
    append_rows(session, rows=[encoded(entry, seal) for entry, seal in entries])


def append_rows(session: Session, *, rows: Sequence[tuple[object, ...]]) -> None:
    """Add entries that are `encoded` already: neighbours in the table go in fastest together."""
    driver(session).executemany(INSERT, rows)


def encoded(
    entry: Entry, seal: bytes | None = None, *, named: bytes | None = None
) -> tuple[object, ...]:
    """Return the values of `INSERT`; `named` are the entry's `ids`, if they are at hand."""
    e, n = entry, named or ids(entry)
    return (
        n[32:48], n[:16], n[16:32], e.kind, e.body, n[48:64], n[64:80], e.recorded_at, n[80:],
        e.seq, seal or digest(e, named=n),
    )  # fmt: skip


def last_id(session: Session) -> Id | None:
    """Return the greatest entry id in this database."""
    (greatest,) = driver(session).execute("SELECT max(id) FROM entry").fetchone()
    return None if greatest is None else Id(greatest.hex())


def read(session: Session, *, stream: Id) -> list[Entry]:
    """Return the entries of one stream: by `seq`, then the pending ones by id."""
    found = driver(session).execute(
        f"{_READ} WHERE stream = ? AND {_IN_EFFECT}", (bytes.fromhex(stream),)
    )
    return in_order(_entry(row) for row in found)


def read_all(session: Session) -> Iterator[tuple[Id, list[Entry]]]:
    """Return every stream with its entries in order, stream by stream."""
    found = driver(session).execute(f"{_READ} WHERE {_IN_EFFECT} ORDER BY stream, id")
    for stream, entries in groupby((_entry(row) for row in found), key=attrgetter("stream")):
        yield stream, in_order(entries)


def digests(session: Session) -> Iterator[tuple[Entry, bytes]]:
    """Return every entry beside the digest that was stored with it."""
    found = driver(session).execute(f"{_READ} ORDER BY stream, id")
    for row in found:
        yield _entry(row), row[10]


def selected(
    session: Session, *, where: str, given: tuple[object, ...]
) -> list[tuple[Entry, bytes]]:
    """Return the entries that a condition selects, each beside its digest."""
    return list(each(session, where=where, given=given))


def each(
    session: Session, *, where: str, given: tuple[object, ...]
) -> Iterator[tuple[Entry, bytes]]:
    """Yield the entries that a condition selects, reading no further than they are taken."""
    for row in driver(session).execute(f"{_READ} WHERE {where}", given):
        yield _entry(row), row[10]


def numbered(session: Session, *, scope: Id) -> Iterator[tuple[Entry, bytes]]:
    """Return what the server numbered in a scope beside its digest, in order."""
    found = driver(session).execute(
        f"{_READ} WHERE scope = ? AND seq IS NOT NULL ORDER BY seq", (bytes.fromhex(scope),)
    )
    for row in found:
        yield _entry(row), row[10]


def number(session: Session, *, numbers: Iterable[tuple[int | None, Id, Id]]) -> None:
    """Give pending entries numbers: each with its stream and id."""
    blob = bytes.fromhex
    driver(session).executemany(
        "UPDATE entry SET seq = ? WHERE stream = ? AND id = ?",
        [(seq, blob(stream), blob(id_)) for seq, stream, id_ in numbers],
    )


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Sort the entries of one stream: what the server numbered, then what is pending."""
    found = list(entries)
    if any(e.seq is not None for e in found):
        found.sort(key=lambda e: (e.seq is None, e.seq or 0, e.id))
    return found


def extent(session: Session) -> tuple[int, int | None]:
    """Return how many entries there are, and when the last was recorded by its device's clock."""
    row = session.execute(select(func.count(), func.max(table.c.recorded_at))).one()
    return row[0], row[1]


def pending(session: Session) -> int:
    """Return how many actions wait to be sent.

    Those that were refused do not, nor those that only lost their number.
    """
    c = signed_action.c
    without = select(func.count(table.c.action.distinct())).where(table.c.seq.is_(None))
    refused = select(func.count()).where(c.rule.isnot(None))
    unnumbered = select(func.count()).where(c.receipt.is_(None), c.detail.isnot(None))
    waiting, *others = (session.scalar(one) or 0 for one in (without, refused, unnumbered))
    return waiting - sum(others)


def _entry(row: Sequence[Any]) -> Entry:  # the driver's rows have no types
    id_, scope, stream, kind, body, author, device, at, action, seq = row[:10]
    return Entry(
        id=id_.hex(),
        scope=scope.hex(),
        stream=stream.hex(),
        kind=kind,
        body=body,
        author=author.hex(),
        device=device.hex(),
        recorded_at=at,
        action=action.hex(),
        seq=seq,
    )
