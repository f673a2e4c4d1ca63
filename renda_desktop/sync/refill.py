"""Bringing a server what it lost: up to where both agree nothing, after that all that is here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange, rebuild, refilling, schema
from renda_desktop.store.exchange import Peer
from renda_desktop.sync import outbox, signing
from renda_desktop.sync.link import Link
from renda_desktop.sync.messages import (
    MOST_ACTIONS,
    NOTHING,
    Certificate,
    Compare,
    Kept,
    Point,
    Pushed,
    Refill,
    Refusal,
    SignedAction,
)

if TYPE_CHECKING:
    from renda_desktop.sync.loop import Place

_START: Final = Point(0, NOTHING)
_TWIN: Final = "sync.twin"  # the server has another action in its place; offered anew, as ours


@dataclass(slots=True)
class Brought:
    """What became of what was brought after the point that both agree on.

    `moved`: something has another number there, or none yet here. `forked`: the server has had
    this device's word already, so this is another copy of its database.
    """

    agreed: Point
    head: int
    moved: bool = False
    forked: bool = False
    turned: dict[Id, tuple[bytes, Refusal]] = field(default_factory=dict)
    twins: list[Id] = field(default_factory=list)


def bring(
    place: "Place", *, link: Link, peer: Peer, scope: Id, stop: Callable[[], bool]
) -> Brought:
    """Find where both logs agree, and bring everything after it; nothing is changed here yet.

    Raises:
        Unavailable: it did not get done; the next exchange begins again.
    """
    with place.session() as session:
        points = list(_ends(session, scope))
    agreed, head = _agreed(place, link, peer, scope, points)
    with place.session() as session:
        waiting = refilling.order(session, scope=scope, after=agreed.seq)
    brought, done = Brought(agreed, head), False
    while not done:
        if stop():
            raise Unavailable("sync.stopped")
        with place.session() as session:
            some = list(_bounded(session, scope, waiting))
            certificates = _certificates(session, peer, some)
        done = len(some) == len(waiting)
        answer = link.refill(
            Refill(
                peer.server, peer.epoch, scope, place.device, tuple(some), certificates, done=done
            )
        )
        _hear(brought, some, answer, peer)
        if brought.forked:
            return brought
        del waiting[: len(some)]
    return brought


def accept(session: Session, *, scope: Id, brought: Brought, project: bool) -> None:
    """Do here what the server's answers come to, in one transaction.

    Args:
        project: whether what is shown is made again at once; else it is forgotten.
    """
    if not brought.moved:
        return
    agreed = brought.agreed
    touched = refilling.rewind(session, scope=scope, seq=agreed.seq, chain=agreed.chain)
    here = exchange.signed_of(session, scope=scope, actions=list(brought.turned))
    for action, (receipt, no) in brought.turned.items():
        if here[action].receipt is None:
            exchange.answer(
                session, scope=scope, action=action, receipt=receipt, rule=no.rule,
                detail=no.detail,
            )  # fmt: skip
            touched.update(_streams(session, here[action]))
    refilling.release(session, scope=scope, actions=brought.twins)
    if project:
        rebuild.again(session, streams=touched)
    elif touched:
        schema.forget_projection(session)


def _streams(session: Session, action: exchange.Signed) -> dict[Id, str]:
    entries = exchange.entries_of(session, action=action)
    return {entry.stream: entry.kind for entry, _ in entries}


def _ends(session: Session, scope: Id) -> Iterator[Point]:
    """Yield the ends of all actions up to the cursor, and the chain there."""
    until, chain = exchange.cursors(session)[scope].seq, NOTHING
    found = refilling.numbered(session, scope=scope, until=until)
    for _, group in groupby(found, key=lambda one: one[0]):
        entries = list(group)
        chain = signing.chained_seals(chain, seals=((id_, seal) for *_, id_, seal in entries))
        yield Point(entries[-1][1], chain)


def _agreed(
    place: "Place", link: Link, peer: Peer, scope: Id, points: Sequence[Point]
) -> tuple[Point, int]:
    """Return the last of our points that the server's log leads through, and its head.

    First near the end, ever further from it, then between the two that tell most.
    """
    good, bad = -1, len(points)
    probes = [bad - 2**step for step in range(bad.bit_length()) if bad - 2**step >= 0]
    while True:
        asked = tuple(points[at] for at in probes)
        told = link.compare(Compare(peer.server, peer.epoch, scope, place.device, asked))
        if told.epoch != peer.epoch or told.agreed not in (*asked, _START):
            raise Unavailable("sync.garbled")
        hit = next((at for at in probes if points[at] == told.agreed), good)
        bad = min((at for at in probes if at > hit), default=bad)
        good = max(hit, good)
        if bad - good <= 1:
            return (points[good] if good >= 0 else _START), told.head
        step = max((bad - good) // MOST_ACTIONS, 1)
        probes = list(range(bad - 1, good, -step))[:MOST_ACTIONS]


def _bounded(session: Session, scope: Id, waiting: Sequence[Id]) -> Iterator[Kept]:
    """Yield what goes into one message."""
    next_ = list(waiting[:MOST_ACTIONS])
    signed = exchange.signed_of(session, scope=scope, actions=next_)
    in_order = [signed[one] for one in next_]
    for action in outbox.bounded(outbox.whole(session, in_order)):
        one = signed[action.id]
        refusal = None if one.rule is None else Refusal(one.rule, one.detail or "")
        yield Kept(action, refusal)


def _certificates(session: Session, peer: Peer, some: Sequence[Kept]) -> tuple[Certificate, ...]:
    named = {one.action.device for one in some}
    known = exchange.certificates(session)
    return tuple(Certificate(peer.server, *one) for one in known if one[0] in named)


def _hear(brought: Brought, some: Sequence[Kept], answer: Pushed, peer: Peer) -> None:
    """Take note of what the server says to some of what was brought."""
    ids = [one.action.id for one in some]
    said = [one.action for one in answer.verdicts]
    whole = said == ids or (answer.forked and said == ids[: len(said)])
    if answer.epoch != peer.epoch or not whole:
        raise Unavailable("sync.garbled")
    brought.head = max(brought.head, answer.head)
    brought.forked = answer.forked
    for one, verdict in zip(some, answer.verdicts, strict=False):
        no = verdict.refusal
        if one.refusal is not None:
            continue
        brought.moved = brought.moved or no is not None or verdict.seq != one.action.seq
        if no is not None and no.rule == _TWIN:
            brought.twins.append(one.action.id)
        elif no is not None:
            brought.turned[one.action.id] = (_receipt(one.action, no), no)


def _receipt(action: SignedAction, no: Refusal) -> bytes:
    return signing.receipt(action, seq=0, refusal=no)
