"""The server's answer in an exchange by file: checked whole, then taken scope by scope."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

import msgspec

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import checkpoints, exchange, rebuild, schema, settings
from renda_desktop.store.exchange import Cursor, Peer
from renda_desktop.sync import (
    carried,
    enrolling,
    freight,
    granted,
    inbox,
    outbox,
    report,
    sealed,
    signing,
    wire,
    witness,
)
from renda_desktop.sync.bundle import enrolling_request, peer_of
from renda_desktop.sync.carried import Answering, Heard
from renda_desktop.sync.loop import Place
from renda_desktop.sync.messages import PROTOCOL, Checkpoint, Page, Pushed
from renda_desktop.sync.outbox import Refused
from renda_desktop.sync.report import Report, Trouble

T = TypeVar("T")

_LATEST: Final = "exchange.bundle_at"
_MANY: Final = 3000  # above this many new entries, the projection is made again from zero


def take(place: Place, *, data: bytes) -> Report:
    """Take the server's answer, and say what it brought; a second time it brings nothing.

    Raises:
        Unavailable: the file is not from our server to this PC, or is of before the server was
            put back; nothing changed.
    """
    with place.session() as session:
        peer, asked = peer_of(session), enrolling_request(session)
    key = signing.device_key(place.key, device=place.device)
    opened = sealed.unseal(data, key=key)
    if opened.writer != peer.key:
        raise Unavailable("bundle.sender")
    said = carried.decode(opened.content, kind=Answering)
    if (said.welcome.server, said.device) != (peer.server, place.device):
        raise Unavailable("bundle.sender")
    if said.welcome.epoch < peer.epoch:
        raise Unavailable("bundle.past_epoch")
    if said.welcome.protocol > PROTOCOL:
        raise Unavailable("sync.newer")
    if said.enrolled is not None and asked is not None:
        enrolling.accept(place, enrolled=said.enrolled, request=asked, url=peer.url, ca=peer.ca)
    return _Taking(place, peer, said).all()


@dataclass(slots=True)
class _Taking:
    """An answer that is being taken."""

    place: Place
    peer: Peer
    said: Answering
    sent: int = 0
    received: int = 0
    refused: list[Refused] = field(default_factory=list)
    conflicts: set[Id] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    project: bool = True

    def all(self) -> Report:
        """Take the verdicts, then the pages; a scope that fails does not hold up the others."""
        self._greet()
        for heard in self.said.heard:
            self._try(self._hear, heard)
        for part in self.said.pages:
            self._try(self._page, part)
        for word in self.said.welcome.checkpoints:
            self._try(self._prove, word)
        self._unload()
        if self.said.more:
            self.troubles.append(report.trouble(Unavailable("bundle.more")))
        return self._finish()

    def _greet(self) -> None:
        welcome = self.said.welcome
        at = str(int(welcome.at.timestamp())).zfill(12)
        with self.place.session(writes=True) as session:
            if at >= (settings.get(session, key=_LATEST) or ""):
                settings.put(session, key=_LATEST, value=at)
                self.peer = msgspec.structs.replace(peer_of(session), epoch=welcome.epoch)
                exchange.keep_peer(session, peer=self.peer)
                granted.keep(session, scopes=welcome.scopes, ended=welcome.ended)
            here = exchange.cursors(session)
        new = (one.head - here[one.id].seq for one in welcome.scopes if one.id in here)
        self.project = sum(max(one, 0) for one in new) < _MANY

    def _try(self, step: Callable[[T], None], what: T) -> None:
        try:
            step(what)
        except Unavailable as failure:
            told = report.trouble(failure)
            if told not in self.troubles:
                self.troubles.append(told)

    def _hear(self, heard: Heard) -> None:
        """Keep the verdicts on one scope's actions; those of another database are not ours."""
        with self.place.session(writes=True) as session:
            cursor = exchange.cursors(session).get(heard.scope)
            name = cursor.name if cursor else ""
            end = cursor.seq if cursor else 0
            for verdict in heard.verdicts:
                kept = exchange.signed(session, scope=heard.scope, action=verdict.action)
                if kept is None or kept.receipt is not None:
                    continue
                (action,) = outbox.whole(session, [kept])
                pushed = Pushed(self.peer.epoch, heard.head, (verdict,))
                came = outbox.settle(session, offered=[action], pushed=pushed, chain_end=end)
                self.sent += came.sent - len(came.refused)
                self.refused += came.refused
        if heard.forked:
            self._fork()
            raise Unavailable("sync.forked", scope=name)
        if heard.rule is not None:
            raise Unavailable(heard.rule, scope=name)

    def _page(self, part: bytes) -> None:
        page = wire.unpack(part, kind=Page)
        with self.place.session() as session:
            after, keys = exchange.cursors(session).get(page.scope), exchange.keys(session)
        if after is None:
            return
        rest = _rest(page, after)
        if rest is None:
            return
        checked = inbox.check(rest, after=after, peer=self.peer, keys=keys)
        with self.place.session(writes=True) as session:
            taken = inbox.take(
                session, checked=checked, device=self.place.device, project=self.project
            )
        self.received += taken.entries
        self.conflicts |= taken.conflicts
        if taken.twin:
            self._fork()
            raise Unavailable("sync.forked", scope=after.name)

    def _prove(self, word: Checkpoint) -> None:
        """Keep the server's word on a log; where it lacks what is here, only a network helps."""
        device, peer = self.place.device, self.peer
        with self.place.session(writes=True) as session:
            cursor = exchange.cursors(session).get(word.scope)
            last = checkpoints.settled(session, scope=word.scope)
            if cursor is None or word.epoch != peer.epoch:
                return
            try:
                proved = witness.prove(session, word=word, device=device, peer=peer)
            except Unavailable:
                if last == peer.epoch:
                    raise
                proved = False
            if not proved and last not in (None, peer.epoch) and word.seq <= cursor.seq:
                raise Unavailable("bundle.refill", scope=cursor.name)

    def _unload(self) -> None:
        held = {one.scope: one.here for one in self.said.names}
        with self.place.session(writes=True) as session:
            freight.unload(session, files=self.said.files, epoch=self.peer.epoch)
            freight.settle(session, held=held, epoch=self.peer.epoch)

    def _fork(self) -> None:
        self.peer = msgspec.structs.replace(self.peer, forked=True)
        with self.place.session(writes=True) as session:
            exchange.keep_peer(session, peer=self.peer)

    def _finish(self) -> Report:
        with self.place.session(writes=True) as session:
            if not self.project:
                schema.bring_projection(session)
                self.conflicts |= set(rebuild.in_conflict(session))
            return report.close(session, of=self, at=self.place.clock())


def _rest(page: Page, after: Cursor) -> Page | None:
    """Return what a page has that is not here yet; None if that is nothing.

    Raises:
        Unavailable: something between is missing.
    """
    if page.until <= after.seq:
        return None
    rest = tuple(one for one in page.actions if one.seq > after.seq)
    if not rest or rest[0].seq != after.seq + 1:
        last = (rest[0].seq if rest else page.until) - 1
        raise Unavailable("bundle.gap", scope=after.name, first=after.seq + 1, last=last)
    return msgspec.structs.replace(page, actions=rest)
