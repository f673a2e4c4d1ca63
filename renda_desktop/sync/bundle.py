"""A PC's word in an exchange by file: all that the server has not answered yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import checkpoints, exchange, settings
from renda_desktop.store.exchange import Peer
from renda_desktop.sync import carried, enrolling, freight, outbox, sealed, signing, wire
from renda_desktop.sync.carried import Invitation, Outgoing
from renda_desktop.sync.enrolling import held
from renda_desktop.sync.loop import Place
from renda_desktop.sync.messages import (
    Enrol,
    Hello,
    Pull,
    Push,
    SignedAction,
)

_ALL: Final = 2**31


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle for the server: the actions in it, and whether some did not go in."""

    data: bytes
    actions: int
    more: bool


def accept(place: Place, *, invitation: bytes, code: str) -> Peer:
    """Take an invitation that opens with a code, and return its server.

    From now on the PC goes by a new name; the server lets it in when the first bundle comes.

    Raises:
        Unavailable: the file or the code is wrong; nothing changed.
    """
    try:
        opened = sealed.unseal(invitation, key=sealed.code_key(code))
    except Unavailable as failure:
        raise Unavailable("bundle.code") if failure.rule == "bundle.foreign" else failure from None
    said = carried.decode(opened.content, kind=Invitation)
    if opened.writer != said.server_key:
        raise Unavailable("bundle.damaged")
    peer = Peer(said.server, said.server_key, "", said.epoch)
    request = enrolling.asking(place, code=code)
    with place.session(writes=True) as session:
        enrolling.check_other(session, peer)
        if settings.get(session, key="device") != request.device:
            exchange.forget_unanswered(session)
        exchange.keep_peer(session, peer=peer)
        for one in held(session):
            exchange.grant(session, scope=one.id, kind=one.kind, name=one.name, writes=True)
        settings.put(session, key="device", value=request.device)
        settings.put(session, key=enrolling.BY_BUNDLE, value=msgspec.json.encode(request).decode())
    return peer


def export(place: Place) -> Exported:
    """Return a bundle with all that the server has not answered yet.

    Raises:
        Unavailable: the PC is not enrolled, or its own disk fails.
    """
    key = signing.device_key(place.key, device=place.device)
    with place.session(writes=True) as session:
        peer = peer_of(session)
        packed = _Packed()
        for scope in sorted(() if peer.forked else _writable(session) - _unsettled(session, peer)):
            while outbox.sign(
                session, scope=scope, server=peer.server, device=place.device, key=key
            ):
                pass
            packed.take(_pushes(session, place, peer, scope))
        pulls = tuple(
            Pull(peer.server, peer.epoch, one.scope, place.device, one.seq)
            for one in exchange.cursors(session).values()
        )
        hello = Hello(peer.server, place.device, place.clock(), version("renda-desktop"))
        names, files = freight.load(session, epoch=peer.epoch)
        asks = enrolling_request(session)
    outgoing = Outgoing(hello, tuple(packed.parts), pulls, asks, names, files)
    data = sealed.seal(carried.encode(outgoing), to=peer.key, by=key)
    return Exported(data, packed.actions, packed.more)


@dataclass(slots=True)
class _Packed:
    """Packed messages, as many as a bundle holds."""

    parts: list[bytes] = field(default_factory=list)
    actions: int = 0
    size: int = 0
    more: bool = False

    def take(self, pushes: Iterator[Push]) -> None:
        for push in pushes:
            part = wire.pack(push)
            if self.size + len(part) > carried.MOST_RECORDS:
                self.more = True
                return
            self.parts.append(part)
            self.size += len(part)
            self.actions += len(push.actions)


def _pushes(session: Session, place: Place, peer: Peer, scope: Id) -> Iterator[Push]:
    """Yield what waits in a scope, message by message."""
    waiting = exchange.unanswered(session, scope=scope, most=_ALL)
    while waiting:
        actions: tuple[SignedAction, ...] = tuple(outbox.bounded(outbox.whole(session, waiting)))
        yield Push(peer.server, peer.epoch, scope, place.device, actions)
        waiting = waiting[len(actions) :]


def _writable(session: Session) -> set[Id]:
    """Return the logs where something may wait, those taken from this PC included."""
    granted = {one.scope for one in exchange.cursors(session).values() if one.writes}
    return granted | exchange.waiting(session)


def _unsettled(session: Session, peer: Peer) -> set[Id]:
    """Return the logs of which a server that was put back may lack what this PC has."""
    last = {one: checkpoints.settled(session, scope=one) for one in exchange.cursors(session)}
    return {one for one, epoch in last.items() if epoch not in (None, peer.epoch)}


def peer_of(session: Session) -> Peer:
    """Return the server of this PC; Unavailable where it has none."""
    peer = exchange.peer(session)
    if peer is None:
        raise Unavailable("sync.not_enrolled")
    return peer


def enrolling_request(session: Session) -> Enrol | None:
    """Return what asks to let this PC in; None once that is answered."""
    kept = settings.get(session, key=enrolling.BY_BUNDLE)
    return None if kept is None else msgspec.json.decode(kept, type=Enrol)
