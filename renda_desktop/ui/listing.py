"""A searchable list at the left, what is chosen at the right."""

from typing import Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.table_model import TableModel
from renda_desktop.ui.widgets import Button, Card, EmptyState, LineEdit, Table

R = TypeVar("R")


class Listing(QWidget, Generic[R]):
    """The frame: search line, buttons, table, a card for the chosen thing, words for an empty list.

    `chosen(row | None)` when the cursor moves, `typed(text)` when another search is wanted.
    """

    chosen = Signal(object)
    typed = Signal(str)
    asked = Signal()
    """The button of the empty list."""

    def __init__(
        self,
        rows: TableModel[R],
        *,
        name: str,
        search: str,
        empty: EmptyState,
        buttons: tuple[Button, ...] = (),
        shares: tuple[int, int] = (21, 12),
    ) -> None:
        super().__init__()
        self.rows = rows
        self.search = LineEdit(placeholder=search)
        self.search.setAccessibleName(f"查找{name}")
        self.search.setClearButtonEnabled(True)
        self.table: Table[R] = Table(rows, name=name)
        self.detail = Card()
        self.detail.setAccessibleName(f"所选{name}")
        self._empty = empty
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(empty)
        self._lay_out(buttons, shares)
        self.search.textChanged.connect(self.typed)
        self.search.submitted.connect(self.table.setFocus)
        self.table.current.connect(self.chosen)
        self.rows.loaded.connect(self._loaded)

    def go_to(self, number: int) -> None:
        """Choose a row."""
        self.table.go_to(number)

    def _lay_out(self, buttons: tuple[Button, ...], shares: tuple[int, int]) -> None:
        list_ = Card()
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self.search, stretch=1)
        for button in buttons:
            top.addWidget(button)
        list_.body.addLayout(top)
        list_.body.addWidget(self._pages, stretch=1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        row.addWidget(list_, stretch=shares[0])
        row.addWidget(self.detail, stretch=shares[1])

    @Slot(int)
    def _loaded(self, total: int) -> None:
        """Say what to do where nothing is yet; else have a row chosen."""
        nothing = not total and not self.search.text().strip()
        self._pages.setCurrentWidget(self._empty if nothing else self.table)
        if not total:
            self.chosen.emit(None)
        elif not self.table.currentIndex().isValid():
            self.table.go_to(0)
        else:
            self.chosen.emit(self.table.row())


def column_of(*widgets: QWidget) -> QVBoxLayout:
    """Return widgets one under another."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(theme.px(8))
    for one in widgets:
        made.addWidget(one)
    return made
