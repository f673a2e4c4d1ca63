"""What this PC knows of its server: which it is, how far each log came, whose keys are whose."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.store import log, settings
from renda_desktop.store.driver import driver
from renda_desktop.store.tables.exchange import certificate, scope_cursor, signed_action

_PEER = "exchange.server"
_UNPROVED = "exchange.unproved"
_START = bytes(32)
_AT_ONCE = 500  # what one statement asks for
_SIGNED = "scope, id, device, dseq, previous, signature, seq, receipt, rule, detail"


class Peer(msgspec.Struct, frozen=True):
    """The server that this PC is enrolled with.

    `ca` is the text of the organisation's own certificate file, or ''. `forked` says that the
    database was copied or put back: nothing is sent until the PC enrols anew.
    """

    server: Id
    key: bytes
    url: str
    epoch: int
    ca: str = ""
    forked: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """A log that this PC may hold: entries 1 … `seq` are here, and `chain` is their hash."""

    scope: Id
    kind: str
    name: str
    writes: bool
    seq: int = 0
    chain: bytes = _START


class Signed(msgspec.Struct, frozen=True):
    """An action as a device signed it; with `receipt` the server has spoken.

    `detail` is that of a refusal; without a receipt, the number that a server gave and lost.
    """

    scope: Id
    id: Id
    device: Id
    dseq: int
    previous: bytes
    signature: bytes
    seq: int | None = None
    receipt: bytes | None = None
    rule: str | None = None
    detail: str | None = None


_CURSORS = "SELECT lower(hex(scope)), kind, name, writes, seq, chain FROM scope_cursor"


def peer(session: Session) -> Peer | None:
    """Return the server of this PC; None before it is enrolled."""
    kept = settings.get(session, key=_PEER)
    return None if kept is None else msgspec.json.decode(kept, type=Peer)


def keep_peer(session: Session, *, peer: Peer) -> None:
    """Remember the server."""
    settings.put(session, key=_PEER, value=msgspec.json.encode(peer).decode())


def cursors(session: Session) -> dict[Id, Cursor]:
    """Return the logs that this PC may hold."""
    found = map(_cursor, driver(session).execute(f"{_CURSORS} ORDER BY scope"))
    return {one.scope: one for one in found}


def cursor(session: Session, *, scope: Id) -> Cursor | None:
    """Return one log that this PC may hold; None where it holds none of this id."""
    rows = driver(session).execute(f"{_CURSORS} WHERE scope = ?", (bytes.fromhex(scope),))
    return next(map(_cursor, rows), None)


def _cursor(row: Sequence[Any]) -> Cursor:
    scope, kind, name, writes, *rest = row
    return Cursor(Id(scope), kind, name, bool(writes), *rest)


def grant(session: Session, *, scope: Id, kind: str, name: str, writes: bool) -> None:
    """Let this PC hold a log, or change what the log is called; how far it came stays."""
    said = {"kind": kind, "name": name, "writes": writes}
    begun = insert(scope_cursor).values(scope=scope, seq=0, chain=_START, **said)
    session.execute(begun.on_conflict_do_update(["scope"], set_=said))


def begun(session: Session, *, scope: Id) -> bool:
    """Return whether a server ever spoke about anything in a log."""
    c = signed_action.c
    heard = c.receipt.isnot(None) | c.detail.isnot(None)
    return session.execute(select(c.id).where(c.scope == scope, heard).limit(1)).first() is not None


def move(session: Session, *, scope: Id, seq: int, chain: bytes) -> None:
    """Say that a log came to a number."""
    driver(session).execute(
        "UPDATE scope_cursor SET seq = ?, chain = ? WHERE scope = ?",
        (seq, chain, bytes.fromhex(scope)),
    )


def unproved(session: Session) -> dict[Id, tuple[int, int]]:
    """Return the logs of which not all signatures were checked yet: after which number, to which.

    Until then the server's signature vouches for them.
    """
    kept = settings.get(session, key=_UNPROVED)
    return {} if kept is None else msgspec.json.decode(kept, type=dict[Id, tuple[int, int]])


def leave_unproved(session: Session, *, scope: Id, after: int, until: int) -> None:
    """Remember that the signatures of some entries are to be checked later."""
    known = unproved(session)
    first, last = known.get(scope, (after, until))
    known[scope] = min(first, after), max(last, until)
    settings.put(session, key=_UNPROVED, value=msgspec.json.encode(known).decode())


def cut_unproved(session: Session, *, scope: Id, until: int) -> None:
    """Forget what was to be checked past a number: it comes again, and is checked then."""
    known = unproved(session)
    first, last = known.pop(scope, (0, 0))
    if first < until:
        known[scope] = first, min(last, until)
    settings.put(session, key=_UNPROVED, value=msgspec.json.encode(known).decode())


def prove(session: Session, *, scope: Id, until: int) -> None:
    """Say up to which number the signatures are checked."""
    known = unproved(session)
    _, last = known.pop(scope, (0, 0))
    if until < last:
        known[scope] = until, last
    settings.put(session, key=_UNPROVED, value=msgspec.json.encode(known).decode())


def keys(session: Session) -> dict[Id, bytes]:
    """Return the key of every device whose certificate is here."""
    rows = driver(session).execute("SELECT lower(hex(device)), key FROM certificate")
    return {Id(device): key for device, key in rows}


def certificates(session: Session) -> list[tuple[Id, bytes, str, int, bytes]]:
    """Return every certificate: device, key, letter, when it was issued, signature."""
    rows = session.execute(select(certificate).order_by(certificate.c.device))
    return [(*row,) for row in rows]


def certify(
    session: Session, *, device: Id, key: bytes, letter: str, issued_at: int, signature: bytes
) -> None:
    """Keep a certificate; the first one of a device stays."""
    said = {"key": key, "letter": letter, "issued_at": issued_at, "signature": signature}
    session.execute(insert(certificate).values(device=device, **said).on_conflict_do_nothing())


def unanswered(session: Session, *, scope: Id, most: int, behind: int = 0) -> list[Signed]:
    """Return the actions that were signed here and have no verdict yet, in their order.

    Args:
        behind: the device's number in the log of the one that they come after.
    """
    rows = driver(session).execute(
        f"SELECT {_SIGNED} FROM signed_action"  # noqa: S608
        " WHERE scope = ? AND receipt IS NULL AND detail IS NULL AND dseq > ?"
        " ORDER BY dseq LIMIT ?",
        (bytes.fromhex(scope), behind, most),
    )
    return [_read(*row) for row in rows]


def forget_log(session: Session, *, scope: Id) -> None:
    """Forget how far the files and signatures of a log were seen to that is not here any more."""
    for key in ("exchange.files_up.", "exchange.files_down."):
        settings.remove(session, key=key + scope)
    known = unproved(session)
    if known.pop(scope, None) is not None:
        settings.put(session, key=_UNPROVED, value=msgspec.json.encode(known).decode())


def every_unanswered(session: Session) -> list[Signed]:
    """Return all actions, of whatever log, that have no verdict yet."""
    rows = driver(session).execute(
        f"SELECT {_SIGNED} FROM signed_action WHERE receipt IS NULL ORDER BY id"  # noqa: S608
    )
    return [_read(*row) for row in rows]


def refused(session: Session) -> list[Signed]:
    """Return the actions that the server did not take, the oldest first."""
    rows = driver(session).execute(
        f"SELECT {_SIGNED} FROM signed_action WHERE rule IS NOT NULL ORDER BY id"  # noqa: S608
    )
    return [_read(*row) for row in rows]


def last_signed(session: Session, *, scope: Id, device: Id) -> Signed | None:
    """Return the action with the greatest number of a device in a log."""
    rows = driver(session).execute(
        f"SELECT {_SIGNED} FROM signed_action WHERE scope = ? AND device = ?"  # noqa: S608
        " ORDER BY dseq DESC LIMIT 1",
        (bytes.fromhex(scope), bytes.fromhex(device)),
    )
    return next((_read(*row) for row in rows), None)


def signed(session: Session, *, scope: Id, action: Id) -> Signed | None:
    """Return an action as it was signed; None if it never was."""
    return signed_of(session, scope=scope, actions=[action]).get(action)


def signed_of(session: Session, *, scope: Id, actions: Sequence[Id]) -> dict[Id, Signed]:
    """Return those of some actions of a log that were ever signed."""
    found: dict[Id, Signed] = {}
    for start in range(0, len(actions), _AT_ONCE):
        some = [bytes.fromhex(one) for one in actions[start : start + _AT_ONCE]]
        marks = ", ".join("?" * len(some))
        rows = driver(session).execute(
            f"SELECT {_SIGNED} FROM signed_action WHERE scope = ? AND id IN ({marks})",  # noqa: S608
            [bytes.fromhex(scope), *some],
        )
        found |= {one.id: one for one in (_read(*row) for row in rows)}
    return found


def open_of(session: Session, *, scope: Id, actions: Sequence[Id]) -> set[Id]:
    """Return those of some signed actions of a log that have no verdict yet."""
    found: set[Id] = set()
    for start in range(0, len(actions), _AT_ONCE):
        some = [bytes.fromhex(one) for one in actions[start : start + _AT_ONCE]]
        marks = ", ".join("?" * len(some))
        rows = driver(session).execute(
            f"SELECT id FROM signed_action WHERE scope = ? AND id IN ({marks})"  # noqa: S608
            " AND receipt IS NULL",
            [bytes.fromhex(scope), *some],
        )
        found |= {Id(id_.hex()) for (id_,) in rows}
    return found


def _read(scope: bytes, id_: bytes, device: bytes, *rest: Any) -> Signed:
    return Signed(Id(scope.hex()), Id(id_.hex()), Id(device.hex()), *rest)


def keep_signed(session: Session, *, actions: Iterable[Signed]) -> None:
    """Keep actions as they were signed."""
    driver(session).executemany(_KEEP, [_values(one) for one in actions])


def answer(
    session: Session,
    *,
    scope: Id,
    action: Id,
    receipt: bytes,
    seq: int | None = None,
    rule: str | None = None,
    detail: str | None = None,
) -> None:
    """Keep the server's verdict on an action; there is only ever one."""
    driver(session).execute(
        "UPDATE signed_action SET seq = ?, receipt = ?, rule = ?, detail = ?"
        " WHERE scope = ? AND id = ?",
        (seq, receipt, rule, detail, bytes.fromhex(scope), bytes.fromhex(action)),
    )


