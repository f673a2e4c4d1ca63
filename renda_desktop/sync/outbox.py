"""What this PC offers the server, and what it learns of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import erasing, exchange, forgetting, log, rebuild
from renda_desktop.store.driver import driver
from renda_desktop.store.exchange import Signed
from renda_desktop.sync import signing
from renda_desktop.sync.messages import (
    MOST_ACTIONS,
    MOST_BODIES,
    MOST_ENTRIES,
    NOTHING,
    Checkpoint,
    Pushed,
    SentEntry,
    SignedAction,
    Verdict,
)

Sealed = tuple[Entry, bytes]


class Refused(msgspec.Struct, frozen=True):
    """An action that the server did not take, and why."""

    action: Id
    rule: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a push: verdicts heard, those that were new, and who was refused.

    `foreign`: an action of ours had been brought there under another name, by a copy of this
    database or by this PC before it enrolled anew.
    """

    heard: int = 0
    sent: int = 0
    refused: tuple[Refused, ...] = ()
    foreign: bool = False


def offer(
    session: Session,
    *,
    scope: Id,
    server: Id,
    device: Id,
    key: Ed25519PrivateKey,
    behind: int = 0,
) -> tuple[SignedAction, ...]:
    """Return the next actions of a scope to offer: first those whose verdict never came.

    What is offered for the first time is signed, and the signature kept in this transaction.

    Args:
        behind: the number of the last one that is on its way already.
    """
    earlier = exchange.unanswered(session, scope=scope, most=MOST_ACTIONS, behind=behind)
    if earlier:
        return tuple(bounded(whole(session, earlier)))
    return sign(session, scope=scope, server=server, device=device, key=key)


def sign(
    session: Session, *, scope: Id, server: Id, device: Id, key: Ed25519PrivateKey
) -> tuple[SignedAction, ...]:
    """Sign the next actions of a scope that nobody signed yet, as many as a message holds."""
    last = exchange.last_signed(session, scope=scope, device=device)
    dseq, previous = 0, NOTHING
    left = forgetting.came_to(session, scope=scope, device=device)
    if left is not None:
        dseq, previous = left.dseq, left.link
    if last is not None and last.dseq > dseq:
        before = sent(last, exchange.entries_of(session, action=last))
        dseq, previous = last.dseq, signing.link(before, server=server)
    made, seal = [], signing.signer(key)
    for action in bounded(_fresh(session, scope, device)):
        dseq += 1
        numbered = msgspec.structs.replace(action, dseq=dseq, previous=previous)
        message = signing.action_message(numbered, server=server)
        made.append(msgspec.structs.replace(numbered, signature=seal(message)))
        previous = signing.link_of(message)
    exchange.keep_signed(session, actions=[kept(one) for one in made])
    return tuple(made)


def settle(
    session: Session, *, offered: Iterable[SignedAction], pushed: Pushed, chain_end: int
) -> Settled:
    """Keep the verdicts on what was offered; what was refused has no effect from now on.

    Args:
        chain_end: the last number whose entries are here; a verdict gives a later one.

    Raises:
        Unavailable: the answer speaks of something else, or gives numbers that are taken.
    """
    heard = 0
    foreign = False
    accepted: list[tuple[SignedAction, Verdict]] = []
    refused: list[Refused] = []
    streams: dict[Id, str] = {}
    offered = tuple(offered)
    ids = [one.id for one in offered]
    waiting = exchange.open_of(session, scope=offered[0].scope, actions=ids) if offered else set()
    for action, verdict in zip(offered, pushed.verdicts, strict=False):
        if verdict.action != action.id:
            raise Unavailable("sync.garbled")
        heard += 1
        receipt = signing.receipt(action, seq=verdict.seq, refusal=verdict.refusal)
        if verdict.receipt != receipt and verdict.refusal is None:
            foreign = True  # its number comes with the page that brings it
            continue
        if action.id not in waiting:
            continue  # another process was first
        no = verdict.refusal
        if no is None:
            accepted.append((action, verdict))
            continue
        exchange.answer(
            session, scope=action.scope, action=action.id, receipt=receipt, rule=no.rule,
            detail=no.detail,
        )  # fmt: skip
        refused.append(Refused(action.id, no.rule, no.detail))
        streams.update({entry.stream: entry.kind for entry in action.entries})
    if accepted:
        _number(session, accepted, chain_end)
    rebuild.again(session, streams=streams)
    return Settled(heard, len(accepted) + len(refused), tuple(refused), foreign)


