"""The list of suggestions that floats under a writing field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.table_model import NOWHERE, Index

SHOWN = 9
"""Suggestions that are seen at once."""
DETAIL = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what it is, what it is called, and a grey remark."""

    value: object
    text: str
    detail: str = ""


class _Options(QAbstractListModel):
    """The suggestions; one greyed line where there is none."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.options: Sequence[Option] = ()

    def show(self, options: Sequence[Option]) -> None:
        self.beginResetModel()
        self.options = options
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else max(len(self.options), 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        option = self.options[index.row()] if index.row() < len(self.options) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return option.text if option else "没有找到"
        return option.detail if option and role == DETAIL else None


class Suggestions(QListView):
    """A list that floats in the window and leaves the focus where it is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("suggestions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(OptionDelegate(self))
        self._options = _Options(self)
        self.setModel(self._options)

    def offer(self, options: Sequence[Option], edit: QWidget, *, mark: bool = True) -> None:
        """Show options beneath `edit`, or above where there is no room; `mark` the first."""
        for option in options:
            ensure_glyphs(option.text + option.detail)
        self._options.show(options)
        if options and mark:
            self.setCurrentIndex(self._options.index(0))
        window = self._window
        height = theme.px("row") * min(max(len(options), 1), SHOWN) + theme.px(10)
        top = edit.mapTo(window, QPoint(0, edit.height() + theme.px(2)))
        if top.y() + height > window.height():
            above = edit.mapTo(window, QPoint(0, 0)).y() - theme.px(2)
            if above > window.height() - top.y():
                height = min(height, above)
                top.setY(above - height)
            else:
                height = window.height() - top.y()
        self.setGeometry(QRect(top.x(), top.y(), max(edit.width(), theme.px(180)), height))
        self.show()
        self.raise_()

    def option(self) -> Option | None:
        """Return the option under the cursor."""
        row = self.currentIndex().row()
        return self._options.options[row] if 0 <= row < len(self._options.options) else None

    def step(self, by: int) -> None:
        """Move the cursor, stopping at both ends."""
        row = min(max(self.currentIndex().row() + by, 0), self._options.rowCount() - 1)
        self.setCurrentIndex(self._options.index(row))


class OptionDelegate(QStyledItemDelegate):
    """Draws an option's text, and its remark in grey on the right; a heading small and grey."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a row."""
        return QSize(super().sizeHint(option, index).width(), theme.px("row"))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one option."""
        space: QRect = option.rect  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(space, theme.colour("tint" if selected else "card"))
        side = theme.px(10)
        inner = space.adjusted(side, 0, -side, 0)
        detail = str(index.data(DETAIL) or "")
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("muted"))
        metrics = painter.fontMetrics()
        taken = min(metrics.horizontalAdvance(detail) + 2, inner.width() // 2)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        short = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, taken)
        painter.drawText(inner, int(middle | right), short)
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("ink"))
        words = inner.adjusted(0, 0, -(taken + side if taken else 0), 0)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(middle), text)
        painter.restore()
