"""A short list whose rows hold a few words each: the queue, a resident's matters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.ui import theme
from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.table_model import NOWHERE, Index
from renda_desktop.ui.widgets.edit import ENTER
from renda_desktop.ui.widgets.pill import marked

_LINE = Qt.ItemDataRole.UserRole + 1
_ROOM = 150
"""Pixels at normal type that words and a pill need beside one another."""
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `lead` small on the left, `right` in grey or, with a `tone`, on a pill."""

    id: Id
    text: str
    lead: str = ""
    right: str = ""
    tone: str = ""
    below: str = ""

    @property
    def spoken(self) -> str:
        """Return all that the row says, for a screen reader and the tip."""
        return " ".join(filter(None, (self.lead, self.text, self.right, self.below)))


class _Lines(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return line.spoken if role in (*wanted, Qt.ItemDataRole.ToolTipRole) else None


class Lines(QListView):
    """The rows; `picked(id)` when the cursor moves, `opened(id)` on Enter or a double click.

    `current` marks a row that stays marked wherever the cursor goes.
    """

    picked = Signal(str)
    opened = Signal(str)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.marked: Id | None = None
        self._model = _Lines(self)
        self.setModel(self._model)
        self.setItemDelegate(_Draw(self))
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(self._open)

    def show_lines(self, lines: Sequence[Line], *, marked: Id | None = None) -> None:
        """Replace the rows; the cursor stays on the row it was on."""
        here = self.chosen()
        for line in lines:
            ensure_glyphs(line.spoken)
        self.marked = marked
        self._model.show(lines)
        self.updateGeometry()
        if here is not None:
            self.go_to(here)

    def sizeHint(self) -> QSize:
        """Ask for two or three rows; a layout may give more."""
        return QSize(theme.px(160), min(theme.px(120), self.content_height()))

    def minimumSizeHint(self) -> QSize:
        """Return the height of two rows, or of the only one."""
        return QSize(theme.px(96), min(theme.px(82), self.content_height()))

    def content_height(self) -> int:
        """Return the height of all rows."""
        heights = (self.sizeHintForRow(row) for row in range(len(self._model.lines)))
        return sum(heights) + theme.px(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are taller where they are narrow."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def lines(self) -> Sequence[Line]:
        """Return the rows."""
        return self._model.lines

    def chosen(self) -> Id | None:
        """Return the row under the cursor."""
        row = self.currentIndex().row()
        return self._model.lines[row].id if 0 <= row < len(self._model.lines) else None

    def go_to(self, wanted: Id) -> None:
        """Put the cursor on a row."""
        for row, line in enumerate(self._model.lines):
            if line.id == wanted:
                self.setCurrentIndex(self._model.index(row))

    def go_nowhere(self) -> None:
        """Take the cursor away."""
        self.setCurrentIndex(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row under the cursor on Enter."""
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if (here := self.chosen()) is not None:
            self.opened.emit(here)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and (here := self.chosen()) is not None:
            self.picked.emit(here)


class _Draw(QStyledItemDelegate):
    def __init__(self, parent: Lines) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return one or two lines' height."""
        line = self._line(index)
        return QSize(0, theme.px(56 if line.below else 41))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        line = self._line(index)
        # The stubs leave out an option's fields.
        space: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        self._ground(painter, space, line, state)
        inner = space.adjusted(theme.px(8), theme.px(3), -theme.px(8), -theme.px(5))
        if line.below:
            half = inner.height() * 5 // 9
            under = inner.adjusted(0, half, 0, 0)
            inner.setHeight(half)
            _write(painter, under, line.below, font="label", tint="muted")
        _draw_words(painter, inner, line)
        painter.restore()

    def _line(self, index: QModelIndex | QPersistentModelIndex) -> Line:
        """Return the row; where it is too narrow, what stands on the right goes under the words."""
        line: Line = index.data(_LINE)
        if not line.right or self._list.viewport().width() >= theme.px(_ROOM):
            return line
        below = " · ".join(filter(None, (marked(line.right, line.tone), line.below)))
        return replace(line, right="", tone="", below=below)

    def _ground(self, painter: QPainter, space: QRect, line: Line, state: QStyle.StateFlag) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        box = space.adjusted(1, 1, -1, -theme.px(3))
        radius = theme.px("radius")
        painter.setPen(Qt.PenStyle.NoPen)
        if line.id == self._list.marked or under or over:
            strong = line.id == self._list.marked or (under and self._list.marked is None)
            painter.setBrush(theme.colour("tint" if strong else "tint_hover"))
            painter.drawRoundedRect(box, radius, radius)
        if under and self._list.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("primary"))
            painter.drawRoundedRect(box, radius, radius)


def _draw_words(painter: QPainter, inner: QRect, line: Line) -> None:
    if line.lead:
        used = _write(painter, inner, line.lead, font="label", tint="muted")
        inner.setLeft(inner.left() + used + theme.px(8))
    if line.right and line.tone:
        inner.setRight(_draw_pill(painter, inner, line) - theme.px(8))
    elif line.right:
        painter.setFont(theme.font())
        wanted = painter.fontMetrics().horizontalAdvance(line.text) + theme.px(8)
        room = inner.adjusted(min(wanted, inner.width() * 3 // 4), 0, 0, 0)
        used = _write(painter, room, line.right, font="label", tint="muted", flags=_RIGHT)
        inner.setRight(inner.right() - used - theme.px(8))
    _write(painter, inner, line.text)


def _draw_pill(painter: QPainter, inner: QRect, line: Line) -> int:
    """Draw the pill at the right and return where it begins."""
    ink, back = theme.tone(line.tone)
    painter.setFont(theme.font("label"))
    metrics, room = painter.fontMetrics(), inner.width() * 5 // 8 - theme.px(20)
    text = metrics.elidedText(marked(line.right, line.tone), Qt.TextElideMode.ElideRight, room)
    width = metrics.horizontalAdvance(text) + theme.px(20)
    height = theme.px("pill")
    top = inner.center().y() - height // 2
    box = QRect(inner.right() - width, top, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    return box.left()


def _write(
    painter: QPainter,
    space: QRect,
    text: str,
    *,
    font: str = "body",
    tint: str = "ink",
    flags: int = _MIDDLE,
) -> int:
    """Write in one line, shortened to the space, and return the width taken."""
    painter.setFont(theme.font(font))
    painter.setPen(theme.colour(tint))
    metrics = painter.fontMetrics()
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space.width())
    painter.drawText(space, flags, short)
    return metrics.horizontalAdvance(short)
