"""Words on the screen: always plain text, in every character."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.widgets.button import Button


class Label(QLabel):
    """A plain-text label.

    `kind`: body, label (small, grey), muted, heading, title, count, error, struck. With `elide`
    it gives way to its neighbours and shows the whole text as a tip.
    """

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "body",
        wrap: bool = False,
        elide: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setWordWrap(wrap)
        self._elide = elide
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text` as it is; nothing in it is interpreted."""
        ensure_glyphs(text)
        super().setText(text)

    def minimumSizeHint(self) -> QSize:
        """Let an eliding label shrink to three characters."""
        hint = super().minimumSizeHint()
        return (
            QSize(min(hint.width(), self.fontMetrics().height() * 3), hint.height())
            if (self._elide)
            else hint
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw an eliding label shortened to its width."""
        if not self._elide:
            super().paintEvent(event)
            return
        space = self.contentsRect()
        short = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, space.width()
        )
        self.setToolTip(self.text() if short != self.text() else "")
        painter = QPainter(self)
        role = self.foregroundRole()
        self.style().drawItemText(
            painter, space, int(self.alignment()), self.palette(), self.isEnabled(), short, role
        )


class Count(QWidget):
    """A number over what it counts."""

    def __init__(self, name: str, value: int | str = 0, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Label(name, kind="label")
        self._value = Label(kind="count")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self._value, self._name):
            column.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.set_value(value)

    def set_value(self, value: int | str) -> None:
        """Show another number."""
        self._value.setText(str(value))
        self.setAccessibleName(f"{self._name.text()} {value}")


class StarRating(Label):
    """One to five stars, or nothing where nobody rated."""

    def __init__(self, stars: int | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_stars(stars)

    def set_stars(self, stars: int | None) -> None:
        """Show another rating."""
        self.setText(star_text(stars) or "未评价")
        self.setAccessibleName(f"{stars} 星" if stars else "未评价")


class MaskedText(QWidget):
    """A phone or a name shown masked; `reveal_asked` lets the screen log the look and show it."""

    reveal_asked = Signal()

    def __init__(self, masked: str = "", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label(selectable=True)
        self._button = Button("显示", kind="quiet", small=True)
        self._button.clicked.connect(self.reveal_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        if name:
            row.addWidget(Label(name, kind="muted"))
        row.addWidget(self._label)
        row.addWidget(self._button)
        row.addStretch(1)
        self.set_masked(masked)

    def text(self) -> str:
        """Return what is shown now."""
        return self._label.text()

    def set_masked(self, masked: str) -> None:
        """Show the masked form."""
        self._label.setText(masked)
        self._button.setVisible(bool(masked))

    def reveal(self, text: str) -> None:
        """Show the whole, until `set_masked` is called again."""
        self._label.setText(text)
        self._button.setVisible(False)


def star_text(stars: int | None) -> str:
    """Return ★★★★☆ for 4, '' for None."""
    return "★" * stars + "☆" * (5 - stars) if stars else ""
