"""Printing drawn pages one after the other without stopping the window."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QMarginsF, QObject, QRect, QSizeF, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from renda_desktop.domain.errors import Unavailable
from renda_desktop.reports.preview import Print, page_print
from renda_desktop.ui.worker import Worker

DPI, COLOUR_DPI = 600, 400
"""Black type as fine as a laser printer sets it; a page takes 35 MB in grey, 60 with colour."""

Press = Callable[..., Print]
Size = tuple[float, float]


class PrintJob(QObject):
    """One paper on its way to a printer: `progress(done, pages)`, then `finished(error | None)`.

    The pages are painted on the slow lane, where Qt lets printers be painted on.
    """

    progress = Signal(int, int)
    finished = Signal(object)

    def __init__(
        self,
        worker: Worker,
        printer: QPrinter,
        *,
        pdf: bytes,
        sizes: Sequence[Size],
        pages: Sequence[int] = (),
        draw: Press = page_print,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._todo = list(pages) or list(range(len(sizes)))
        self._pages = len(self._todo)
        self._sizes = sizes
        self._sheets = _Sheets(printer, partial(draw, pdf))
        self._over = False
        self.stopped = False

    def start(self) -> None:
        """Print the first page."""
        self._next()

    @Slot()
    def stop(self) -> None:
        """Print no further page."""
        if not self._over:
            self.stopped = True
            self._todo = []

    def _next(self) -> None:
        if not self._todo:
            end = partial(self._sheets.end, give_up=self.stopped)
            self._worker.run(end, done=self._ended, failed=self._failed)
            return
        self.progress.emit(self._pages - len(self._todo), self._pages)
        page = self._todo.pop(0)
        put = partial(self._sheets.put, page, self._sizes[page])
        self._worker.run(put, done=self._put, failed=self._failed)

    def _put(self, _none: None) -> None:
        self._next()

    def _ended(self, _none: None) -> None:
        self._over = True
        self.finished.emit(None)

    def _failed(self, error: Exception) -> None:
        if self._over:
            return
        self._over = True
        self._todo = []
        self._worker.run(partial(self._sheets.end, give_up=True), done=_forget, failed=_forget)
        self.finished.emit(error)


class _Sheets:
    """The printer's side, on one thread: each page on paper of its own size, at its own scale."""

    def __init__(self, printer: QPrinter, draw: Press) -> None:
        self._printer, self._draw = printer, draw
        self._painter = QPainter()

    def put(self, page: int, size: Size) -> None:
        """Paint one page."""
        resolution = self._printer.resolution()
        dpi, colour_dpi = _whole(resolution, DPI), _whole(resolution, COLOUR_DPI)
        drawn = self._draw(page=page, dpi=dpi, colour_dpi=colour_dpi)
        self._choose_paper(size)
        if not self._painter.isActive():
            if not (self._printer.isValid() and self._painter.begin(self._printer)):
                raise Unavailable("printer.refused")
        elif not self._printer.newPage():
            raise Unavailable("printer.refused")
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        self._paint(drawn, resolution // (dpi if drawn.grey else colour_dpi))

    def _paint(self, drawn: Print, dots: int) -> None:
        """Paint a page band by band: PySide keeps the interpreter while it paints one.

        Each pixel covers `dots` dots each way, so that bands meet without a seam.
        """
        formats, top = QImage.Format, 0
        form = formats.Format_Grayscale8 if drawn.grey else formats.Format_RGBX8888
        for band in drawn.bands:
            high = len(band) // drawn.stride
            image = QImage(band, drawn.width, high, drawn.stride, form)
            place = QRect(0, top * dots, drawn.width * dots, high * dots)
            self._painter.drawImage(place, image)
            top += high

    def end(self, *, give_up: bool) -> None:
        """Let the printer go."""
        if self._painter.isActive():
            if give_up:
                self._printer.abort()
            self._painter.end()

    def _choose_paper(self, size: Size) -> None:
        """Ask for paper of the page's size; the margins are in the page."""
        wide, high = size
        turn = QPageLayout.Orientation
        upright = QSizeF(min(size), max(size))
        paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
        way = turn.Landscape if wide > high else turn.Portrait
        layout = QPageLayout(paper, way, QMarginsF())
        layout.setMode(QPageLayout.Mode.FullPageMode)
        self._printer.setPageLayout(layout)
        self._printer.setFullPage(True)


def _whole(resolution: int, most: int) -> int:
    """Return the finest resolution up to `most` whose dots are whole dots of the printer."""
    return resolution // -(-resolution // most)


def _forget(_result: object) -> None:
    """There is nobody left to tell."""