def accept(session: Session, *, scope: Id, actions: Iterable[tuple[Id, int, bytes]]) -> None:
    """Keep that the server took actions: each with the number of its first entry, its receipt."""
    blob = bytes.fromhex
    driver(session).executemany(
        "UPDATE signed_action SET seq = ?, receipt = ? WHERE scope = ? AND id = ?",
        [(seq, receipt, blob(scope), blob(id_)) for id_, seq, receipt in actions],
    )


def forget_unanswered(session: Session, *, scope: Id | None = None) -> None:
    """Forget the signatures that the server never answered: the actions are to be signed anew."""
    c = signed_action.c
    gone = delete(signed_action).where(c.receipt.is_(None), c.detail.is_(None))
    session.execute(gone if scope is None else gone.where(signed_action.c.scope == scope))


def anything_answered(session: Session) -> bool:
    """Return whether a server ever spoke about anything in this database."""
    c = signed_action.c
    return session.execute(select(c.id).where(c.receipt.isnot(None)).limit(1)).first() is not None


def unsigned(session: Session, *, scope: Id) -> Iterator[tuple[Entry, bytes]]:
    """Yield pending entries that nobody signed yet with their digests, action by action."""
    return log.each(
        session,
        where="scope = ? AND seq IS NULL AND NOT EXISTS (SELECT 1 FROM signed_action AS s"
        " WHERE s.scope = entry.scope AND s.id = entry.action) ORDER BY action, id",
        given=(bytes.fromhex(scope),),
    )


