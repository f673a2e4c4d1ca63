"""Printing drawn pages one after the other without stopping the window."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from renda_desktop.ui.worker import Worker

DPI = 300
"""Finer than an office printer shows, and a page stays under 35 MB."""


class Image(Protocol):
    """A drawn page: RGBA, four bytes a pixel."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def rgba(self) -> bytes: ...


class Printing(QObject):
    """One print job; `progress(done, pages)`, then `finished(error or None)` or `refused`."""

    progress = Signal(int, int)
    finished = Signal(object)
    refused = Signal()
    """The printer does not take the job."""

    def __init__(
        self,
        worker: Worker,
        printer: QPrinter,
        *,
        draw: Callable[..., Image],
        pages: int,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        first, last = printer.fromPage() or 1, printer.toPage() or pages
        self._todo = list(range(first - 1, min(last, pages)))
        self._pages = len(self._todo)
        self._worker, self._printer, self._draw = worker, printer, draw
        self._painter = QPainter()
        self.stopped = False
        paper = printer.pageLayout().fullRect(QPageLayout.Unit.Inch)
        self._width = round(paper.width() * min(printer.resolution(), DPI))

    def start(self) -> None:
        """Draw and print the pages."""
        self._next()

    @Slot()
    def stop(self) -> None:
        """Print no further page; what the printer has it keeps."""
        if not self.stopped:
            self.stopped = True
            self._end(None)

    def _next(self) -> None:
        done = self._pages - len(self._todo)
        self.progress.emit(done, self._pages)
        if not self._todo:
            self._end(None)
            return
        page = self._todo.pop(0)
        self._worker.run(self._draw, done=self._put, failed=self._end, page=page, width=self._width)

    def _put(self, drawn: Image) -> None:
        if self.stopped:
            return
        image = qimage(drawn)
        if not self._painter.isActive():
            self._turn(image)
            if not self._painter.begin(self._printer):
                self.refused.emit()
                return
        else:
            self._printer.newPage()
        self._paint(image)
        self._next()

    def _turn(self, image: QImage) -> None:
        """Lay the paper as the page lies, and use all of it: the margins are in the page."""
        wide = image.width() > image.height()
        turn = QPageLayout.Orientation
        self._printer.setPageOrientation(turn.Landscape if wide else turn.Portrait)
        self._printer.setFullPage(True)

    def _paint(self, image: QImage) -> None:
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
        size: QSize = image.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (paper.width() - size.width()) // 2, (paper.height() - size.height()) // 2
        self._painter.drawImage(QRect(left, top, size.width(), size.height()), image)

    def _end(self, error: Exception | None) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.finished.emit(error)


def qimage(image: Image) -> QImage:
    """Return a drawn page as Qt's image, holding its own bytes."""
    form = QImage.Format.Format_RGBA8888
    return QImage(image.rgba, image.width, image.height, image.width * 4, form).copy()