def advance(
    session: Session, *, offered: Sequence[SignedAction], pushed: Pushed, word: Checkpoint
) -> bool:
    """Move the cursor past what the server just took, if nothing of others' lies between.

    The server's signed word says that its log then is what is here: nothing need be fetched.
    """
    cursor = exchange.cursors(session)[word.scope]
    seq, chain = cursor.seq, cursor.chain
    for action, verdict in zip(offered, pushed.verdicts, strict=False):
        if verdict.refusal is None:
            if verdict.seq != seq + 1:
                return False
            seq += len(action.entries)
            chain = signing.chained(chain, entries=action.entries)
    if seq == cursor.seq or (seq, chain) != (word.seq, word.chain):
        return False
    exchange.move(session, scope=word.scope, seq=seq, chain=chain)
    return True


def sent(action: Signed, entries: Iterable[Sealed]) -> SignedAction:
    """Return an action as it travels."""
    return SignedAction(
        id=action.id,
        scope=action.scope,
        device=action.device,
        dseq=action.dseq,
        previous=action.previous,
        signature=action.signature,
        entries=tuple(_sent_entry(entry, seal, action.device) for entry, seal in entries),
        seq=action.seq or 0,
    )


def kept(action: SignedAction, *, receipt: bytes | None = None) -> Signed:
    """Return an action as the store keeps it; with a receipt it has its number."""
    return Signed(
        scope=action.scope,
        id=action.id,
        device=action.device,
        dseq=action.dseq,
        previous=action.previous,
        signature=action.signature,
        seq=action.seq if receipt else None,
        receipt=receipt,
    )


def _fresh(session: Session, scope: Id, device: Id) -> Iterator[SignedAction]:
    """Yield what nobody signed yet, action by action, without number and signature."""
    found = exchange.unsigned(session, scope=scope)
    for action, entries in groupby(found, key=lambda one: one[0].action):
        blank = Signed(scope, action, device, 1, NOTHING, bytes(64))
        yield sent(blank, entries)


def whole(session: Session, some: Iterable[Signed]) -> Iterator[SignedAction]:
    """Yield signed actions as they travel."""
    for one in some:
        yield sent(one, exchange.entries_of(session, action=one))


def bounded(actions: Iterable[SignedAction]) -> Iterator[SignedAction]:
    """Yield actions until one more would be too much for a message; one always goes."""
    entries = size = 0
    for count, action in enumerate(actions, start=1):
        entries += len(action.entries)
        size += sum(len(entry.body or "") * 3 for entry in action.entries)
        if count > 1 and (count > MOST_ACTIONS or entries > MOST_ENTRIES or size > MOST_BODIES):
            return
        yield action


def _sent_entry(entry: Entry, seal: bytes, device: Id) -> SentEntry:
    return SentEntry(
        id=entry.id,
        stream=entry.stream,
        kind=entry.kind,
        author=entry.author,
        recorded_at=entry.recorded_at,
        body=entry.body.decode() if entry.body else None,
        digest=seal,
        device=None if entry.device == device else entry.device,
    )


def _number(session: Session, accepted: list[tuple[SignedAction, Verdict]], chain_end: int) -> None:
    """Give pending entries the numbers that the server gave them, all of one log."""
    scope, end = accepted[0][0].scope, chain_end
    for action, verdict in sorted(accepted, key=lambda one: one[1].seq):
        if verdict.seq <= end:
            raise Unavailable("sync.chain", scope="")
        end = verdict.seq + len(action.entries) - 1
    if _taken(session, scope, min(verdict.seq for _, verdict in accepted), end) and any(
        _taken(session, scope, verdict.seq, verdict.seq + len(action.entries) - 1)
        for action, verdict in accepted
    ):
        raise Unavailable("sync.chain", scope="")
    numbers = [
        (seq, entry.stream, entry.id)
        for action, verdict in accepted
        for seq, entry in enumerate(action.entries, start=verdict.seq)
    ]
    log.number(session, numbers=numbers)
    erasing.carry_out(session, entries=[one for action, _ in accepted for one in action.entries])
    answered = [(action.id, verdict.seq, verdict.receipt) for action, verdict in accepted]
    exchange.accept(session, scope=scope, actions=answered)


def _taken(session: Session, scope: Id, first: int, last: int) -> bool:
    found = driver(session).execute(
        "SELECT 1 FROM entry WHERE scope = ? AND seq BETWEEN ? AND ? LIMIT 1",
        (bytes.fromhex(scope), first, last),
    )
    return found.fetchone() is not None
