"""How the parts of the desk stand beside one another, by the room there is."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.ui import theme

_WIDE = 1080
"""Pixels at normal type that three columns need."""


class Columns(QWidget):
    """A strip above three columns; where they have no room, the last goes under the first."""

    def __init__(self, strip: QWidget, queue: QWidget, form: QWidget, history: QWidget) -> None:
        super().__init__()
        self._history = history
        self._narrow = False
        gap = theme.px(14)
        self._side = QVBoxLayout()
        self._side.setSpacing(gap)
        self._side.addWidget(queue, stretch=20)
        self._row = QHBoxLayout()
        self._row.setSpacing(gap)
        self._row.addLayout(self._side, stretch=21)
        self._row.addWidget(form, stretch=72)
        self._row.addWidget(history, stretch=28)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addWidget(strip)
        column.addLayout(self._row, stretch=1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the last column where it has room."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(_WIDE)
        if narrow != self._narrow:
            self._narrow = narrow
            (self._side if narrow else self._row).addWidget(self._history, stretch=28)
            self._row.setStretch(0, 29 if narrow else 21)
