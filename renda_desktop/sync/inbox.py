"""What the server sends: checked whole, then taken in one transaction with its cursor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry, digest, ids
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import erasing, exchange, forgetting, log, rebuild, refilling, schema
from renda_desktop.store.driver import driver
from renda_desktop.store.exchange import Cursor, Peer
from renda_desktop.sync import signing
from renda_desktop.sync.messages import Certificate, Page, SentEntry, SignedAction
from renda_desktop.sync.outbox import kept, sent

_AT_ONCE = 500  # what one statement asks for

Row = tuple[Any, ...]  # of the log, as it is written


@dataclass(slots=True)
class Taken:
    """What a page brought, and to which streams.

    `twin`: our own device did something that this database never did.
    """

    entries: int = 0
    conflicts: set[Id] = field(default_factory=set)
    streams: dict[Id, str] = field(default_factory=dict)
    twin: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A page that holds together: its entries as the log takes them.

    `rows` are the same as they are written, made before anybody waits for the transaction.
    """

    page: Page
    after: Cursor
    entries: list[Entry]
    rows: list[Row]
    signed: list[exchange.Signed]
    vouched: bool = False


def check(
    page: Page, *, after: Cursor, peer: Peer, keys: Mapping[Id, bytes], vouched: bool = False
) -> Checked:
    """Check a page by itself, before anything is written.

    Args:
        keys: the keys of the devices whose certificates are here.
        vouched: the devices' signatures are left for later: the chain leads to a number that the
            server has signed.

    Raises:
        Unavailable: a number, a digest, a signature or the chain does not hold.
    """
    known = dict(keys)
    for cert in page.certificates:
        known[cert.device] = _checked_key(cert, peer, known.get(cert.device))
    if page.scope != after.scope or page.head < page.until:
        raise Unavailable("sync.garbled")
    seq, chain = after.seq, after.chain
    entries: list[Entry] = []
    rows: list[Row] = []
    signed: list[exchange.Signed] = []
    said: list[tuple[bytes, bytes, bytes]] = []
    for action in page.actions:
        if action.scope != page.scope or action.seq != seq + 1 or not action.entries:
            raise Unavailable("sync.chain", scope=after.name)
        key = known.get(action.device, b"")
        if not vouched:
            message = signing.action_message(action, server=peer.server)
            said.append((message, action.signature, key))
        elif not key:
            raise Unavailable("sync.signature")
        for one in action.entries:
            seq += 1
            entry, row = _entry(one, action, seq)
            entries.append(entry)
            rows.append(row)
        chain = signing.chained(chain, entries=action.entries)
        signed.append(kept(action, receipt=signing.receipt(action, seq=action.seq, refusal=None)))
    if seq != page.until or chain != page.chain:
        raise Unavailable("sync.chain", scope=after.name)
    if not signing.all_verified(said):
        raise Unavailable("sync.signature")
    return Checked(page, after, entries, rows, signed, vouched)


def take(session: Session, *, checked: Checked, device: Id, project: bool = True) -> Taken:
    """Write a checked page, and move the cursor past it.

    Args:
        project: whether the rows of its streams are made at once; else the projection is
            forgotten, to be made again from zero when all is here.

    Raises:
        Unavailable: what came is not what is here already.
    """
    from sqlcipher3 import dbapi2

    scope = checked.after.scope
    now = exchange.cursors(session).get(scope)
    if now is None or (now.seq, now.chain) != (checked.after.seq, checked.after.chain):
        return Taken(late=True)  # another process was first
    for one in checked.page.certificates:
        exchange.certify(
            session, device=one.device, key=one.key, letter=one.letter, issued_at=one.issued_at,
            signature=one.signature,
        )  # fmt: skip
    try:
        return _write(session, checked, device, project=project)
    except dbapi2.IntegrityError:  # a number or an id that stands for something else here
        raise Unavailable("sync.chain", scope=checked.after.name) from None


def _write(session: Session, checked: Checked, device: Id, *, project: bool) -> Taken:
    scope, taken = checked.after.scope, Taken()
    new = _all_new(session, checked.after)
    fresh, ours, came = (checked.rows, [], checked.entries) if new else _apart(session, checked)
    begun = _begun(session, {row[0] for row in fresh}) if project else set()
    _keep_signed(session, checked.signed, taken, device, new=new)
    log.append_rows(session, rows=sorted(fresh))  # neighbours in the table go in together
    log.number(session, numbers=[(one.seq, one.stream, one.id) for one in ours])
    exchange.move(session, scope=scope, seq=checked.page.until, chain=checked.page.chain)
    if checked.vouched:
        exchange.leave_unproved(
            session, scope=scope, after=checked.after.seq, until=checked.page.until
        )
    taken.entries = len(fresh)
    taken.streams = {entry.stream: entry.kind for entry in came}
    if project:
        for state in rebuild.again(session, streams=taken.streams, begun=begun):
            taken.conflicts.add(state.id)
    else:
        schema.forget_projection(session)
    erasing.carry_out(session, entries=came)
    return taken


