"""Five lanes of background work whose results come back to the window's thread."""

import functools
import logging
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.reports.press import Press, Stopped
from renda_desktop.ui.faults import trace
from renda_desktop.ui.lanes import Lane

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

log = logging.getLogger(__name__)
T = TypeVar("T")
C = TypeVar("C", bound="Changes")
Failed = Callable[[Exception], object]
_LAST_SECONDS = 1.0
"""How long closing waits for what the network's lane is writing down."""


class Office(Protocol):
    """What the window may ask of the rest; called on the database thread only."""

    def read(self, query: Callable[..., T], /, **kw: object) -> T:
        """Run `query(session, **kw)`."""

    def act(self, service: "Callable[..., Changes]", /, **kw: Any) -> "Changes":
        """Run `service(session, by=author, **kw)` in one transaction."""


class InternalError(Exception):
    """A bug of ours, logged already; its text is a sentence for the user and holds no data."""

    def __init__(self) -> None:
        super().__init__("程序出错,这一步没有完成")


@dataclass(frozen=True, slots=True)
class _Job:
    """One piece of work on its way; `ticket` tells an old request from a newer one."""

    done: Callable[..., object] | None
    failed: Failed | None
    key: Hashable
    ticket: int
    acts: bool = False


class Worker(QObject):
    """Run queries and services on one thread, slow work on another, the network on two more.

    Papers are drawn by a process of their own, for which a fifth thread waits.

    Callbacks are bound methods of QObjects (or partials and lambdas that hold one): where the
    object is gone, the callback is not called. An argument of a query that is itself called
    `done`, `failed` or `key` is passed with `functools.partial`.
    """

    changed = Signal(object)
    """`Changes` of a finished action, after its own `done`; or of what came from elsewhere."""
    acted = Signal()
    """An action made here is finished."""
    issued = Signal(object)
    """A paper went to the printer or into a file: `papers.issuing.Issue`."""
    trouble = Signal(object)
    """`RuleBroken`, `Unavailable` or `InternalError` that no `failed` took."""
    _finished = Signal(object, object, object)

    def __init__(self, office: Office, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="slow")
        self._network, self._files, self._papers = Lane("network"), Lane("files"), Lane("papers")
        self._press = Press()
        self._gate = threading.Lock()
        self._closed = False
        self._tickets = 0
        self._newest: dict[Hashable, tuple[int, Future[None]]] = {}
        self._waiting: dict[int, tuple[_Job, Future[None]]] = {}
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """How many results have not come back yet."""
        return len(self._waiting)

    def read(
        self,
        query: Callable[..., T],
        /,
        *,
        done: Callable[[T], object],
        failed: Failed | None = None,
        key: Hashable = None,
        **kw: object,
    ) -> None:
        """Run `query(session, **kw)`, then `done(result)`.

        Of the requests with the same `key` by the same owner only the newest is answered.
        """
        work = functools.partial(self._office.read, query, **kw)
        self._start(self._database, work, done, failed, key)

    def act(
        self,
        service: "Callable[..., C]",
        /,
        *,
        done: "Callable[[C], object] | None" = None,
        failed: Failed | None = None,
        **kw: object,
    ) -> None:
        """Run one action, then `done(changes)`, then emit `changed(changes)`."""
        work = functools.partial(self._office.act, service, **kw)
        self._start(self._database, work, done, failed, None, acts=True)

    def run(
        self,
        function: Callable[..., T],
        /,
        *,
        done: Callable[[T], object],
        failed: Failed | None = None,
        key: Hashable = None,
        **kw: object,
    ) -> None:
        """Run `function(**kw)` on the slow lane: drawing, files; never the database."""
        self._start(self._slow, functools.partial(function, **kw), done, failed, key)

    def send(
        self,
        function: Callable[..., T],
        /,
        *,
        done: Callable[[T], object],
        failed: Failed | None = None,
        **kw: object,
    ) -> None:
        """Run `function(**kw)` on the network's lane, which may wait long for an answer."""
        self._start(self._network, functools.partial(function, **kw), done, failed, None)

    def carry(
        self,
        function: Callable[..., T],
        /,
        *,
        done: Callable[[T], object],
        failed: Failed | None = None,
        **kw: object,
    ) -> None:
        """Run `function(**kw)` beside the network's lane: a photo never holds up a record."""
        self._start(self._files, functools.partial(function, **kw), done, failed, None)

    def draw(
        self,
        render: Callable[[T], bytes],
        sheet: T,
        /,
        *,
        done: Callable[[bytes], object],
        failed: Failed | None = None,
    ) -> Callable[[], None]:
        """Run `render(sheet)` in the process that draws papers, then `done(pdf)`.

        Returns what gives the paper up, even in the midst of it.
        """
        given_up = threading.Event()
        wanted = functools.partial(_not_set, given_up)
        work = functools.partial(self._press.draw, render, sheet, wanted=wanted)
        ticket = self._start(self._papers, work, done, failed, None)
        return functools.partial(self._give_up, ticket, given_up)

    def warm_press(self) -> None:
        """Begin the process that draws papers: one will soon be asked for."""
        self._papers.submit(self._press.warm)

    def close(self) -> None:
        """Take no more work, finish every action begun or queued, forget the rest."""
        with self._gate:
            self._closed = True
        for job, future in self._waiting.values():
            if not job.acts:
                future.cancel()
        self._waiting.clear()
        self._slow.shutdown(wait=False, cancel_futures=True)
        self._press.close()
        for lane in (self._network, self._files, self._papers):
            lane.shutdown(seconds=_LAST_SECONDS)
        self._database.shutdown(wait=True)

    def _start(
        self,
        lane: ThreadPoolExecutor | Lane,
        work: Callable[[], object],
        done: Callable[..., object] | None,
        failed: Failed | None,
        key: Hashable,
        *,
        acts: bool = False,
    ) -> int:
        if self._closed:
            return 0
        self._tickets += 1
        whose = None if key is None else (_whose(done), key)
        job = _Job(done, failed, whose, self._tickets, acts)
        if whose is not None and (older := self._newest.get(whose)):
            older[1].cancel()
            self._waiting.pop(older[0], None)
        future = lane.submit(self._perform, job, work)
        self._waiting[job.ticket] = (job, future)
        if whose is not None:
            self._newest[whose] = (job.ticket, future)
        return job.ticket

    def _give_up(self, ticket: int, given_up: threading.Event) -> None:
        given_up.set()
        _job, future = self._waiting.pop(ticket, (None, None))
        if future is not None and not future.cancel():
            self._press.stop()

    def _perform(self, job: _Job, work: Callable[[], object]) -> None:
        result, error = None, None
        try:
            result = work()
        except Stopped:
            return
        except Exception as problem:  # noqa: BLE001 - whatever it is, the window must hear of it
            error = _spoken(problem)
        with self._gate:
            if not self._closed:
                self._finished.emit(job, result, error)

    @Slot(object, object, object)
    def _deliver(self, job: _Job, result: object, error: Exception | None) -> None:
        current = self._waiting.pop(job.ticket, None) is not None
        if self._newest.get(job.key, (0,))[0] == job.ticket:
            del self._newest[job.key]
        if not current or self._closed:
            return
        if error is None:
            if job.done and _alive(job.done):
                job.done(result)
            if job.acts:
                self.acted.emit()
                self.changed.emit(result)
        elif job.failed is None:
            self.trouble.emit(error)
        elif _alive(job.failed):
            job.failed(error)


def _not_set(event: threading.Event) -> bool:
    return not event.is_set()


def _spoken(problem: Exception) -> Exception:
    """Keep an error with words for the user; log another without its text: it may name people."""
    if isinstance(problem, RuleBroken | Unavailable):
        return problem
    log.error("%s", trace(problem))
    return InternalError()


def _objects(thing: object, depth: int = 4) -> list[QObject]:
    """The QObjects that a callback is bound to or holds, found a few steps deep."""
    if isinstance(thing, QObject):
        return [thing]
    if thing is None or depth == 0:
        return []
    if isinstance(thing, functools.partial):
        parts = [thing.func, *thing.args]
    else:
        cells = getattr(thing, "__closure__", None) or ()
        parts = [getattr(thing, "__self__", None), *(cell.cell_contents for cell in cells)]
    return [one for part in parts for one in _objects(part, depth - 1)]


def _alive(callback: Callable[..., object]) -> bool:
    return all(shiboken6.isValid(one) for one in _objects(callback))


def _whose(callback: Callable[..., object] | None) -> Hashable:
    objects = _objects(callback) if callback else []
    return id(objects[0]) if objects else None
