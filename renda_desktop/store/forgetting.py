"""Letting a log go that is no longer this PC's: all of it in one transaction, or nothing."""

import re
from typing import Final

import msgspec
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import noun_of
from renda_desktop.store import drafts, exchange, positions, schema, settings
from renda_desktop.store.driver import driver
from renda_desktop.store.project import withdraw
from renda_desktop.store.tables.exchange import checkpoint, erasure, scope_cursor, waiver

_MANY: Final = 2000  # above this many streams, the projection is made again from zero
_ID: Final = re.compile(rb"[0-9a-f]{32}")
_FILE: Final = re.compile(rb'"sha256"\s*:\s*"([0-9a-f]{64})"')
_LEFT: Final = "exchange.left."

# What the server refused is nobody else's: it stays, to be read and exported.
_REFUSED: Final = "(SELECT id FROM signed_action WHERE scope = ?1 AND rule IS NOT NULL)"
_MINE: Final = f"scope = ?1 AND NOT (seq IS NULL AND action IN {_REFUSED})"


class Left(msgspec.Struct, frozen=True):
    """How far a device had come in a log when it left: it goes on from there if it comes back."""

    device: Id
    dseq: int
    link: bytes


def drop(session: Session, *, scope: Id, left: Left | None) -> None:
    """Forget a log of which nothing waits: entries, signatures, rows, drafts, files of its own.

    What the server refused stays.

    Args:
        left: the last action that this PC signed in it, if there is one.
    """
    run, blob = driver(session).execute, bytes.fromhex(scope)
    session.execute(insert(waiver).values(scope=scope, what="leave"))
    streams = dict(run(f"SELECT stream, kind FROM entry WHERE {_MINE}", (blob,)).fetchall())  # noqa: S608
    files = _files(session, scope, mine=True) - _files(session, scope, mine=False)
    _discard_drafts(session, {one.hex() for one in streams})
    run(f"DELETE FROM entry WHERE {_MINE}", (blob,))  # noqa: S608
    run("DELETE FROM signed_action WHERE scope = ? AND rule IS NULL", (blob,))
    for name in files:
        run("DELETE FROM blob WHERE sha256 = ?", (name,))
        run("DELETE FROM blob_piece WHERE sha256 = ?", (name,))
    for table in (scope_cursor, checkpoint, erasure):
        session.execute(delete(table).where(table.c.scope == scope))
    if left is not None:
        settings.put(session, key=_LEFT + scope, value=msgspec.json.encode(left).decode())
    exchange.forget_log(session, scope=scope)
    positions.forget(session, scope=scope)
    _clear_rows(session, {Id(one.hex()): kind for one, kind in streams.items()})
    session.execute(delete(waiver).where(waiver.c.scope == scope))


def came_to(session: Session, *, scope: Id, device: Id) -> Left | None:
    """Return how far the device had come when it left the log before; None if it never did."""
    kept = settings.get(session, key=_LEFT + scope)
    left = None if kept is None else msgspec.json.decode(kept, type=Left)
    return left if left is not None and left.device == device else None


def _files(session: Session, scope: Id, *, mine: bool) -> set[str]:
    """Return the files that what goes names, or all the rest: refused entries, other logs."""
    where = _MINE if mine else f"NOT ({_MINE})"
    asked = f"SELECT body FROM entry WHERE {where} AND instr(body, ?2)"  # noqa: S608
    rows = driver(session).execute(asked, (bytes.fromhex(scope), b'"sha256"'))
    return {name.decode() for (body,) in rows for name in _FILE.findall(body)}


def _discard_drafts(session: Session, streams: set[str]) -> None:
    """Discard what was typed about things that go."""
    for key, draft in drafts.drafts(session).items():
        named = {one.decode() for one in _ID.findall(key.encode() + draft.body)}
        if named & streams:
            drafts.discard(session, key=key)


def _clear_rows(session: Session, streams: dict[Id, str]) -> None:
    if len(streams) > _MANY:
        schema.forget_projection(session)
        schema.bring_projection(session)
        return
    for stream, kind in streams.items():
        noun = noun_of(kind)
        if noun is not None:
            withdraw(session, noun=noun.name, stream=stream)
