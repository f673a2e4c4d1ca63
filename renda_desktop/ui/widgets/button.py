"""Buttons that show their shortcut."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.fonts import ensure_glyphs

_INK = {"primary": "on_primary", "field": "muted", "quiet": "primary", "danger": "red"}
_HINT = {"primary": "on_primary_muted"}


class Button(QPushButton):
    """A push button; `hint` is the key that does the same, written after the words in grey.

    `kind`: primary (one a screen), secondary, quiet, danger, field (like a writing field). The
    key itself is bound with `keys.bind`, so that it is silent while an input method composes.
    """

    def __init__(
        self,
        text: str,
        *,
        kind: str = "secondary",
        hint: str = "",
        small: bool = False,
        on: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        ensure_glyphs(text)
        self._kind = kind
        self._hint = hint
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setAutoDefault(False)
        self.setAccessibleName(text.replace("&", ""))
        self.setAccessibleDescription(hint)
        self._on = on
        self.clicked.connect(self._press)

    @property
    def hint(self) -> str:
        """The key written on the button."""
        return self._hint

    def sizeHint(self) -> QSize:
        """Leave room for the hint."""
        extra = self._gap() + self.fontMetrics().horizontalAdvance(self._hint) if self._hint else 0
        return super().sizeHint() + QSize(extra, 0)

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then words and hint in their two colours."""
        if not self._hint:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined] # the stubs leave out an option's fields
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        metrics = self.fontMetrics()
        mnemonic = Qt.TextFlag.TextShowMnemonic
        words = metrics.size(mnemonic, self.text()).width()
        hint = metrics.horizontalAdvance(self._hint)
        left = (self.width() - words - self._gap() - hint) // 2
        left = theme.px(12) if self._kind == "field" else left
        flags = Qt.AlignmentFlag.AlignVCenter | mnemonic
        painter.setPen(self._colour(_INK.get(self._kind, "ink")))
        painter.drawText(QRect(left, 0, words + 1, self.height()), flags, self.text())
        painter.setPen(self._colour(_HINT.get(self._kind, "muted")))
        start = left + words + self._gap()
        painter.drawText(QRect(start, 0, hint + 1, self.height()), flags, self._hint)

    @Slot()
    def _press(self) -> None:
        if self._on is not None:
            self._on()

    def _gap(self) -> int:
        return theme.px(8)

    def _colour(self, name: str) -> QColor:
        if self.isEnabled():
            return theme.colour(name)
        return theme.colour("card" if self._kind == "primary" else "disabled")
