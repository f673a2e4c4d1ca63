"""One exchange with the server: greet it, send what waits, take what it has."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Final, Protocol

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange as kept
from renda_desktop.store import log, rebuild, schema
from renda_desktop.store.exchange import Cursor, Peer
from renda_desktop.sync import (
    catchup,
    granted,
    inbox,
    leaving,
    outbox,
    proving,
    refill,
    report,
    showing,
    signing,
    witness,
)
from renda_desktop.sync.link import Link
from renda_desktop.sync.messages import (
    PROTOCOL,
    Checkpoint,
    Hello,
    Pull,
    Push,
    Pushed,
    Scope,
    SignedAction,
    Welcome,
)
from renda_desktop.sync.outbox import Refused
from renda_desktop.sync.report import Report, Trouble

_MANY: Final = 3000  # new entries: with more, what is shown is made when all is here
_GONE: Final = -1
_FULL: Final = 100  # actions in a push: more may wait
_TRIES: Final = 3  # where actions of ours had come there under another name

# The next scope would fare no better.
_OF_ALL: Final = frozenset({
    "sync.offline", "sync.slow", "sync.not_the_server", "sync.other_server", "sync.certificate",
    "sync.busy", "sync.broken", "sync.revoked", "sync.unknown_device", "sync.clock", "sync.newer",
    "sync.stopped", "sync.letter",
})  # fmt: skip

_DOUBTS: Final = frozenset({"sync.behind", "sync.chain", "sync.two_histories", "sync.forked"})

Stop = Callable[[], bool]
Progress = Callable[[int], object]
_FETCHED: Final = 50  # percent: what then remains is making the projection


class Sessions(Protocol):
    """Opens one transaction of the database."""

    def __call__(self, *, writes: bool = False) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """The PC that exchanges: its database, its name, the database key, its clock.

    `alone`: nobody works here yet, so that nobody waits for the database.
    """

    session: Sessions
    device: Id
    key: bytes
    clock: Callable[[], datetime]
    alone: bool = False


def exchange(
    place: Place,
    *,
    link: Link,
    stop: Stop = lambda: False,
    progress: Progress = lambda _: None,
) -> Report:
    """Exchange every log with the server, and say how it went.

    What was settled before something failed stays settled. Nothing waits for the network while
    a transaction is open.

    Args:
        progress: called with the percentage done, where so much is new that it takes a while.

    Raises:
        Unavailable: the PC is not enrolled, or its own disk fails.
    """
    with place.session() as session:
        peer = kept.peer(session)
    if peer is None:
        raise Unavailable("sync.not_enrolled")
    run = _Run(place, link, stop, peer, progress)
    run.all()
    if not (run.sent or run.received or stop()):
        run.prove()
    return run.finish()


def pause(failures: int, *, chance: float, least: float = 0) -> float:
    """Return how many seconds to wait after some failures in a row, at most some ten minutes.

    Args:
        chance: 0 … 1, so that many PCs do not come back at the same moment.
        least: what the server asked for.
    """
    longest: float = min(5.0 * 2 ** min(failures, 7), 600.0)
    return least + longest * (0.5 + chance / 2)


def _left(here: dict[Id, Cursor], granted: Iterable[Scope]) -> list[Scope]:
    """Return the logs that were taken from this PC."""
    gone = here.keys() - {one.id for one in granted}
    return [Scope(one, here[one].kind, here[one].name, _GONE) for one in sorted(gone)]


@dataclass(slots=True)
class _Run:
    """One exchange on its way."""

    place: Place
    link: Link
    stop: Stop
    peer: Peer
    progress: Progress
    sent: int = 0
    received: int = 0
    refused: list[Refused] = field(default_factory=list)
    conflicts: set[Id] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    project: bool = True
    due: showing.Due = field(default_factory=showing.Due)
    new: int = 0
    words: dict[Id, Checkpoint] = field(default_factory=dict)
    writable: set[Id] = field(default_factory=set)
    ended: tuple[Id, ...] = ()
    shown: bool = False  # the server was shown what it signed

    def all(self) -> None:
        """Exchange scope by scope; a scope that fails does not hold up the others."""
        try:
            scopes = self._greet(self._welcomed())
            while self._each(scopes):
                scopes = self._greet(self._show())
                self.troubles = [one for one in self.troubles if one.rule == "sync.forked"]
        except Unavailable as failure:
            self.troubles.append(report.trouble(failure))
            if failure.rule == "sync.letter":
                self._fork()

    def _each(self, scopes: Iterable[Scope]) -> bool:
        """Exchange every log; return whether the server is to be shown what it signed."""
        for scope in scopes:
            try:
                self._scope(scope)
            except Unavailable as failure:
                if failure.rule in _DOUBTS and not self.shown:
                    return True
                self.troubles.append(report.trouble(failure))
                if failure.rule in _OF_ALL:
                    return False
        self.troubles += leaving.follow(
            self.place, link=self.link, peer=self.peer, ended=self.ended
        )
        return False

    def prove(self) -> None:
        """Check, while nothing else is to be done, what a first sync left for later."""
        try:
            proving.go_on(self.place, peer=self.peer)
        except Unavailable as failure:
            self.troubles.append(report.trouble(failure))

    def finish(self) -> Report:
        """Bring the projection up to date, and keep what happened."""
        if not self.project:
            self.conflicts |= showing.bring(
                self.place, due=self.due, stop=self.stop, progress=self._projected
            )
        with self.place.session(writes=True) as session:
            if not self.troubles and kept.waiting(session) - self.writable:
                self.troubles.append(report.trouble(Unavailable("sync.not_granted")))
            done = Report(
                at=self.place.clock(),
                sent=self.sent,
                received=self.received,
                refused=tuple(self.refused),
                conflicts=tuple(sorted(self.conflicts)),
                left=log.pending(session),
                troubles=tuple(self.troubles),
            )
            report.keep(session, report=done)
        return done

    def _welcomed(self) -> Welcome:
        """Greet the server, and show it what it signed where it seems to have forgotten."""
        peer, device = self.peer, self.place.device
        hello = Hello(peer.server, device, self.place.clock(), version("renda-desktop"))
        try:
            welcome = self._checked(self.link.hello(hello))
        except Unavailable as failure:
            if failure.rule != "sync.unknown_device":
                raise
            return self._show()
        with self.place.session() as session:
            doubted = witness.doubted(session, welcome=welcome, device=device)
        return self._show() if doubted else welcome

    def _show(self) -> Welcome:
        self.shown = True
        with self.place.session() as session:
            request = witness.show(session, device=self.place.device, peer=self.peer)
        if request is None:
            raise Unavailable("sync.unknown_device")
        welcome = self._checked(self.link.witness(request))
        if any(welcome.epoch < word.epoch for word in request.checkpoints):
            raise Unavailable("sync.garbled")  # said before
        return welcome

    def _checked(self, welcome: Welcome) -> Welcome:
        if welcome.server != self.peer.server:
            raise Unavailable("sync.other_server")
        if welcome.protocol > PROTOCOL:
            raise Unavailable("sync.newer")
        return welcome

    def _greet(self, welcome: Welcome) -> tuple[Scope, ...]:
        self._remember(msgspec.structs.replace(self.peer, epoch=welcome.epoch))
        with self.place.session(writes=True) as session:
            granted.keep(session, scopes=welcome.scopes, ended=welcome.ended)
            here = kept.cursors(session)
            if not self.due.streams:
                self.due.whole = schema.has_projection(session)
        self.ended = welcome.ended
        self.words = {one.scope: one for one in welcome.checkpoints}
        self.writable = {one.id for one in welcome.scopes if one.writes}
        self.new = sum(max(one.head - here[one.id].seq, 0) for one in welcome.scopes)
        self.project = self.due.whole and self.new < _MANY
        return (*welcome.scopes, *_left(here, welcome.scopes))

    def _scope(self, scope: Scope) -> None:
        place, head = self.place, scope.head
        with place.session() as session:
            first = kept.last_signed(session, scope=scope.id, device=place.device) is None
            settled = witness.settled(
                session, scope=scope.id, device=place.device, epoch=self.peer.epoch
            )
        if head == _GONE:
            # No longer ours: what was done before we heard of it still gets its verdict, unless
            # the server lost what we did before that.
            if first or settled:
                self._push(scope, 0)
            return
        if not settled:
            head = self._bring(scope)
        if first or not settled:
            # What we wrote under an earlier name may have come there already.
            self._pull(scope, head)
        if scope.writes or self._waits(scope):
            for _ in range(_TRIES):
                head, foreign = self._push(scope, head)
                if not foreign:
                    break
                self._pull(scope, head, look=True)
            else:
                raise Unavailable("sync.garbled")
        self._pull(scope, head)
        if self.stop():
            raise Unavailable("sync.stopped")
        with place.session(writes=True) as session:
            word = self.words.get(scope.id)
            witness.prove(session, word=word, device=place.device, peer=self.peer)

    def _bring(self, scope: Scope) -> int:
        """Bring what a server that was put back lacks; return where its log stands then."""
        place = self.place
        with place.session() as session:
            if not kept.begun(session, scope=scope.id):
                return scope.head
        brought = refill.bring(
            place, link=self.link, peer=self.peer, scope=scope.id, stop=self.stop
        )
        if brought.forked:
            self._stop_forked(scope)
        with place.session(writes=True) as session:
            refill.accept(session, scope=scope.id, brought=brought, project=not place.alone)
        return brought.head

    def _waits(self, scope: Scope) -> bool:
        """Return whether something was written here while that was still allowed."""
        with self.place.session() as session:
            return scope.id in kept.waiting(session)

    def _push(self, scope: Scope, head: int) -> tuple[int, bool]:
        """Send what waits; return the server's head, and whether a page must tell first."""
        offered = self._offer(scope)
        while offered and not self.stop():
            pushed, more = self._send(scope, offered)
            came = self._settle(scope, offered, pushed)
            head = max(head, pushed.head)
            if came.foreign:
                return head, True
            if pushed.forked:
                self._stop_forked(scope)
            if not came.heard:
                raise Unavailable("sync.garbled")
            offered = more if came.heard == len(offered) and more else self._offer(scope)
        return head, False

    def _offer(self, scope: Scope, *, ahead: bool = False) -> tuple[SignedAction, ...]:
        """Return the next actions to send; `ahead` signs those behind what is on its way."""
        place = self.place
        if self.peer.forked:
            return ()
        key = signing.device_key(place.key, device=place.device)
        offer = outbox.sign if ahead else outbox.offer
        with place.session(writes=True) as session:
            return offer(
                session, scope=scope.id, server=self.peer.server, device=place.device, key=key
            )

    def _send(
        self, scope: Scope, offered: tuple[SignedAction, ...]
    ) -> tuple[Pushed, tuple[SignedAction, ...]]:
        """Send actions; where many wait, sign the next ones while the server reads these."""
        push = Push(self.peer.server, self.peer.epoch, scope.id, self.place.device, offered)
        if len(offered) < _FULL:
            return self.link.push(push), ()
        with ThreadPoolExecutor(1, "renda-push") as pool:
            coming = pool.submit(self.link.push, push)
            more = self._offer(scope, ahead=True)
            return coming.result(), more

    def _settle(
        self, scope: Scope, offered: tuple[SignedAction, ...], pushed: Pushed
    ) -> outbox.Settled:
        """Keep the verdicts, and move the cursor where the server's log is what is here."""
        device, word = self.place.device, pushed.checkpoint
        with self.place.session(writes=True) as session:
            end = kept.cursors(session)[scope.id].seq
            came = outbox.settle(session, offered=offered, pushed=pushed, chain_end=end)
            if not came.foreign and word is not None and word.scope == scope.id:
                ours = word.epoch == self.peer.epoch
                sound = ours and witness.sound(word, device=device, peer=self.peer)
                if sound and outbox.advance(session, offered=offered, pushed=pushed, word=word):
                    self.words[scope.id] = word
            witness.hear(session, words=[word], device=device, peer=self.peer)
        self.sent += came.sent - len(came.refused)
        self.refused += came.refused
        return came

    def _pull(self, scope: Scope, head: int, *, look: bool = False) -> None:
        """Take page after page until the server's head; `look` asks although there is no need."""
        place, peer = self.place, self.peer
        self._catch_up(scope)
        while not self.stop():
            with place.session() as session:
                after, keys = kept.cursors(session)[scope.id], kept.keys(session)
            if head == after.seq and not look:
                return  # a lesser head was heard before others, or another process, went on
            page = self.link.pull(
                Pull(peer.server, self.peer.epoch, scope.id, place.device, after.seq)
            )
            if page.head < after.seq:
                raise Unavailable("sync.behind", scope=after.name)
            self._take(inbox.check(page, after=after, peer=peer, keys=keys))
            if page.checkpoint is not None:
                self.words[scope.id] = page.checkpoint
            head, look = page.head, False
            if page.until == after.seq and head > after.seq:
                raise Unavailable("sync.garbled")

    def _catch_up(self, scope: Scope) -> None:
        """Take parts, where much is new and the server has signed what they lead to."""
        place, word = self.place, self.words.get(scope.id)
        with place.session() as session:
            after, keys = kept.cursors(session)[scope.id], kept.keys(session)
        if word is None or word.seq - after.seq < catchup.FAR:
            return
        if word.epoch != self.peer.epoch or not witness.sound(
            word, device=place.device, peer=self.peer
        ):
            raise Unavailable("sync.signature")
        with rebuild.undisturbed():
            for checked in catchup.parts(
                self.link, peer=self.peer, after=after, word=word, keys=keys, stop=self.stop
            ):
                if self._take(checked).late:
                    return

    def _take(self, checked: inbox.Checked) -> inbox.Taken:
        """Write a page or a part, and note what it brought."""
        place = self.place
        with place.session(writes=True) as session:
            taken = inbox.take(session, checked=checked, device=place.device, project=self.project)
        self.received += taken.entries
        if not self.project:
            self.due.streams |= taken.streams
            self.progress(min(self.received, self.new) * _FETCHED // max(self.new, 1))
            showing.rest(place)
        self.conflicts |= taken.conflicts
        if taken.twin and not self.peer.forked:
            self._fork()
            failure = Unavailable("sync.forked", scope=checked.after.name)
            self.troubles.append(report.trouble(failure))
        return taken

    def _projected(self, percent: int) -> None:
        self.progress(_FETCHED + percent * (100 - _FETCHED) // 100)

    def _stop_forked(self, scope: Scope) -> None:
        """Stop: a copy of this database spoke, unless the server has forgotten what we said."""
        if self.shown:
            self._fork()
        raise Unavailable("sync.forked", scope=scope.name)

    def _fork(self) -> None:
        self._remember(msgspec.structs.replace(self.peer, forked=True))

    def _remember(self, peer: Peer) -> None:
        if peer != self.peer:
            self.peer = peer
            with self.place.session(writes=True) as session:
                kept.keep_peer(session, peer=peer)
