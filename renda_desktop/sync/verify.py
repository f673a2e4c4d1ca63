"""Whether what was exchanged still is what devices signed and the server numbered."""

from collections import Counter
from itertools import groupby
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store import checkpoints, exchange, log
from renda_desktop.store.exchange import Cursor, Peer, Signed
from renda_desktop.store.verify import Finding
from renda_desktop.sync import signing, witness
from renda_desktop.sync.messages import Certificate, Checkpoint, Refusal
from renda_desktop.sync.outbox import Sealed, sent

_CERTIFICATE: Final = "verify.certificate"
_SIGNATURE: Final = "verify.signature"
_RECEIPT: Final = "verify.receipt"
_CHAIN: Final = "verify.chain"
_CHECKPOINT: Final = "verify.checkpoint"


def check(session: Session) -> list[Finding]:
    """Check certificates, signatures, receipts, the chain of every log that was exchanged, and
    what the server signed of it.
    """
    peer = exchange.peer(session)
    if peer is None:
        return []
    wrong: Counter[str] = Counter()
    for kept in exchange.certificates(session):
        whole = Certificate(peer.server, *kept)
        message = signing.certificate_message(whole)
        wrong[_CERTIFICATE] += not signing.verified(
            message, signature=whole.signature, key=peer.key
        )
    keys = exchange.keys(session)
    for cursor in exchange.cursors(session).values():
        _check_log(session, cursor, peer, keys, wrong)
    for said in checkpoints.of(session):
        word = msgspec.json.decode(said, type=Checkpoint)
        wrong[_CHECKPOINT] += not witness.sound(word, device=word.device, peer=peer)
    for one in (*exchange.refused(session), *exchange.every_unanswered(session)):
        entries = exchange.entries_of(session, action=one)
        _check_action(one, entries, peer, keys, wrong)
    return [Finding(rule, count=count) for rule, count in sorted(wrong.items()) if count]


def _check_log(
    session: Session, cursor: Cursor, peer: Peer, keys: dict[Id, bytes], wrong: Counter[str]
) -> None:
    expected, chain = 1, bytes(32)
    word = _proved(session, cursor, peer)
    numbered = log.numbered(session, scope=cursor.scope)
    for action, group in groupby(numbered, key=lambda one: one[0].action):
        entries = list(group)
        first = entries[0][0].seq or 0
        signed = exchange.signed(session, scope=cursor.scope, action=action)
        if signed is None or signed.seq != first:
            wrong[_SIGNATURE] += 1
        else:
            _check_action(signed, entries, peer, keys, wrong)
        if first > cursor.seq:
            continue  # ours, numbered ahead of what came
        wrong[_CHAIN] += [e.seq for e, _ in entries] != [*range(expected, expected + len(entries))]
        expected += len(entries)
        chain = signing.chained_seals(chain, seals=((e.id, seal) for e, seal in entries))
        if word is not None and expected - 1 == word.seq:
            wrong[_CHECKPOINT] += chain != word.chain
    wrong[_CHAIN] += (expected - 1, chain) != (cursor.seq, cursor.chain)


def _proved(session: Session, cursor: Cursor, peer: Peer) -> Checkpoint | None:
    """Return what the server signed of a log that came as far here, in its present epoch."""
    said = checkpoints.proved(session, scope=cursor.scope)
    word = None if said is None else msgspec.json.decode(said, type=Checkpoint)
    return word if word is not None and word.epoch == peer.epoch else None


def _check_action(
    one: Signed, entries: list[Sealed], peer: Peer, keys: dict[Id, bytes], wrong: Counter[str]
) -> None:
    action = sent(one, entries)
    message = signing.action_message(action, server=peer.server)
    key = keys.get(one.device, b"")
    wrong[_SIGNATURE] += not signing.verified(message, signature=one.signature, key=key)
    if one.receipt is not None:
        refusal = None if one.rule is None else Refusal(one.rule, one.detail or "")
        due = signing.receipt(action, seq=one.seq or 0, refusal=refusal)
        wrong[_RECEIPT] += one.receipt != due
