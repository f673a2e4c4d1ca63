"""Names and values of one thing, one under another."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets.label import Label


class Facts(QWidget):
    """Two columns: what it is in grey, and what is on record; an empty value takes no line."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[tuple[str, str]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Replace what is shown."""
        while self._grid.count():
            gone = self._grid.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        self._shown = [(name, value) for name, value in facts if value]
        for line, (name, value) in enumerate(self._shown):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Label(name, kind="muted"), line, 0, top)
            said = Label(value, wrap=True, selectable=True)
            said.setAccessibleName(f"{name} {value}")
            self._grid.addWidget(said, line, 1)

    def text(self) -> str:
        """Return all that is shown, a line a fact."""
        return "\n".join(f"{name} {value}" for name, value in self._shown)
