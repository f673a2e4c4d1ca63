"""A drawn paper on its way out: made ready, printed or saved, told of."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtPrintSupport import QPrinter

from renda_desktop.domain.errors import Unavailable
from renda_desktop.queries.printing import Printing
from renda_desktop.reports.preview import page_sizes
from renda_desktop.ui.papers import issuing, printers, saving
from renda_desktop.ui.papers.printing import PrintJob, Size
from renda_desktop.ui.papers.wanted import Drawn
from renda_desktop.ui.worker import Worker

Ready = Callable[[Printing, str], QPrinter]


class Outgoing(QObject):
    """One paper printed or saved. `printed(Drawn)`, `saved(path)`, `stopped` or `failed(error)`."""

    progress = Signal(int, int)
    printed = Signal(object)
    saved = Signal(str)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, *, ready: Ready = printers.ready, parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self.ready = worker, ready
        self._job: PrintJob | None = None
        self.busy = False

    def print(self, paper: Drawn, how: Printing, *, pages: Sequence[int] = ()) -> None:
        """Print a paper, or some of its pages."""
        self._prepare(paper, partial(self._measure, how, pages))

    def save(self, paper: Drawn, path: Path) -> None:
        """Write a paper to a file."""
        self._prepare(paper, partial(self._write, path))

    @Slot()
    def stop(self) -> None:
        """Print no further page."""
        if self._job is not None:
            self._job.stop()

    def _prepare(self, paper: Drawn, then: Callable[[Drawn], object]) -> None:
        self.busy = True
        issuing.prepare(self._worker, paper, then=then, failed=self._fail)

    def _measure(self, how: Printing, pages: Sequence[int], paper: Drawn) -> None:
        go = partial(self._print, how, pages, paper)
        self._worker.run(page_sizes, done=go, failed=self._fail, pdf=paper.pdf)

    def _print(
        self, how: Printing, pages: Sequence[int], paper: Drawn, sizes: Sequence[Size]
    ) -> None:
        try:
            printer = self.ready(how, paper.wanted.name)
        except Unavailable as refused:
            self._fail(refused)
            return
        self._job = PrintJob(
            self._worker, printer, pdf=paper.pdf, sizes=sizes, pages=pages, parent=self
        )
        self._job.progress.connect(self.progress)
        self._job.finished.connect(partial(self._ended, paper, how.copies))
        self._job.start()

    def _ended(self, paper: Drawn, copies: int, error: Exception | None) -> None:
        job, self._job, self.busy = self._job, None, False
        given_up = job is not None and job.stopped
        if job is not None:
            job.deleteLater()
        if error is not None:
            self.failed.emit(error)
        elif given_up:
            self.stopped.emit()
        else:
            issuing.issued(self._worker, paper, way="printed", copies=copies)
            self.printed.emit(paper)

    def _write(self, path: Path, paper: Drawn) -> None:
        work = partial(saving.write, path, data=paper.pdf)
        self._worker.run(work, done=partial(self._written, paper, path), failed=self._fail)

    def _written(self, paper: Drawn, path: Path, _none: None) -> None:
        self.busy = False
        issuing.issued(self._worker, paper, way="saved")
        self.saved.emit(str(path))

    def _fail(self, error: Exception) -> None:
        self.busy = False
        self.failed.emit(error)
