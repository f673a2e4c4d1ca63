"""What a server lost and this PC has: which actions, in which order, and taking numbers back.

An action that lost its number waits for another one: signed, without a receipt, and its former
number stands in `detail`, for its place among the others.
"""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange
from renda_desktop.store.driver import driver
from renda_desktop.store.exchange import Signed
from renda_desktop.store.tables.exchange import waiver

_NUMBERED = """
SELECT action, seq, id, digest FROM entry WHERE scope = ? AND seq BETWEEN 1 AND ? ORDER BY seq
"""
# Those with a number, then those that lost theirs, each in the order of the server's numbers.
_ACCEPTED = """
SELECT id, device, dseq FROM signed_action
WHERE scope = ? AND (seq > ? OR receipt IS NULL AND detail IS NOT NULL)
ORDER BY seq IS NULL, seq, detail
"""
# All of them: what they were refused behind may have been brought by others, who never had them.
_REFUSED = """
SELECT id, device, dseq FROM signed_action WHERE scope = ? AND rule IS NOT NULL
ORDER BY device, dseq
"""
_STREAMS = "SELECT DISTINCT stream, kind FROM entry WHERE scope = ? AND seq > ?"
# What waits for a number already comes behind all that loses one now.
_BEHIND = """
UPDATE signed_action SET detail = printf('%020d', detail + (
    SELECT max(seq) FROM signed_action WHERE scope = ?1 AND seq > ?2))
WHERE scope = ?1 AND receipt IS NULL AND detail IS NOT NULL
AND EXISTS (SELECT 1 FROM signed_action WHERE scope = ?1 AND seq > ?2)
"""
_UNNUMBER = """
UPDATE signed_action SET seq = NULL, receipt = NULL, detail = printf('%020d', seq)
WHERE scope = ? AND seq > ?
"""


def numbered(session: Session, *, scope: Id, until: int) -> Iterator[tuple[Id, int, Id, bytes]]:
    """Return the numbered entries of a log in order: action, number, id, digest."""
    for action, seq, id_, seal in driver(session).execute(_NUMBERED, (_blob(scope), until)):
        yield Id(action.hex()), seq, Id(id_.hex()), seal


def order(session: Session, *, scope: Id, after: int) -> list[Id]:
    """Return what this PC has of a log after a number, in the order that it once had.

    Refused actions are this PC's own, under whatever name; each comes before the next one of the
    same name that was accepted.
    """
    run, blob = driver(session).execute, _blob(scope)
    accepted = run(_ACCEPTED, (blob, after)).fetchall()
    refused = run(_REFUSED, (blob,)).fetchall()
    found: list[Id] = []
    for id_, device, dseq in accepted:
        before = [one for one in refused if one[1] == device and one[2] < dseq]
        refused = [one for one in refused if one not in before]
        found += [Id(one[0].hex()) for one in before]
        found.append(Id(id_.hex()))
    return found + [Id(one[0].hex()) for one in refused]


def rewind(session: Session, *, scope: Id, seq: int, chain: bytes) -> dict[Id, str]:
    """Take the numbers after one back, and the cursor with them; return the streams it touched.

    What this PC shows of them is to be made again.
    """
    run, blob = driver(session).execute, _blob(scope)
    touched = {Id(stream.hex()): kind for stream, kind in run(_STREAMS, (blob, seq))}
    session.execute(insert(waiver).values(scope=scope, what="renumber"))
    run("UPDATE entry SET seq = NULL WHERE scope = ? AND seq > ?", (blob, seq))
    run(_BEHIND, (blob, seq))
    run(_UNNUMBER, (blob, seq))
    if exchange.cursors(session)[scope].seq > seq:
        exchange.move(session, scope=scope, seq=seq, chain=chain)
    exchange.cut_unproved(session, scope=scope, until=seq)
    session.execute(delete(waiver).where(waiver.c.scope == scope))
    return touched


def release(session: Session, *, scope: Id, actions: Collection[Id]) -> None:
    """Forget signatures of actions that lost their number: they are to be signed here anew."""
    blob = _blob(scope)
    driver(session).executemany(
        "DELETE FROM signed_action WHERE scope = ? AND id = ? AND receipt IS NULL",
        [(blob, _blob(one)) for one in actions],
    )


def make_room(session: Session, *, scope: Id, actions: Iterable[Signed]) -> None:
    """Forget signatures that lost their number and whose place another action has now."""
    blob = _blob(scope)
    driver(session).executemany(
        "DELETE FROM signed_action WHERE scope = ? AND device = ? AND dseq = ? AND id <> ?"
        " AND receipt IS NULL AND detail IS NOT NULL",
        [(blob, _blob(one.device), one.dseq, _blob(one.id)) for one in actions],
    )


def lacks(session: Session, *, scope: Id) -> bool:
    """Return whether something lost its number and has no other yet."""
    asked = "SELECT 1 FROM signed_action WHERE scope = ? AND receipt IS NULL AND detail IS NOT NULL"
    return driver(session).execute(asked, (_blob(scope),)).fetchone() is not None


def _blob(one: Id) -> bytes:
    return bytes.fromhex(one)
