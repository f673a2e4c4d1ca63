"""Short statuses in a tone, always with a word."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from renda_desktop.ui.widgets.label import Label
from renda_desktop.ui.widgets.look import restyle

MARKS = {"green": "●", "amber": "▲", "red": "■"}
"""The shapes of the three signals, for eyes that do not tell the colours apart."""


def marked(text: str, tone: str) -> str:
    """Return the word with the mark of its signal."""
    return f"{MARKS[tone]} {text}" if tone in MARKS else text


class Pill(Label):
    """A word on a tinted pill.

    `tone`: green, amber, red, primary, muted; `signal` adds the mark of the three colours.
    """

    def __init__(
        self,
        text: str = "",
        *,
        tone: str = "muted",
        signal: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._signal = signal
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_status(text, tone=tone)

    def show_status(self, text: str, *, tone: str) -> None:
        """Show another word in another tone; an empty one hides the pill."""
        self.setText(marked(text, tone) if self._signal else text)
        self.setAccessibleName(text)
        restyle(self, tone=tone)
        if not text:
            self.hide()


class PillButton(QPushButton):
    """A pill that can be pressed, by mouse or keyboard."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_status(self, text: str, *, tone: str) -> None:
        """Show a word in a tone."""
        self.setText(text)
        self.setAccessibleName(text)
        restyle(self, tone=tone)
