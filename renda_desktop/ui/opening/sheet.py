"""A card in the middle of a window in which nothing else is to be done yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Card, Label, MessageBar


class Sheet(QWidget):
    """Title, words, a `body` for fields, a `foot` for buttons, and a `bar` for what went wrong."""

    def __init__(self, title: str, words: str = "", *, width: int = 560) -> None:
        super().__init__()
        self.card = Card()
        self.card.setMaximumWidth(theme.px(width))
        self.title = Label(title, kind="title", wrap=True)
        self.words = Label(words, kind="muted", wrap=True)
        self.bar = MessageBar()
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(12))
        self.foot = QHBoxLayout()
        self.foot.setSpacing(theme.px(8))
        column = self.card.body
        side = theme.px(28)
        column.setContentsMargins(side, theme.px(24), side, theme.px(24))
        column.setSpacing(theme.px(12))
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addLayout(self.body)
        column.addSpacing(theme.px(4))
        column.addLayout(self.foot)
        self.words.setVisible(bool(words))
        self._lay_out()

    def focus(self) -> None:
        """Put the focus where typing begins."""

    def close_down(self) -> None:
        """Stop what may take long: the window closes."""

    def busy(self, button: Button, working: bool) -> None:
        """Let a button be pressed once while its work goes on."""
        button.setEnabled(not working)
        if working:
            self.bar.dismiss()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        middle = QVBoxLayout(page)
        middle.setContentsMargins(*[theme.px(12)] * 4)
        middle.addStretch(2)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.card, stretch=100)
        across.addStretch(1)
        middle.addLayout(across)
        middle.addStretch(3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
