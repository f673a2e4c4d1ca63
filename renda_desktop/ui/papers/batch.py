"""Many papers in one go: one after another, what fails is kept with its reason, nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from renda_desktop.domain.errors import Unavailable
from renda_desktop.queries.printing import Printing
from renda_desktop.reports.joining import joined
from renda_desktop.ui.papers import issuing, saving
from renda_desktop.ui.papers.drawing import Drawing
from renda_desktop.ui.papers.outgoing import Outgoing
from renda_desktop.ui.papers.wanted import Drawn, Wanted
from renda_desktop.ui.worker import Worker

State = Literal["waiting", "working", "ready", "done", "failed"]


@dataclass(slots=True)
class Item:
    """A paper of a batch and how far it is; `why` it failed."""

    wanted: Wanted
    state: State = "waiting"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """Every paper to the printer."""

    how: Printing


@dataclass(frozen=True, slots=True)
class Separate:
    """Every paper into a file of its own."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Together:
    """All papers into one file."""

    path: Path


Target = Printed | Separate | Together


class Batch(QObject):
    """Papers made one by one: `moved(item number)`, then `ended(error | None)`.

    A paper that cannot be made is passed over; where printer or disk refuse, all stops. `start`
    goes on with what is not done yet.
    """

    moved = Signal(int)
    ended = Signal(object)

    def __init__(self, worker: Worker, wanted: Sequence[Wanted], *, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self.items = [Item(one) for one in wanted]
        self.outgoing = Outgoing(worker, parent=self)
        self.outgoing.printed.connect(self._out)
        self.outgoing.saved.connect(self._out)
        self.outgoing.stopped.connect(self._stop_here)
        self.outgoing.failed.connect(self._refused)
        self._target: Target = Separate(Path())
        self._drawing: Drawing | None = None
        self._ready: dict[int, Drawn] = {}
        self._at = -1
        self.running = False
        self._stopping = False

    @property
    def done(self) -> int:
        """How many papers have gone out."""
        return sum(item.state == "done" for item in self.items)

    def left(self) -> list[Item]:
        """Return what has not gone out."""
        return [item for item in self.items if item.state != "done"]

    def start(self, target: Target) -> None:
        """Begin, or go on with what has not gone out."""
        if isinstance(self._target, Together) and not isinstance(target, Together):
            self._ready.clear()
        self._target, self.running, self._stopping = target, True, False
        for number, item in enumerate(self.items):
            if item.state != "done" and number not in self._ready:
                item.state, item.why = "waiting", ""
        self._at = -1
        self._next()

    @Slot()
    def stop(self) -> None:
        """End after what cannot be called back; the rest can be gone on with."""
        self._stopping = True
        if self._drawing is not None:
            self._drawing.stop()
        if not self.outgoing.busy:
            self._stop_here()
        self.outgoing.stop()

    def _next(self) -> None:
        if self._stopping:
            self._stop_here()
            return
        number = next((n for n, item in enumerate(self.items) if item.state == "waiting"), None)
        if number is None:
            self._finish()
            return
        self._at = number
        self._set("working")
        if not self.running:  # whoever saw that stopped
            return
        self._drawing = Drawing(self._worker, self.items[number].wanted, parent=self)
        self._drawing.made.connect(self._made)
        self._drawing.failed.connect(self._unmade)
        self._drawing.start()

    def _made(self, paper: Drawn) -> None:
        self._drop()
        match self._target:
            case Printed(how):
                self.outgoing.print(paper, how)
            case Separate(folder):
                self.outgoing.save(paper, saving.free(folder, paper.file_name))
            case Together():
                then = partial(self._collect, self._at)
                issuing.prepare(self._worker, paper, then=then, failed=self._unprepared)

    def _unmade(self, error: Exception) -> None:
        self._drop()
        self._unprepared(error)

    def _unprepared(self, error: Exception) -> None:
        self._set("failed", str(error))
        self._next()

    def _collect(self, number: int, paper: Drawn) -> None:
        self._ready[number] = paper
        self.items[number].state = "ready"
        self.moved.emit(number)
        if self.running:
            self._next()

    @Slot(object)
    def _out(self, _what: object) -> None:
        self._set("done")
        self._next()

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        if isinstance(error, Unavailable):
            self._set("waiting")
            self._end(error)
        else:
            self._unprepared(error)

    @Slot()
    def _stop_here(self) -> None:
        if self.running:
            self._drop()
            if self.items[self._at].state == "working":
                self._set("waiting")
            self._end(None)

    def _finish(self) -> None:
        if isinstance(self._target, Together) and self._ready:
            documents = [self._ready[number].pdf for number in sorted(self._ready)]
            write = partial(self._write, self._target.path)
            self._worker.draw(joined, documents, done=write, failed=self._end)
        else:
            self._end(None)

    def _write(self, path: Path, pdf: bytes) -> None:
        work = partial(saving.write, path, data=pdf)
        self._worker.run(work, done=self._written, failed=self._end)

    def _written(self, _none: None) -> None:
        for number, paper in sorted(self._ready.items()):
            issuing.issued(self._worker, paper, way="saved")
            self._at = number
            self._set("done")
        self._ready.clear()
        self._end(None)

    def _end(self, error: Exception | None) -> None:
        self.running = False
        self.ended.emit(error)

    def _drop(self) -> None:
        if self._drawing is not None:
            self._drawing.deleteLater()
            self._drawing = None

    def _set(self, state: State, why: str = "") -> None:
        item = self.items[self._at]
        item.state, item.why = state, why
        self.moved.emit(self._at)
