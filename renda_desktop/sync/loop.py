"""One exchange with the server: greet it, send what waits, take what it has."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from typing import Final, Protocol

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange as kept
from renda_desktop.store import schema
from renda_desktop.store.exchange import Cursor
from renda_desktop.sync import (
    granted,
    leaving,
    proving,
    pulling,
    pushing,
    refill,
    report,
    showing,
    witness,
)
from renda_desktop.sync.link import Link
from renda_desktop.sync.messages import PROTOCOL, Hello, Scope, Welcome
from renda_desktop.sync.report import Report
from renda_desktop.sync.run import Run

_MANY: Final = 3000  # new entries: with more, what is shown is made when all is here
_GONE: Final = -1
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
    run = Run(place, link, stop, peer, progress)
    _all(run)
    if not (run.sent or run.received or stop()):
        _prove(run)
    return _finish(run)


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


def _all(run: Run) -> None:
    """Exchange scope by scope; a scope that fails does not hold up the others."""
    try:
        scopes = _greet(run, _welcomed(run))
        while _each(run, scopes):
            scopes = _greet(run, _show(run))
            run.troubles = [one for one in run.troubles if one.rule == "sync.forked"]
    except Unavailable as failure:
        run.troubles.append(report.trouble(failure))
        if failure.rule == "sync.letter":
            run.fork()


def _each(run: Run, scopes: Iterable[Scope]) -> bool:
    """Exchange every log; return whether the server is to be shown what it signed."""
    for scope in scopes:
        try:
            _scope(run, scope)
        except Unavailable as failure:
            if failure.rule in _DOUBTS and not run.shown:
                return True
            run.troubles.append(report.trouble(failure))
            if failure.rule in _OF_ALL:
                return False
    run.troubles += leaving.follow(run.place, link=run.link, peer=run.peer, ended=run.ended)
    return False


def _prove(run: Run) -> None:
    """Check, while nothing else is to be done, what a first sync left for later."""
    try:
        proving.go_on(run.place, peer=run.peer)
    except Unavailable as failure:
        run.troubles.append(report.trouble(failure))


def _finish(run: Run) -> Report:
    """Bring the projection up to date, and keep what happened."""
    if not run.project:
        run.conflicts |= showing.bring(
            run.place, due=run.due, stop=run.stop, progress=partial(_projected, run)
        )
    with run.place.session(writes=True) as session:
        if not run.troubles and kept.waiting(session) - run.writable:
            run.troubles.append(report.trouble(Unavailable("sync.not_granted")))
        return report.close(session, of=run, at=run.place.clock())


def _welcomed(run: Run) -> Welcome:
    """Greet the server, and show it what it signed where it seems to have forgotten."""
    peer, device = run.peer, run.place.device
    hello = Hello(peer.server, device, run.place.clock(), version("renda-desktop"))
    try:
        welcome = _checked(run, run.link.hello(hello))
    except Unavailable as failure:
        if failure.rule != "sync.unknown_device":
            raise
        return _show(run)
    with run.place.session() as session:
        doubted = witness.doubted(session, welcome=welcome, device=device)
    return _show(run) if doubted else welcome


def _show(run: Run) -> Welcome:
    run.shown = True
    with run.place.session() as session:
        request = witness.show(session, device=run.place.device, peer=run.peer)
    if request is None:
        raise Unavailable("sync.unknown_device")
    welcome = _checked(run, run.link.witness(request))
    if any(welcome.epoch < word.epoch for word in request.checkpoints):
        raise Unavailable("sync.garbled")  # said before
    return welcome


def _checked(run: Run, welcome: Welcome) -> Welcome:
    if welcome.server != run.peer.server:
        raise Unavailable("sync.other_server")
    if welcome.protocol > PROTOCOL:
        raise Unavailable("sync.newer")
    return welcome


def _greet(run: Run, welcome: Welcome) -> tuple[Scope, ...]:
    run.remember(msgspec.structs.replace(run.peer, epoch=welcome.epoch))
    with run.place.session(writes=True) as session:
        granted.keep(session, scopes=welcome.scopes, ended=welcome.ended)
        here = kept.cursors(session)
        if not run.due.streams:
            run.due.whole = schema.has_projection(session)
    run.ended = welcome.ended
    run.words = {one.scope: one for one in welcome.checkpoints}
    run.writable = {one.id for one in welcome.scopes if one.writes}
    run.new = sum(max(one.head - here[one.id].seq, 0) for one in welcome.scopes)
    run.project = run.due.whole and run.new < _MANY
    return (*welcome.scopes, *_left(here, welcome.scopes))


def _scope(run: Run, scope: Scope) -> None:
    place, head = run.place, scope.head
    with place.session() as session:
        first = kept.last_signed(session, scope=scope.id, device=place.device) is None
        settled = witness.settled(
            session, scope=scope.id, device=place.device, epoch=run.peer.epoch
        )
    if head == _GONE:
        # No longer ours: what was done before we heard of it still gets its verdict, unless
        # the server lost what we did before that.
        if first or settled:
            pushing.push(run, scope=scope, head=0)
        return
    if not settled:
        head = _bring(run, scope)
    if first or not settled:
        # What we wrote under an earlier name may have come there already.
        pulling.pull(run, scope=scope, head=head)
    if scope.writes or _waits(run, scope):
        for _ in range(_TRIES):
            head, foreign = pushing.push(run, scope=scope, head=head)
            if not foreign:
                break
            pulling.pull(run, scope=scope, head=head, look=True)
        else:
            raise Unavailable("sync.garbled")
    pulling.pull(run, scope=scope, head=head)
    if run.stop():
        raise Unavailable("sync.stopped")
    with place.session(writes=True) as session:
        word = run.words.get(scope.id)
        witness.prove(session, word=word, device=place.device, peer=run.peer)


def _bring(run: Run, scope: Scope) -> int:
    """Bring what a server that was put back lacks; return where its log stands then."""
    place = run.place
    with place.session() as session:
        if not kept.begun(session, scope=scope.id):
            return scope.head
    brought = refill.bring(place, link=run.link, peer=run.peer, scope=scope.id, stop=run.stop)
    if brought.forked:
        run.stop_forked(scope)
    with place.session(writes=True) as session:
        refill.accept(session, scope=scope.id, brought=brought, project=not place.alone)
    return brought.head


def _waits(run: Run, scope: Scope) -> bool:
    """Return whether something was written here while that was still allowed."""
    with run.place.session() as session:
        return scope.id in kept.waiting(session)


def _projected(run: Run, percent: int) -> None:
    run.progress(pulling.FETCHED + percent * (100 - pulling.FETCHED) // 100)
