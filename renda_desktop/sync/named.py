"""Which files a log names, and how far they were moved."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.attachment import Digest
from renda_desktop.domain.stream import MALFORMED
from renda_desktop.store import blobs, exchange, log, settings
from renda_desktop.store.exchange import Cursor
from renda_desktop.sync.pieces import LARGEST

UP: Final = "exchange.files_up."
DOWN: Final = "exchange.files_down."

_MARK: Final = b'"sha256"'


class Said(msgspec.Struct, frozen=True):
    """What an entry says of the file it names, whatever else it says."""

    sha256: Digest
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class File:
    """A file that an entry names; `seq` is the entry's number, 0 while it is pending."""

    seq: int
    said: Said

    @property
    def name(self) -> str:
        return self.said.sha256


def due(
    session: Session, *, cursor: Cursor, way: str, epoch: int, pending: bool = False
) -> list[File]:
    """Return the files of a log that were not moved one way yet, in the order of their entries.

    Args:
        way: `UP` or `DOWN`.
        epoch: a server that was put back is asked about everything again.
        pending: whether those are meant too whose entries the server has not numbered yet.
    """
    before, _, seq = (settings.get(session, key=way + cursor.scope) or "").partition(":")
    after = int(seq) if before == str(epoch) else 0
    found = _files(session, cursor, after)
    if pending:
        waiting = "scope = ? AND seq IS NULL AND instr(body, ?) ORDER BY id"
        found += _named(session, waiting, (bytes.fromhex(cursor.scope), _MARK))
    return list({one.name: one for one in reversed(found)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many files are on their way, and their bytes: `up` to the server, `down` from it."""

    up: int = 0
    up_bytes: int = 0
    down: int = 0
    down_bytes: int = 0

    @property
    def files(self) -> int:
        return self.up + self.down

    @property
    def bytes(self) -> int:
        return self.up_bytes + self.down_bytes


def waiting(session: Session) -> Waiting:
    """Return what is still to be moved either way; nothing before the PC is enrolled."""
    peer = exchange.peer(session)
    up: dict[str, int] = {}
    down: dict[str, int] = {}
    for cursor in exchange.cursors(session).values() if peer else ():
        epoch = peer.epoch if peer else 0
        sent = due(session, cursor=cursor, way=UP, epoch=epoch, pending=True)
        fetched = due(session, cursor=cursor, way=DOWN, epoch=epoch)
        here = blobs.here(session, names={one.name for one in (*sent, *fetched)})
        if cursor.writes:
            up |= {one.name: one.said.size for one in sent if one.name in here}
        down |= {one.name: one.said.size for one in fetched if one.name not in here}
    return Waiting(len(up), sum(up.values()), len(down), sum(down.values()))


def named(session: Session, *, cursor: Cursor, name: str) -> File | None:
    """Return the file of this name, if some entry of the log names it."""
    return next((one for one in _files(session, cursor, 0) if one.name == name), None)


def keep(session: Session, *, cursor: Cursor, way: str, epoch: int, left: Collection[File]) -> None:
    """Remember that all files of a log were moved one way, but those that are left."""
    seq = min((one.seq - 1 for one in left), default=cursor.seq)
    key, value = way + cursor.scope, f"{epoch}:{seq}"
    if settings.get(session, key=key) != value:
        settings.put(session, key=key, value=value)


def _files(session: Session, cursor: Cursor, after: int) -> list[File]:
    where = "scope = ? AND seq > ? AND seq <= ? AND instr(body, ?) ORDER BY seq"
    given = (bytes.fromhex(cursor.scope), after, cursor.seq, _MARK)
    return _named(session, where, given)


def _named(session: Session, where: str, given: tuple[object, ...]) -> list[File]:
    found = []
    for entry, _ in log.selected(session, where=where, given=given):
        try:
            said = msgspec.json.decode(entry.body, type=Said)
        except MALFORMED:  # it speaks of a file that was named before
            continue
        if 0 < said.size <= LARGEST:
            found.append(File(entry.seq or 0, said))
    return found
