"""A table set up for reading many rows without a mouse."""

from typing import Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from renda_desktop.ui import theme
from renda_desktop.ui.table_model import MUTED, TONE, TableModel
from renda_desktop.ui.widgets.edit import ENTER
from renda_desktop.ui.widgets.pill import marked

R = TypeVar("R")
NARROWEST = 96
SHRINK = 0.7
"""How far columns give way before the table scrolls sideways."""


class Table(QTableView, Generic[R]):
    """A `TableModel` on the screen: rows of 36 px, no grid, sized to fit the width.

    `opened(row)`: Enter or a double click. `current(row)`: the cursor moved, None on an empty
    place.
    """

    opened = Signal(object)
    current = Signal(object)

    def __init__(
        self,
        rows: TableModel[R],
        *,
        name: str,
        many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setAccessibleName(name)
        self.setModel(rows)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setDefaultSectionSize(theme.px("row"))
        self._set_header()
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def row(self) -> R | None:
        """Return the row under the cursor."""
        return self.rows.row(self.currentIndex())

    def chosen(self) -> list[R]:
        """Return the selected rows, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [row for place in places if (row := self.rows.row(place)) is not None]

    def go_to(self, number: int) -> None:
        """Move the cursor to a row and show it."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.rows.index(number, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row on Enter."""
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(theme.px("row"))
            self._share()

    def _set_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(theme.px(32))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        keys = [column.key for column in self.rows.columns]
        key, descending = self.rows.order
        if any(keys):
            orders = Qt.SortOrder
            order = orders.DescendingOrder if descending else orders.AscendingOrder
            header.setSortIndicator(keys.index(key) if key in keys and key else -1, order)
            header.setSortIndicatorClearable(False)
            self.setSortingEnabled(True)

    def _share(self) -> None:
        """Give fixed columns their width and the rest what is left, shrinking all if need be."""
        everything, space = self.rows.columns, self.viewport().width()
        for number, column in enumerate(everything):
            self.setColumnHidden(number, space < theme.px(column.least))
        columns = {n: one for n, one in enumerate(everything) if not self.isColumnHidden(n)}
        wanted = [theme.px(column.width) for column in columns.values()]
        fixed, free = sum(wanted), wanted.count(0)
        least = theme.px(NARROWEST) * free
        if fixed > max(space - least, 0):
            part = max((space - least) / fixed, SHRINK)
            wanted = [int(width * part) for width in wanted]
        share = max((space - sum(wanted)) // free, theme.px(NARROWEST)) if free else 0
        for width, (number, column) in zip(wanted, columns.items(), strict=True):
            self.setColumnWidth(number, width if column.width else share)

    def _open(self, index: QModelIndex) -> None:
        if (row := self.rows.row(index)) is not None:
            self.opened.emit(row)

    def _moved(self, index: QModelIndex) -> None:
        self.current.emit(self.rows.row(index))


class CellDelegate(QStyledItemDelegate):
    """Draws statuses as pills, and the rest as plain text in one row of colour."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        tone = index.data(TONE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        space: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(space, theme.colour("tint" if selected else "card"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(space.bottomLeft(), space.bottomRight())
        text = str(index.data() or "")
        if tone and text:
            _pill(painter, space, marked(text, tone), tone)
        else:
            side = theme.px(8)
            painter.setFont(theme.font())
            painter.setPen(theme.colour("muted" if index.data(MUTED) else "ink"))
            inner = space.adjusted(side, 0, -side, 0)
            short = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), short)
        self._ring(painter, space, index)
        painter.restore()

    def _ring(
        self, painter: QPainter, space: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Mark the cursor's row at its left edge while the table has the focus."""
        view = self.parent()
        if not isinstance(view, QTableView) or not view.hasFocus():
            return
        if index.row() == view.currentIndex().row():
            painter.setPen(QPen(theme.colour("primary"), 2))
            painter.drawLine(space.left(), space.top() + 1, space.right(), space.top() + 1)
            painter.drawLine(space.left(), space.bottom(), space.right(), space.bottom())


def _pill(painter: QPainter, space: QRect, text: str, tone: str) -> None:
    ink, back = theme.tone(tone)
    font = theme.font("label")
    metrics = QFontMetrics(font)
    side, height = theme.px(10), theme.px("pill")
    width = min(metrics.horizontalAdvance(text) + 2 * side, space.width() - theme.px(8))
    box = QRect(space.left() + theme.px(4), space.center().y() - height // 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setFont(font)
    painter.setPen(ink)
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - side)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), short)
