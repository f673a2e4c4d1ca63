"""The pages of a paper one under another; only those in sight are drawn and kept."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from renda_desktop.ui import theme

WIDTH, WHOLE = 0.0, -1.0
"""Zooms that follow the window: as wide as there is room, and the whole page."""

STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_KEPT = 12
_POINTS = 72.0


class PageView(QAbstractScrollArea):
    """Pages in their right proportions. `moved(page)`: another one is looked at.

    `missing()` says which page in sight has to be drawn, and how wide; `show_image` takes it.
    """

    moved = Signal(int)
    changed = Signal()
    """Something else is in sight: ask `missing`."""

    def __init__(self) -> None:
        super().__init__()
        self._sizes: list[tuple[float, float]] = []
        self._rects: list[QRect] = []
        self._images: dict[int, tuple[int, QImage]] = {}
        self._zoom = WIDTH
        self._page = 0
        self.setAccessibleName("纸面")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._look())
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self.viewport().update())

    @property
    def page(self) -> int:
        """The page that is looked at, counted from 0."""
        return self._page

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def zoom(self) -> float:
        """`WIDTH`, `WHOLE`, or the share of the paper's own size."""
        return self._zoom

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show other pages, told by their sizes in points."""
        self._sizes = list(sizes)
        self._images.clear()
        self._place()

    def show_image(self, page: int, image: QImage, *, asked: int) -> None:
        """Show a page that was drawn `asked` pixels wide; forget those that are far away."""
        self._images[page] = (asked, image)
        for far in sorted(self._images, key=lambda one: abs(one - self._page))[_KEPT:]:
            del self._images[far]
        self.viewport().update()

    def missing(self) -> tuple[int, int] | None:
        """Return the first page in sight that is not drawn at its size, and its width in pixels."""
        for number in self._seen():
            wide = round(self._rects[number].width() * self.devicePixelRatioF())
            if number not in self._images or self._images[number][0] != wide:
                return number, wide
        return None

    def set_zoom(self, zoom: float) -> None:
        """Show the pages in another size, with the same page in sight."""
        page, self._zoom = self._page, zoom
        self._place()
        self.go_to(page)

    def step(self, by: int) -> None:
        """Go to the next size, larger or smaller."""
        now = self._scale(self._page) / self._own() if self._sizes else 1.0
        sizes = [one for one in STEPS if (one - now) * by > 0.01]
        if sizes:
            self.set_zoom(sizes[0] if by > 0 else sizes[-1])

    def go_to(self, page: int) -> None:
        """Look at the beginning of a page."""
        if self._rects:
            page = min(max(page, 0), len(self._rects) - 1)
            self.verticalScrollBar().setValue(self._rects[page].top() - self._gap())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages as a reader does."""
        bar, keys = self.verticalScrollBar(), Qt.Key
        match event.key():
            case keys.Key_PageDown:
                self.go_to(self._page + 1)
            case keys.Key_PageUp:
                at_top = bar.value() <= self._rects[self._page].top() if self._rects else True
                self.go_to(self._page - 1 if at_top else self._page)
            case keys.Key_Home:
                bar.setValue(bar.minimum())
            case keys.Key_End:
                bar.setValue(bar.maximum())
            case keys.Key_Space:
                bar.setValue(bar.value() + bar.pageStep() * 9 // 10)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the room there is."""
        super().resizeEvent(event)
        page = self._page
        self._place()
        if self._zoom <= 0:
            self.go_to(page)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheets in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        corner = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for number in self._seen():
            rect = self._rects[number].translated(-corner)
            if not rect.intersects(event.rect()):
                continue
            painter.fillRect(rect, theme.colour("card"))
            if number in self._images:
                painter.drawImage(rect, self._images[number][1])
            painter.setPen(theme.colour("edge"))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def sizeHint(self) -> QSize:
        """Be large enough to read."""
        return QSize(theme.px(600), theme.px(600))

    def _gap(self) -> int:
        return theme.px(12)

    def _own(self) -> float:
        """Pixels a point at the paper's own size."""
        return self.logicalDpiX() / _POINTS

    def _scale(self, number: int) -> float:
        """Pixels a point of a page."""
        if self._zoom > 0:
            return self._zoom * self._own()
        room, (wide, high) = self.viewport().size(), self._sizes[number]
        widest = max(one for one, _high in self._sizes)
        across = (room.width() - 2 * self._gap()) / widest
        if self._zoom == WIDTH:
            return max(min(across, 2 * self._own()), 0.05)  # a narrow receipt is not blown up
        return max(
            min((room.width() - 2 * self._gap()) / wide, (room.height() - 2 * self._gap()) / high),
            0.05,
        )

    def _place(self) -> None:
        """Lay the pages one under another."""
        room, gap, top = self.viewport().size(), self._gap(), self._gap()
        sizes = []
        for number, (wide, high) in enumerate(self._sizes):
            scale = self._scale(number)
            sizes.append(QSize(round(wide * scale), round(high * scale)))
        widest = max((size.width() for size in sizes), default=0) + 2 * gap
        self._rects = []
        for size in sizes:
            left = (max(widest, room.width()) - size.width()) // 2
            self._rects.append(QRect(QPoint(left, top), size))
            top += size.height() + gap
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(top - room.height(), 0))
        down.setPageStep(room.height())
        down.setSingleStep(theme.px(48))
        across.setRange(0, max(widest - room.width(), 0))
        across.setPageStep(room.width())
        self._look()

    def _seen(self) -> list[int]:
        """Return the pages in sight, the one that is looked at first."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        found = [n for n in self._near(top) if self._rects[n].top() < bottom]
        return sorted(found, key=lambda one: one != self._page)

    def _near(self, top: int) -> range:
        first = bisect_right(self._rects, top, key=lambda rect: rect.bottom())
        return range(first, min(first + 2 * _KEPT, len(self._rects)))

    def _look(self) -> None:
        """Find out which page is looked at: the one across the middle."""
        if self._rects:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 3
            page = bisect_right(self._rects, middle, key=lambda rect: rect.top()) - 1
            if (page := max(page, 0)) != self._page:
                self._page = page
                self.moved.emit(page)
        self.viewport().update()
        self.changed.emit()
