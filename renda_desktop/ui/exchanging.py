"""The exchange with the server in the background: when it runs, and what is told of it."""

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import NOWHERE
from renda_desktop.ui.file_lane import FileLane
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.sync_words import Snapshot
from renda_desktop.ui.worker import Failed, Worker

if TYPE_CHECKING:
    from renda_desktop.queries.sync_state import SyncState
    from renda_desktop.services.action import Changes
    from renda_desktop.sync.report import Report

T = TypeVar("T")

SOON = 3.0
"""Seconds after an action, so that those that follow at once go along."""
EVERY = 300.0
"""Seconds between looks at the server, give or take a quarter."""
IDLE = 10.0
"""Seconds between exchanges as long as signatures are to be checked: some with each."""
_LOOK = 1000  # milliseconds between the counts that are shown meanwhile


@dataclass(frozen=True, slots=True)
class _Done:
    """How an exchange went, and what it brought to the screens."""

    report: "Report"
    changes: "Changes | None"


class Exchange(QObject):
    """Exchanges by itself once the office is open; never while this PC has no server.

    `moved(Snapshot)` whenever there is something else to say. `enrolled` and `refused(error)`
    tell how `enrol` went.
    """

    moved = Signal(object)
    finished = Signal(object)
    """`Snapshot` after an exchange, whatever came of it."""
    enrolled = Signal()
    refused = Signal(object)
    _percent = Signal(int)

    def __init__(
        self,
        worker: Worker,
        *,
        chance: Callable[[], float] = random.random,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.now = Snapshot()
        self.files = FileLane(worker, parent=self)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.start)
        self._worker, self._chance = worker, chance
        self._office: OpenOffice | None = None
        self._stop = threading.Event()
        self._failures = 0
        self._more = False
        self._meanwhile = QTimer(self)
        self._meanwhile.setInterval(_LOOK)
        self._meanwhile.timeout.connect(self.look)
        self._percent.connect(self._count)
        worker.acted.connect(self._gather)
        worker.changed.connect(self.look)

    def begin(self, office: OpenOffice) -> None:
        """Look how things stand, and exchange for the first time where there is a server."""
        from renda_desktop.queries.sync_state import sync_state

        self._office = office
        self.files.begin(office)
        self._worker.read(sync_state, done=self._begin, key="state")

    @Slot()
    def start(self) -> None:
        """Exchange now, unless that is going on; do nothing where there is no server."""
        if self.now.running or self._office is None or not self.now.online:
            return
        self.timer.stop()
        self._stop.clear()
        self._more = False
        self._meanwhile.start()
        self._say(running=True, percent=0)
        work = partial(_exchange, self._office, self._stop.is_set, self._percent.emit)
        self._worker.send(work, done=self._done, failed=self._failed)

    @Slot()
    def stop(self) -> None:
        """Stop between two messages; what was exchanged stays exchanged."""
        self._stop.set()

    def close(self) -> None:
        """Begin nothing more, and stop what goes on."""
        self.timer.stop()
        self._meanwhile.stop()
        self.files.close()
        self._office = None
        self._stop.set()

    def enrol(self, *, url: str, code: str, ca: str) -> None:
        """Enrol this PC, then exchange for the first time."""
        if self._office is not None:
            self._stop.set()  # the lane is needed now
            work = partial(self._office.enrol, url=url, code=code, ca=ca)
            self._worker.send(work, done=self._let_in, failed=self.refused.emit)

    def ask(
        self,
        work: Callable[[OpenOffice], T],
        *,
        done: Callable[[T], object],
        failed: Failed,
        brings: bool = False,
    ) -> None:
        """Do something else on the lane of the exchanges, then look again how things stand.

        Args:
            brings: whether it may change whatever the screens show.
        """
        if self._office is not None:
            self._stop.set()  # the lane is needed now
            self._worker.send(
                partial(work, self._office),
                done=partial(self._asked, done, brings),
                failed=failed,
            )

    @Slot()
    def back_online(self) -> None:
        """Try again soon what failed for want of a network."""
        if self.now.offline and not self.now.running:
            self._wait(SOON)

    def see(self, actions: Iterable[Id]) -> None:
        """Note that somebody has seen to refused actions."""
        from renda_desktop.queries.sync_state import SEEN

        if self._office is not None:
            work = partial(self._office.note, SEEN, value=" ".join(actions))
            self._worker.run(work, done=lambda _none: self.look())

    @Slot()
    def look(self) -> None:
        """Count again what waits."""
        from renda_desktop.queries.sync_state import sync_state

        if self._office is not None:
            self._worker.read(sync_state, done=self._show, key="state")

    def _begin(self, state: "SyncState") -> None:
        self._show(state)
        self.start()

    def _show(self, state: "SyncState") -> None:
        self._say(state=state)

    def _say(self, **new: object) -> None:
        self.now = replace(self.now, **new)  # type: ignore[arg-type] # named by its own fields
        self.moved.emit(self.now)

    @Slot(int)
    def _count(self, percent: int) -> None:
        if self.now.running:
            self._say(percent=percent)

    @Slot()
    def _gather(self) -> None:
        """Send soon what was just done; after a failure only when its pause is over."""
        self._more = self.now.running
        if self.now.online and not self.now.running and not self._failures:
            self._wait(SOON)

    def _wait(self, seconds: float) -> None:
        self.timer.start(int(seconds * 1000))

    def _asked(self, done: Callable[[T], object], brings: bool, result: T) -> None:
        done(result)
        if brings:
            self._worker.changed.emit(_everything())
        self.look()
        self.files.look()

    def _let_in(self, _nothing: None) -> None:
        self._failures = 0
        self.enrolled.emit()
        if self._office is not None:
            self.begin(self._office)

    def _done(self, done: _Done) -> None:
        report = done.report
        least = max((one.wait for one in report.troubles), default=0)
        self._end(failed=bool(report.troubles), least=least)
        self._say(running=False, report=report, said="")
        if not report.troubles:
            self.files.start()
        self.finished.emit(self.now)
        if done.changes is None:
            self.look()
        else:
            self._worker.changed.emit(done.changes)

    def _failed(self, error: Exception) -> None:
        self._end(failed=True)
        self._say(running=False, report=None, said=str(error))
        self.finished.emit(self.now)

    def _end(self, *, failed: bool, least: float = 0) -> None:
        from renda_desktop.sync.loop import pause

        self._meanwhile.stop()
        self._failures = self._failures + 1 if failed else 0
        if failed:
            self._wait(pause(self._failures, chance=self._chance(), least=least))
        elif self._more:
            self._wait(SOON)
        else:
            idle = IDLE if self.now.state and self.now.state.unproved else EVERY
            self._wait(idle * (0.75 + self._chance() / 2))


def _everything() -> "Changes":
    from renda_desktop.domain.nouns import NOUNS
    from renda_desktop.services.action import Changes

    return Changes(NOWHERE, NOWHERE, frozenset(NOUNS), frozenset())


def _exchange(
    office: OpenOffice, stop: Callable[[], bool], progress: Callable[[int], object]
) -> _Done:
    from renda_desktop.queries.sync_state import WHOLE_AT, brought, reached
    from renda_desktop.services.action import Changes

    before = office.read(reached)
    report = office.exchange(stop=stop, progress=progress)
    if report.whole:
        office.note(WHOLE_AT, value=report.at.isoformat())
    gone = [one.action for one in report.refused]
    nouns, ids = office.read(brought, after=before, refused=gone)
    return _Done(report, Changes(NOWHERE, NOWHERE, nouns, ids) if nouns else None)
