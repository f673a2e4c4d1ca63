"""One of a few words, taken by its digit: made for going down a paper sheet without looking up."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.fonts import ensure_glyphs


class Digits(QWidget):
    """Words side by side; the digit of one takes it and goes on to the next line."""

    def __init__(self, title: str, words: Sequence[str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.buttons: list[QRadioButton] = []
        for number, word in enumerate(words, 1):
            ensure_glyphs(word)
            button = QRadioButton(f"{number} {word}")
            button.setAccessibleName(f"{title} {word}")
            if number > 1:  # Tab goes from line to line, the arrow keys from word to word
                button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._group.addButton(button, number)
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self.setFocusProxy(self.buttons[0])

    def place(self) -> int | None:
        """Return which word is taken, the first is 0; None for none."""
        number = self._group.checkedId()
        return number - 1 if number > 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a word by its digit."""
        digit = event.text()
        if digit.isdecimal() and 0 < int(digit) <= len(self.buttons):
            button = self.buttons[int(digit) - 1]
            button.setChecked(True)
            button.setFocus(Qt.FocusReason.TabFocusReason)
            self.focusNextChild()
        else:
            super().keyPressEvent(event)
