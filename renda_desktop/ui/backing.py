"""Backups in the background: by the hour, in a thread of their own, and what is told of them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.faults import trace
from renda_desktop.ui.lanes import Lane
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.worker import InternalError

if TYPE_CHECKING:
    from renda_desktop.queries.safekeeping import Backups

log = logging.getLogger(__name__)
Work = Callable[[OpenOffice], bool | None]
"""Returns whether a backup was made; None where it only looked."""

SOON = 60.0
"""Seconds after the data are open: whoever only looks something up is not held up."""
LOOK = 300.0
"""Seconds between looks whether a backup is due."""
EVERY = timedelta(hours=1)
OLD = timedelta(days=1)
_LAST_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Backed:
    """How the backups stand: `good` is when all that is here was last known to be in one."""

    kept: "Backups | None" = None
    running: bool = False
    tried: bool = False
    good: datetime | None = None
    trouble: str = ""

    def warning(self, *, now: datetime) -> str:
        """Return what the header has to say, "" as long as all is well."""
        if self.kept is not None and not self.kept.there:
            return "备份文件夹不在"
        if not self.tried or self.running:
            return ""
        if self.good is None:
            return "还没有备份" if self.trouble else ""
        return "超过一天没有备份" if now - self.good > OLD else ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    kept: "Backups | None"
    made: bool | None
    error: Exception | None


class Backing(QObject):
    """Looks by itself once the office is open. `moved(Backed)` whenever there is news."""

    moved = Signal(object)
    finished = Signal(object, object)
    """After one that somebody asked for: whether one was made, and the error or None."""
    _came = Signal(object, bool)

    def __init__(self, *, clock: Clock = system_clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = Backed()
        self._clock = clock
        self._office: OpenOffice | None = None
        self._lane = Lane("backups")
        self._closed = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.look)
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def begin(self, office: OpenOffice) -> None:
        """Know the office; the first backup comes when the window has settled."""
        self._office = office
        self.now = Backed()
        self._start(self._only_look, asked=False)
        self.timer.start(int(SOON * 1000))

    def stop(self) -> None:
        """Begin no more, until there is an office again."""
        self.timer.stop()
        self._office = None

    def close(self) -> None:
        """End with the program: a backup that is half written counts for nothing."""
        self.stop()
        self._closed = True
        self._lane.shutdown(seconds=_LAST_SECONDS)

    @Slot()
    def look(self) -> None:
        """Make a backup where one is due."""
        self.timer.start(int(LOOK * 1000))
        good = self.now.good
        if self.now.trouble or good is None or self._clock() - good >= EVERY:
            self._start(self._if_changed, asked=False)

    @Slot()
    def back_up(self) -> None:
        """Make one now."""
        self._start(self._at_once, asked=True)

    def keep_in(self, folder: Path | None) -> None:
        """Put the backups into another folder from now on, beginning with one of now."""

        def work(office: OpenOffice) -> bool:
            office.keep_backups_in(folder)
            return office.back_up(always=True) is not None

        self._start(work, asked=True)

    @staticmethod
    def _only_look(_office: OpenOffice) -> None:
        return None

    @staticmethod
    def _if_changed(office: OpenOffice) -> bool:
        return office.back_up() is not None

    @staticmethod
    def _at_once(office: OpenOffice) -> bool:
        return office.back_up(always=True) is not None

    def _start(self, work: Work, *, asked: bool) -> None:
        if self._office is None or self.now.running:
            return
        self._say(running=True)
        self._lane.submit(self._perform, self._office, work, asked)

    def _perform(self, office: OpenOffice, work: Work, asked: bool) -> None:
        """Run in the thread of the backups."""
        made: bool | None = None
        error: Exception | None = None
        kept: Backups | None = None
        try:
            made = work(office)
        except (RuleBroken, Unavailable) as known:
            error = known
        except Exception as bug:  # noqa: BLE001 - whatever it is, the window must hear of it
            log.error("%s", trace(bug))
            error = InternalError()
        try:
            kept = office.backups()
        except Exception as bug:  # noqa: BLE001 - as above
            log.error("%s", trace(bug))
        if not self._closed:
            self._came.emit(_Outcome(kept, made, error), asked)

    @Slot(object, bool)
    def _take(self, came: _Outcome, asked: bool) -> None:
        kept = came.kept or self.now.kept
        good = kept.last if kept else None
        if came.made is None and came.error is None:  # it was only looked
            self._say(kept=kept, running=False, good=good)
            return
        if came.error is None:
            good = self._clock()  # nothing has changed since the last one, or there is a new one
        elif self.now.good is not None and (good is None or self.now.good > good):
            good = self.now.good
        trouble = "" if came.error is None else str(came.error)
        self._say(kept=kept, running=False, tried=True, good=good, trouble=trouble)
        if asked:
            self.finished.emit(bool(came.made), came.error)

    def _say(self, **new: object) -> None:
        self.now = replace(self.now, **new)  # type: ignore[arg-type] # named by its own fields
        self.moved.emit(self.now)
