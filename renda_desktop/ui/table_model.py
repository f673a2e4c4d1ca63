"""A read-only table over rows that arrive page by page as one scrolls."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from renda_desktop.ui.fonts import ensure_glyphs

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
TONE = Qt.ItemDataRole.UserRole + 1
MUTED = Qt.ItemDataRole.UserRole + 2
PAGE = 100
KEPT = 30
"""Rows in a page, and pages held at most."""

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True)  # no slots: Column[Row](…) fails with them on Python 3.11
class Column(Generic[R]):
    """One column: its title and how a row's text is found.

    `width` in pixels at scale 1, 0 shares what is left. `key` names the order that the rows are
    asked in when the title is pressed, '' for none. `tone` makes the cell a pill: green, amber,
    red (with the signal's mark), primary, muted, '' for bare text. A table narrower than `least`
    leaves the column out.
    """

    title: str
    text: Callable[[R], str]
    width: int = 0
    align: str = "left"
    key: str = ""
    tone: Callable[[R], str] | None = None
    muted: bool = False
    tip: Callable[[R], str] | None = None
    least: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """Which rows are wanted: `limit` rows from `offset` in the order of the column `key`."""

    offset: int
    limit: int
    key: str
    descending: bool


@dataclass(frozen=True)  # no slots: Column[Row](…) fails with them on Python 3.11
class Page(Generic[R]):
    """The rows that were asked for, and how many there are in all."""

    rows: Sequence[R]
    total: int


Fetch = Callable[[Ask, Callable[[Page[R]], None]], object]
"""`fetch(ask, give)` gets the rows in its own time, then calls `give(Page(rows, total))`."""


class TableModel(QAbstractTableModel, Generic[R]):
    """Frozen rows behind a table; only the pages that are looked at are fetched.

    `reset()` starts anew (another filter), `refresh()` fetches what is shown again and keeps it
    on the screen meanwhile. Answers to questions older than the last `reset()` are dropped.
    """

    loaded = Signal(int)
    """The number of rows in all, each time a page has come."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Fetch[R] | None = None,
        *,
        key: str = "",
        descending: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._order = (key, descending)
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._asked: dict[int, int] = {}
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._total = 0
        self._round = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    def reset(self) -> None:
        """Forget all rows and fetch the first page."""
        self.beginResetModel()
        self._round += 1
        self._pages.clear()
        self._asked.clear()
        self._wanted.clear()
        self._total = 0
        self.endResetModel()
        self._want(0)

    def refresh(self) -> None:
        """Fetch the newest looked-at pages again, and the others when they are looked at."""
        self._round += 1
        self._asked.clear()
        fresh = list(self._pages)[-3:] or [0]
        for page in set(self._pages) - set(fresh):
            del self._pages[page]
        for page in fresh:
            self._want(page)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show a short list that is here already; titles sort it by what its cells say."""
        self._fetch = partial(_from_list, tuple(rows), self.columns)
        self.reset()
        self._ask()

    def row(self, index: Index | int) -> R | None:
        """Return the row at an index or a number, None where it has not come yet."""
        number = index if isinstance(index, int) else index.row()
        page = self._pages.get(number // PAGE) if number >= 0 else None
        place = number % PAGE
        return page[place] if page is not None and place < len(page) else None

    def find(self, wanted: Callable[[R], bool]) -> int | None:
        """Return the number of the first row here that `wanted` accepts."""
        for page in sorted(self._pages):
            for place, row in enumerate(self._pages[page]):
                if wanted(row):
                    return page * PAGE + place
        return None

    @property
    def total(self) -> int:
        """How many rows there are in all, fetched or not."""
        return self._total

    @property
    def order(self) -> tuple[str, bool]:
        """The sort key and whether it descends."""
        return self._order

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return all rows: those not fetched yet are empty until looked at."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what one cell shows, asking for its page where it is not here."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter)
        if role not in _ROLES:
            return None
        row = self.row(index)
        if row is None:
            self._want(index.row() // PAGE)
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        self._pages.move_to_end(index.row() // PAGE)
        return _cell(column, row, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[self.columns[section].align] | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for the rows in another order; a column without a key leaves them as they are."""
        if not 0 <= column < len(self.columns) or not self.columns[column].key:
            return
        wanted = (self.columns[column].key, order == Qt.SortOrder.DescendingOrder)
        if wanted != self._order:
            self._order = wanted
            self.reset()

    def _want(self, page: int) -> None:
        if self._asked.get(page) != self._round:
            self._asked[page] = self._round
            self._wanted[page] = None
            self._timer.start(0)

    @Slot()
    def _ask(self) -> None:
        """Ask for the pages looked at since the last turn of the event loop, newest first."""
        wanted, self._wanted = list(self._wanted)[-4:], OrderedDict()
        for page in list(self._asked):
            if page not in wanted and page not in self._pages:
                del self._asked[page]  # scrolled past before it was asked for
        for page in reversed(wanted):
            if self._fetch is not None:
                ask = Ask(page * PAGE, PAGE, *self._order)
                self._fetch(ask, partial(self._take, self._round, page))

    def _take(self, asked_in: int, page: int, got: Page[R]) -> None:
        if asked_in != self._round:
            return
        self._resize(got.total)
        self._pages[page] = got.rows
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._asked.pop(self._pages.popitem(last=False)[0], None)
        for row in got.rows:
            for column in self.columns:
                ensure_glyphs(column.text(row))
        last = min((page + 1) * PAGE, self._total) - 1
        if last >= page * PAGE:
            self.dataChanged.emit(
                self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1)
            )
        self.loaded.emit(self._total)

    def _resize(self, total: int) -> None:
        if total > self._total:
            self.beginInsertRows(NOWHERE, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(NOWHERE, total, self._total - 1)
            self._total = total
            self.endRemoveRows()


_ROLES = {
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
    TONE,
    MUTED,
}


def _cell(column: Column[R], row: R, role: int) -> object:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return column.text(row)
    if role == Qt.ItemDataRole.ToolTipRole:
        return column.tip(row) if column.tip else None
    if role == TONE:
        return column.tone(row) if column.tone else None
    return column.muted


def _from_list(
    rows: tuple[R, ...], columns: tuple[Column[R], ...], ask: Ask, give: Callable[[Page[R]], None]
) -> None:
    by = next((column for column in columns if ask.key and column.key == ask.key), None)
    if by is not None:
        rows = tuple(sorted(rows, key=by.text, reverse=ask.descending))
    give(Page(rows[ask.offset : ask.offset + ask.limit], len(rows)))
