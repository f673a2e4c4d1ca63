"""来访回执 on the screen as soon as a visit is saved."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.moments import day_of, local
from renda_desktop.queries import papers
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.papers.preview import PreviewDialog
from renda_desktop.ui.papers.wanted import Wanted, file_words
from renda_desktop.ui.worker import Worker

_KIND = "receipt"


class Receipts(QObject):
    """Reads, draws and shows a receipt; Ctrl+P prints it there, Escape goes back to the desk."""

    shown = Signal(object)
    """The dialog has its pages."""
    closed = Signal()

    def __init__(self, worker: Worker, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._worker, self._clock = worker, clock
        self.dialog: PreviewDialog | None = None

    @property
    def pdf(self) -> bytes:
        """The receipt that is shown."""
        paper = self.dialog.paper if self.dialog else None
        return paper.pdf if paper else b""

    def show(self, visit: Id, window: QWidget) -> None:
        """Show the receipt of a visit over `window`."""
        if self.dialog is not None:
            self.dialog.reject()
        now = local(self._clock())
        read = partial(papers.receipt, visit=visit, now=now)
        name = file_words(_KIND, on=day_of(now))
        wanted = Wanted(_KIND, PAPERS[_KIND].title, name, read, about=Ref("visit", visit))
        self.dialog = PreviewDialog(self._worker, wanted, parent=window)
        self.dialog.finished.connect(self._close)
        self.dialog.shown.connect(self._tell)
        self.dialog.open()

    @Slot()
    def _tell(self) -> None:
        sheet = self.dialog.paper.sheet if self.dialog and self.dialog.paper else None
        if self.dialog is not None and isinstance(sheet, papers.ReceiptSheet):
            self.dialog.set_title(f"{PAPERS[_KIND].title} {sheet.ticket}")
        self.shown.emit(self.dialog)

    @Slot()
    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.closed.emit()