def waiting(session: Session) -> set[Id]:
    """Return the logs for which something waits to be sent."""
    asked = (
        "SELECT DISTINCT scope FROM entry WHERE seq IS NULL AND NOT EXISTS (SELECT 1 FROM"
        " signed_action AS s WHERE s.scope = entry.scope AND s.id = entry.action"
        " AND (s.rule IS NOT NULL OR s.receipt IS NULL AND s.detail IS NOT NULL))"
    )
    return {Id(scope.hex()) for (scope,) in driver(session).execute(asked)}


def entries_of(session: Session, *, action: Signed) -> list[tuple[Entry, bytes]]:
    """Return the entries of a signed action with their digests, in order."""
    scope, id_ = bytes.fromhex(action.scope), bytes.fromhex(action.id)
    if action.seq is None:
        where = "seq IS NULL AND action = ? AND scope = ? ORDER BY id"
        return log.selected(session, where=where, given=(id_, scope))
    end = driver(session).execute(_END, (scope, action.seq)).fetchone()[0]
    where = "scope = ? AND seq >= ? AND seq < ifnull(?, 1 << 62) AND action = ? ORDER BY seq"
    return log.selected(session, where=where, given=(scope, action.seq, end, id_))


def offered_by_others(session: Session) -> dict[Id, Id]:
    """Return the actions that a PC offered under another name than it wrote them under."""
    rows = driver(session).execute(
        "SELECT DISTINCT s.id, s.device FROM entry AS e JOIN signed_action AS s"
        " ON s.scope = e.scope AND s.id = e.action WHERE s.device <> e.device"
    )
    return {Id(action.hex()): Id(device.hex()) for action, device in rows}


_END = (
    "SELECT min(seq) FROM entry AS e WHERE scope = ?1 AND seq > ?2 AND action <>"
    " (SELECT action FROM entry WHERE scope = ?1 AND seq = ?2)"
)
_KEEP = (
    "INSERT INTO signed_action (scope, id, device, dseq, previous, signature, seq, receipt, rule,"
    " detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _values(one: Signed) -> tuple[object, ...]:
    blob = bytes.fromhex
    return (
        blob(one.scope), blob(one.id), blob(one.device), one.dseq, one.previous, one.signature,
        one.seq, one.receipt, one.rule, one.detail,
    )  # fmt: skip
