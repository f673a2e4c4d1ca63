"""White surfaces on the grey page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets.button import Button
from renda_desktop.ui.widgets.label import Label


class Card(QFrame):
    """A white surface with round corners; put things into `body`, beside the title into `head`."""

    def __init__(self, title: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        side = theme.px("pad")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(side, theme.px(14), side, theme.px(14))
        self.body.setSpacing(theme.px(8))
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px(8))
        self.heading = Label(title, kind="heading", elide=True)
        if title:
            self.setAccessibleName(title)
            self.head.addWidget(self.heading, stretch=1)
            self.body.addLayout(self.head)

    def set_title(self, title: str) -> None:
        """Show another title, on a card that was made with one."""
        self.heading.setText(title)
        self.setAccessibleName(title)


class EmptyState(QWidget):
    """What stands where nothing is yet: what to do next, and the button that does it."""

    asked = Signal()

    def __init__(
        self,
        text: str,
        *,
        detail: str = "",
        button: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        for words, kind in ((text, "heading"), (detail, "muted")):
            if words:
                label = Label(words, kind=kind, wrap=True)
                label.setAlignment(centre)
                column.addWidget(label)
        if button:
            self.button = Button(button, kind="primary", hint=hint, on=self.asked.emit)
            column.addSpacing(theme.px(4))
            column.addWidget(self.button, alignment=centre)
        column.addStretch(1)


def rule(*, parent: QWidget | None = None) -> QFrame:
    """Return a hairline."""
    line = QFrame(parent)
    line.setProperty("rule", True)
    return line
