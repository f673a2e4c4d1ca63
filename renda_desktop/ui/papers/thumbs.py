"""Small pictures of a paper's pages, drawn near the one that is looked at."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from renda_desktop.ui import theme

SIDE = 84
_NEAR = 6
_A4 = 297 / 210


class Image(Protocol):
    """A drawn page: RGBA, four bytes a pixel."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def rgba(self) -> bytes: ...


class Thumbs(QListWidget):
    """One picture a page; `asked(page)` when one is chosen by the clerk."""

    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._drawn: set[int] = set()
        self.setFixedWidth(theme.px(SIDE + 64))
        self.setIconSize(QSize(theme.px(SIDE), theme.px(int(SIDE * _A4))))
        self.setAccessibleName("页")
        self.currentRowChanged.connect(self._jump)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """List other pages."""
        self.clear()
        self._drawn.clear()
        for number in range(len(sizes)):
            self.addItem(QListWidgetItem(str(number + 1)))

    def missing(self, page: int) -> int | None:
        """Return the nearest page without a picture, None where all about `page` have one."""
        near = range(max(page - _NEAR, 0), min(page + _NEAR, self.count()))
        left = sorted(set(near) - self._drawn, key=lambda one: abs(one - page))
        return left[0] if left else None

    def show_image(self, page: int, image: Image) -> None:
        """Show the picture of a page."""
        self._drawn.add(page)
        picture = QPixmap.fromImage(qimage(image))
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)  # Qt would darken the chosen one
        self.item(page).setIcon(icon)

    @Slot(int)
    def follow(self, page: int) -> None:
        """Mark the page that is looked at."""
        if not self.hasFocus():
            self.setCurrentRow(page)

    @Slot(int)
    def _jump(self, page: int) -> None:
        if page >= 0 and self.hasFocus():
            self.asked.emit(page)


def qimage(image: Image) -> QImage:
    """Return a drawn page as Qt's image, holding its own bytes."""
    form = QImage.Format.Format_RGBX8888
    return QImage(image.rgba, image.width, image.height, image.width * 4, form).copy()
