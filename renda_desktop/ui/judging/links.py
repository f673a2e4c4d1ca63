"""Things that belong to another screen, each a button that leads there."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.widgets.flow import Flow


class Links(QWidget):
    """A title and a button for each thing; hidden where there is none. `picked(value)`."""

    picked = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._inner = QWidget()
        self._flow = Flow(spacing=6, parent=self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(Label(title, kind="label"))
        column.addWidget(self._inner)

    def show_links(self, links: Sequence[tuple[object, str]]) -> None:
        """Replace what is shown."""
        while (item := self._flow.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for value, text in links:
            button = Button(text, kind="quiet", small=True, on=partial(self.picked.emit, value))
            self._flow.addWidget(button)
        self.setVisible(bool(links))
