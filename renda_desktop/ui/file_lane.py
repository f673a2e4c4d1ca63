"""The files of records on their way in the background: after the records, never before them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.sync.lane import Moved
    from renda_desktop.sync.named import Waiting


@dataclass(frozen=True, slots=True)
class FileState:
    """`waiting` both ways; `moved` bytes of `whole` since this run began; `said` what stopped it.

    `held` is whether somebody stopped it: then it waits until somebody lets it go on.
    """

    waiting: "Waiting | None" = None
    running: bool = False
    held: bool = False
    moved: int = 0
    whole: int = 0
    last: "Moved | None" = None
    said: str = ""

    @property
    def up(self) -> int:
        """How many files are on this PC only."""
        return self.waiting.up if self.waiting else 0

    @property
    def files(self) -> int:
        """How many files are on their way."""
        return self.waiting.files if self.waiting else 0


class FileLane(QObject):
    """Moves files whenever it is told that there is a way, until nothing is left or it fails.

    `moved(FileState)` whenever there is something else to say, `finished` at the end of a run.
    """

    moved = Signal(object)
    finished = Signal()
    _bytes = Signal(int)

    def __init__(self, worker: Worker, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = FileState()
        self._worker = worker
        self._office: OpenOffice | None = None
        self._stop = threading.Event()
        self._wanted = False
        self._bytes.connect(self._count)

    def begin(self, office: OpenOffice) -> None:
        """Know the office, and look what waits."""
        self._office = office
        self.look()

    @Slot()
    def look(self) -> None:
        """Count what waits."""
        from renda_desktop.sync.named import waiting

        if self._office is not None:
            self._worker.read(waiting, done=self._see, key="files")

    @Slot()
    def start(self) -> None:
        """Move what waits, unless somebody stopped that."""
        if not self.now.held:
            self._wanted = True
            self.look()

    @Slot()
    def go_on(self) -> None:
        """Move what waits, whatever somebody said before."""
        self._say(held=False)
        self.start()

    @Slot()
    def hold(self) -> None:
        """Stop between two pieces, until somebody lets it go on; what arrived stays."""
        self._say(held=True)
        self._stop.set()

    def close(self) -> None:
        """Begin nothing more, and stop what goes on."""
        self._office = None
        self._stop.set()

    def _see(self, waiting: "Waiting") -> None:
        self._say(waiting=waiting)
        if self._wanted and not self.now.running:
            self._wanted = False
            if waiting.files:
                self._move(waiting)
            else:
                self.finished.emit()

    def _move(self, waiting: "Waiting") -> None:
        if self._office is None:
            return
        self._stop.clear()
        self._say(running=True, moved=0, whole=waiting.bytes, said="")
        work = partial(_move, self._office, self._stop.is_set, self._bytes.emit)
        self._worker.carry(work, done=self._done, failed=self._failed)

    @Slot(int)
    def _count(self, size: int) -> None:
        if self.now.running:
            self._say(moved=size)

    def _done(self, moved: "Moved") -> None:
        stopped = moved.troubles[0] if moved.troubles else None
        said = stopped.said if stopped and stopped.rule != "sync.stopped" else ""
        self._say(running=False, last=moved, said=said)
        self.look()
        self.finished.emit()

    def _failed(self, error: Exception) -> None:
        self._say(running=False, said=str(error))
        self.look()
        self.finished.emit()

    def _say(self, **new: object) -> None:
        self.now = replace(self.now, **new)  # type: ignore[arg-type] # named by its own fields
        self.moved.emit(self.now)


def _move(
    office: OpenOffice, stop: Callable[[], bool], progress: Callable[[int], object]
) -> "Moved":
    return office.move_files(stop=stop, progress=progress)
