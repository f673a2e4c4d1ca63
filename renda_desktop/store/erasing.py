"""Letting words go that an order erases: their digests stay, and copies in this file go too."""

from collections.abc import Iterable
from contextlib import closing, suppress
from typing import Any, Final, Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session

from renda_desktop.domain import erasure
from renda_desktop.domain.erasure import Order
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange, log
from renda_desktop.store.driver import driver

_ERASED: Final = "SELECT stream FROM erasure"
_NOTE: Final = "INSERT OR IGNORE INTO erasure (stream, scope, entry) VALUES (?, ?, ?)"
_BLANK: Final = "UPDATE entry SET body = x'' WHERE stream = ? AND id = ?"
_CLEAN: Final = "erasing.clean"


class Written(Protocol):
    """What is asked of an entry: which kind it is, and about what."""

    @property
    def kind(self) -> str: ...
    @property
    def stream(self) -> Id: ...


def carry_out(session: Session, *, entries: Iterable[Written]) -> None:
    """Do what orders among these entries say, and what earlier ones say of these entries.

    An order counts once the server has numbered it; on a PC that has no server, at once.
    """
    known = erased(session)
    said = {e.stream for e in entries if e.kind in erasure.KINDS or e.stream in known}
    if said:
        _carry_out(session, said)


def catch_up(session: Session) -> None:
    """Do what orders say that an earlier program took without understanding them."""
    marks = ", ".join("?" * len(erasure.KINDS))
    asked = f"SELECT DISTINCT stream FROM entry WHERE kind IN ({marks})"  # noqa: S608
    rows = driver(session).execute(asked, sorted(erasure.KINDS)).fetchall()
    _carry_out(session, {Id(stream.hex()) for (stream,) in rows})


def erased(session: Session) -> set[Id]:
    """Return the streams of which words were erased."""
    return {Id(stream.hex()) for (stream,) in driver(session).execute(_ERASED)}


def _carry_out(session: Session, streams: Iterable[Id]) -> None:
    alone = exchange.peer(session) is None
    gone: list[tuple[bytes, bytes]] = []
    for stream in sorted(streams):
        said = (erasure.order(entry) for entry in log.read(session, stream=stream))
        orders = [one for one in said if one and (alone or one.entry.seq is not None)]
        gone += _gone(session, stream, orders)
    if gone:
        driver(session).executemany(_BLANK, gone)
        _clean_later(session)


def _gone(session: Session, stream: Id, orders: list[Order]) -> list[tuple[bytes, bytes]]:
    """Note the orders of a stream, and return the entries whose words are still here."""
    blob = bytes.fromhex
    notes = [(blob(stream), blob(one.entry.scope), blob(one.entry.id)) for one in orders]
    driver(session).executemany(_NOTE, notes)
    # All of them: those that the server refused have words too.
    here = log.selected(session, where="stream = ? AND body <> x''", given=(blob(stream),))
    due = [entry for entry, _ in here if any(one.covers(entry) for one in orders)]
    return [(blob(entry.stream), blob(entry.id)) for entry in due]


def _clean_later(session: Session) -> None:
    """Have nothing of it left in the search index and, after the commit, beside the database.

    What somebody reads at that moment keeps the write-ahead log; closing the program clears it.
    """
    driver(session).execute("INSERT INTO full_text (full_text) VALUES ('optimize')")
    if session.info.get(_CLEAN):
        return
    session.info[_CLEAN] = True
    engine = session.get_bind().engine

    @event.listens_for(session, "after_commit", once=True)
    def _checkpoint(_session: Session) -> None:
        from sqlcipher3 import dbapi2

        pooled = engine.raw_connection()
        opened: Any = pooled.driver_connection
        with closing(pooled), suppress(dbapi2.Error):  # else closing the program does it
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
