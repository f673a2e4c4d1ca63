"""A quiet line inside a card: what has just happened, and how to take it back."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Pill, PillButton
from renda_desktop.ui.widgets.message import announce


class Note(QWidget):
    """One sentence and one button; gone when something else is said."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on: Callable[[], object] | None = None
        self._words = Pill(tone="primary")
        self._button = PillButton()
        self._button.clicked.connect(self.act)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self._words)
        row.addWidget(self._button)
        row.addStretch(1)
        self.hide()

    def text(self) -> str:
        """Return what is said, '' while nothing is."""
        return self._words.text() if not self.isHidden() else ""

    def say(self, text: str, *, button: str, on: Callable[[], object]) -> None:
        """Say what happened; the button (Alt+Z) runs `on`."""
        self._on = on
        self._words.show_status(text, tone="primary")
        self._words.show()
        self._button.show_status(f"{button} Alt+Z", tone="muted")
        self.setAccessibleName(text)
        self.show()
        announce(self)

    @Slot()
    def act(self) -> None:
        """Do what the button says, if anything is said."""
        if self._on is not None and not self.isHidden():
            on, self._on = self._on, None
            self.hide()
            on()
