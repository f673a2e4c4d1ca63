"""What the server signed of its logs: kept, compared with what it says now, and shown to it."""

import platform
from collections.abc import Iterable
from importlib.metadata import version

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.fields import LONGEST_LINE
from renda_desktop.domain.ids import Id
from renda_desktop.store import checkpoints, exchange, refilling
from renda_desktop.store.exchange import Peer
from renda_desktop.sync import signing
from renda_desktop.sync.messages import Certificate, Checkpoint, Welcome, Witness


def sound(word: Checkpoint, *, device: Id, peer: Peer) -> bool:
    """Return whether the server signed this for us."""
    message = signing.checkpoint_message(word, server=peer.server)
    signed = signing.verified(message, signature=word.signature, key=peer.key)
    return word.device == device and signed


def kept(session: Session, *, device: Id, scope: Id | None = None) -> list[Checkpoint]:
    """Return what the server ever said of its logs, as far as it still matters."""
    words = checkpoints.of(session, scope=scope)
    found = [msgspec.json.decode(one, type=Checkpoint) for one in words]
    return [one for one in found if one.device == device]


def hear(session: Session, *, words: Iterable[Checkpoint | None], device: Id, peer: Peer) -> None:
    """Keep words that the log here has not reached: the server stands by them."""
    for word in words:
        if word is not None and sound(word, device=device, peer=peer):
            _keep(session, word, proved=False)


def prove(session: Session, *, word: Checkpoint | None, device: Id, peer: Peer) -> bool:
    """Keep a word on a log that came just as far here; return whether there was one.

    Raises:
        Unavailable: the server signed another history than it sent.
    """
    if word is None or refilling.lacks(session, scope=word.scope):
        return False
    cursor = exchange.cursors(session)[word.scope]
    if cursor.seq != word.seq or not sound(word, device=device, peer=peer):
        return False
    if cursor.chain != word.chain:
        raise Unavailable("sync.two_histories", scope=cursor.name)
    known = [(one.epoch, one.seq) for one in kept(session, device=device, scope=word.scope)]
    here = settled(session, scope=word.scope, device=device, epoch=word.epoch)
    if not here or known != [(word.epoch, word.seq)]:
        _keep(session, word, proved=True)
    return True


def settled(session: Session, *, scope: Id, device: Id, epoch: int) -> bool:
    """Return whether a log here proved to be the server's in this epoch."""
    ours = kept(session, device=device, scope=scope)
    return bool(ours) and checkpoints.settled(session, scope=scope) == epoch


def doubted(session: Session, *, welcome: Welcome, device: Id) -> bool:
    """Return whether a server says less, or something else, than it signed before."""
    heads = {one.id: one.head for one in welcome.scopes}
    chains = {(one.scope, one.seq): one.chain for one in welcome.checkpoints}
    for word in kept(session, device=device):
        if word.epoch > welcome.epoch:
            return True
        if word.scope not in heads:
            if word.scope not in welcome.ended:
                return True
        elif word.epoch == welcome.epoch and (
            heads[word.scope] < word.seq
            or chains.get((word.scope, word.seq), word.chain) != word.chain
        ):
            return True
    return False


def show(session: Session, *, device: Id, peer: Peer) -> Witness | None:
    """Return what to show a server that seems to have forgotten; None without a certificate."""
    mine = next((one for one in exchange.certificates(session) if one[0] == device), None)
    if mine is None:
        return None
    return Witness(
        server=peer.server,
        device=device,
        version=version("renda-desktop"),
        certificate=Certificate(peer.server, *mine),
        checkpoints=tuple(kept(session, device=device)),
        name=platform.node()[:LONGEST_LINE],
    )


def _keep(session: Session, word: Checkpoint, *, proved: bool) -> None:
    said = msgspec.json.encode(word)
    checkpoints.keep(
        session, scope=word.scope, epoch=word.epoch, seq=word.seq, said=said, proved=proved
    )
