"""The navigation at the left edge."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.screen import Place


class RailButton(QPushButton):
    """One entry of the rail."""


class Rail(QFrame):
    """The places; `picked(key)`."""

    picked = Signal(str)

    def __init__(self, places: Sequence[Place], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("导航")
        self.setFixedWidth(theme.px("rail_width"))
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        side = theme.px(8)
        column.setContentsMargins(side, theme.px(14), side, theme.px(14))
        column.setSpacing(theme.px(4))
        top = [place for place in places if place.where == "top"]
        for number, place in enumerate(top, start=1):
            column.addWidget(self._button(place, f"Ctrl+{number}"))
        column.addStretch(1)
        for place in places:
            if place.where == "bottom":
                column.addWidget(self._button(place, ""))

    def mark(self, key: str) -> None:
        """Show which place is open."""
        for each, button in self._buttons.items():
            button.setChecked(each == key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down among the entries."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _button(self, place: Place, keys: str) -> RailButton:
        button = RailButton(place.title, self)
        button.setCheckable(True)
        button.setAccessibleName(place.title)
        button.setAccessibleDescription(keys)
        button.setToolTip(f"{place.title}  {keys}".strip())
        button.clicked.connect(lambda: self.picked.emit(place.key))
        self._buttons[place.key] = button
        return button
