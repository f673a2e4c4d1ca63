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
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Replace what is shown."""
        while (item := self._grid.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        shown = [(name, value) for name, value in facts if value]
        for line, (name, value) in enumerate(shown):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Label(name, kind="muted"), line, 0, top)
            said = Label(value, wrap=True, selectable=True)
            said.setAccessibleName(f"{name} {value}")
            self._grid.addWidget(said, line, 1)

    def text(self) -> str:
        """Return all that is shown, a line a fact."""
        lines: dict[int, list[str]] = {}
        for place in range(self._grid.count()):
            widget = self._grid.itemAt(place).widget()
            if isinstance(widget, Label):
                lines.setdefault(place // 2, []).append(widget.text())
        return "\n".join(" ".join(parts) for parts in lines.values())
