"""Which column of a list holds what, to be seen and to be chosen otherwise."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from renda_desktop.services.imports.headers import Column, Header
from renda_desktop.ui import theme
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Field

_ACROSS = 4


class Mapping(QWidget):
    """One choice for each thing that a row may say; `changed` when the clerk chose."""

    changed = Signal()

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._found: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self.picks: dict[str, Pick[str]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(6))
        for number, column in enumerate(columns):
            pick = self.picks[column.key] = Pick[str]([("", "没有这一栏")])
            field = Field(column.title, pick, required=column.required)
            grid.addWidget(field, number // _ACROSS, number % _ACROSS)
            pick.activated.connect(self._choose)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setAccessibleName("栏目对应")

    def show_header(self, header: Header, *, chosen: dict[str, str]) -> None:
        """Show where the columns are; what is chosen later goes beside `chosen`."""
        titles = dict.fromkeys(title for title in header.titles if title)
        options = [("", "没有这一栏"), *((title, " ".join(title.split())) for title in titles)]
        self._kept = dict(chosen)
        for key, pick in self.picks.items():
            with QSignalBlocker(pick):
                pick.fill(options)
                at = header.columns.get(key)
                title = "" if at is None else header.title(at)
                self._found[key] = title
                pick.set_value(title if title in pick.values() else "")

    def chosen(self) -> dict[str, str]:
        """Return the columns that were chosen otherwise than they were found."""
        told = {key: pick.value() for key, pick in self.picks.items()}
        return self._kept | {key: to for key, to in told.items() if to != self._found.get(key)}

    @Slot(int)
    def _choose(self, _number: int) -> None:
        self.changed.emit()
