"""The pages of a paper beside their thumbnails; what comes into sight is drawn, one at a time."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.reports.preview import Image, page_image
from renda_desktop.ui import theme
from renda_desktop.ui.papers.pages import PageView
from renda_desktop.ui.papers.thumbs import SIDE, Thumbs, qimage
from renda_desktop.ui.worker import Worker


class Sheets(QWidget):
    """`show_pdf` shows another paper; `failed(error)` where a page cannot be drawn."""

    failed = Signal(object)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._pdf = b""
        self._busy = False
        self.view, self.thumbs = PageView(), Thumbs()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.thumbs)
        row.addWidget(self.view, stretch=1)
        self.view.changed.connect(self._look)
        self.thumbs.asked.connect(self.view.go_to)

    def show_pdf(self, pdf: bytes, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a paper from its first page; `sizes` of its pages are in points."""
        self._pdf = pdf
        self.thumbs.show_pages(sizes)
        self.thumbs.setVisible(len(sizes) > 1 and theme.roomy())
        self.view.show_pages(sizes)

    @Slot()
    def _look(self) -> None:
        """Draw the next page that is in sight, then the small pictures near it."""
        if self._busy or not self._pdf:
            return
        missing = self.view.missing()
        if missing is not None:
            page, width = missing
            done = partial(self._put, self._pdf, page, width)
        elif self.thumbs.isVisible() and (near := self.thumbs.missing(self.view.page)) is not None:
            page, width = near, theme.px(SIDE) * 2
            done = partial(self._put_small, self._pdf, page)
        else:
            return
        self._busy = True
        work = partial(page_image, self._pdf, page=page, width=width)
        self._worker.run(work, done=done, failed=self._fail)

    def _put(self, pdf: bytes, page: int, width: int, image: Image) -> None:
        self._busy = False
        if pdf is self._pdf:
            self.view.show_image(page, qimage(image), asked=width)
        self._look()

    def _put_small(self, pdf: bytes, page: int, image: Image) -> None:
        self._busy = False
        if pdf is self._pdf:
            self.thumbs.show_image(page, image)
        self._look()

    def _fail(self, error: Exception) -> None:
        self._busy = False
        self.failed.emit(error)
