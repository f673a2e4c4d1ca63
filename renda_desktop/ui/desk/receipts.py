"""来访回执 on the screen as soon as a visit is saved."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.queries import papers
from renda_desktop.queries.papers import ReceiptSheet
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.preview import page_count, page_image
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.preview import PreviewDialog
from renda_desktop.ui.worker import Worker

_PAPER = PAPERS["receipt"]


class Receipts(QObject):
    """Reads, draws and shows a receipt; Ctrl+P prints it there, Escape goes back to the desk."""

    shown = Signal(object)
    """The dialog is open."""
    closed = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._worker, self._clock = worker, clock
        self.dialog: PreviewDialog | None = None
        self.pdf = b""

    def show(self, visit: Id, window: QWidget) -> None:
        """Show the receipt of a visit over `window`."""
        done = partial(self._draw, window)
        self._worker.read(
            papers.receipt, done=done, failed=self.failed.emit, visit=visit, now=self._clock()
        )

    def _draw(self, window: QWidget, sheet: ReceiptSheet) -> None:
        done = partial(self._open, window, sheet.ticket)
        self._worker.run(_PAPER.render, done=done, failed=self.failed.emit, sheet=sheet)

    def _open(self, window: QWidget, ticket: str, pdf: bytes) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.pdf = pdf
        self.dialog = PreviewDialog(
            self._worker,
            pdf,
            title=f"{_PAPER.title} {ticket}",
            page_count=page_count,
            page_image=page_image,
            parent=window,
        )
        self.dialog.finished.connect(self._close)
        self.dialog.open()
        self.shown.emit(self.dialog)

    @Slot()
    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.closed.emit()