def _checked_key(one: Certificate, peer: Peer, known: bytes | None) -> bytes:
    message = signing.certificate_message(one)
    sound = signing.verified(message, signature=one.signature, key=peer.key)
    if one.server != peer.server or not sound or known not in (None, one.key):
        raise Unavailable("sync.signature")
    return one.key


def _entry(one: SentEntry, action: SignedAction, seq: int) -> tuple[Entry, Row]:
    entry = Entry(
        id=one.id,
        scope=action.scope,
        stream=one.stream,
        kind=one.kind,
        body=b"" if one.body is None else one.body.encode(),
        author=one.author,
        device=one.device or action.device,
        recorded_at=one.recorded_at,
        action=action.id,
        seq=seq,
    )
    named = ids(entry)
    if one.body is not None and digest(entry, named=named) != one.digest:
        raise Unavailable("sync.signature")
    return entry, log.encoded(entry, one.digest, named=named)


def _all_new(session: Session, after: Cursor) -> bool:
    """Return whether nothing here waits for a number, nor has one past the cursor.

    Then no entry that comes is here already; if the server says otherwise, the log's own indexes
    contradict it.
    """
    run = driver(session).execute
    if run("SELECT 1 FROM entry WHERE seq IS NULL LIMIT 1").fetchone():
        return False
    ahead = "SELECT 1 FROM entry WHERE scope = ? AND seq > ? LIMIT 1"
    return run(ahead, (bytes.fromhex(after.scope), after.seq)).fetchone() is None


def _apart(session: Session, checked: Checked) -> tuple[list[Row], list[Entry], list[Entry]]:
    """Tell entries that are new from pending ones of ours, which only get their number; those of
    both kinds come last.
    """
    here = _here(session, [entry.id for entry in checked.entries])
    fresh: list[Row] = []
    ours: list[Entry] = []
    came: list[Entry] = []
    for entry, row in zip(checked.entries, checked.rows, strict=True):
        known = here.get(entry.id)
        if known is None:
            fresh.append(row)
        elif known[0] != row[-1] or known[1] not in (None, entry.seq):
            raise Unavailable("sync.chain", scope=checked.after.name)
        elif known[1] is None:
            ours.append(entry)
        if known is None or known[1] is None:
            came.append(entry)
    return fresh, ours, came


def _here(session: Session, ids: list[Id]) -> dict[Id, tuple[bytes, int | None]]:
    found: dict[Id, tuple[bytes, int | None]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = [bytes.fromhex(one) for one in ids[start : start + _AT_ONCE]]
        marks = ", ".join("?" * len(some))
        rows = driver(session).execute(
            f"SELECT id, digest, seq FROM entry WHERE id IN ({marks})",  # noqa: S608
            some,
        )
        found.update((Id(id_.hex()), (seal, seq)) for id_, seal, seq in rows)
    return found


def _begun(session: Session, streams: Iterable[Any]) -> set[Id]:
    """Return those streams, given as they are written, of which nothing is here yet."""
    run = driver(session).execute
    asked = "SELECT 1 FROM entry WHERE stream = ? LIMIT 1"
    return {Id(one.hex()) for one in streams if run(asked, (one,)).fetchone() is None}


def _kept(session: Session, signed: list[exchange.Signed]) -> dict[Id, exchange.Signed]:
    if not signed:
        return {}
    ids = [one.id for one in signed]
    return exchange.signed_of(session, scope=signed[0].scope, actions=ids)


def _keep_signed(
    session: Session, signed: list[exchange.Signed], taken: Taken, device: Id, *, new: bool
) -> None:
    """Keep others' actions as they were signed; what came of ours is a verdict."""
    fresh: list[exchange.Signed] = []
    here = {} if new else _kept(session, signed)
    # What we did before we left this log comes back with it.
    left = forgetting.came_to(session, scope=signed[0].scope, device=device) if signed else None
    ours = left.dseq if left else 0
    for one in signed:
        known = here.get(one.id)
        if known is None:
            taken.twin = taken.twin or (one.device == device and one.dseq > ours)
            fresh.append(one)
        elif known.receipt is None:  # perhaps another name of ours brought it
            exchange.answer(
                session, scope=one.scope, action=one.id, seq=one.seq,
                receipt=signing.receipt(sent(known, ()), seq=one.seq or 0, refusal=None),
            )  # fmt: skip
        elif known.seq != one.seq:
            raise Unavailable("sync.chain", scope="")
    if taken.twin:
        # What we signed behind it has numbers that are taken.
        exchange.forget_unanswered(session, scope=signed[0].scope)
    if fresh and refilling.lacks(session, scope=fresh[0].scope):
        refilling.make_room(session, scope=fresh[0].scope, actions=fresh)
    exchange.keep_signed(session, actions=fresh)
