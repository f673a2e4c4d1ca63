"""The way to anything: Ctrl+K."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.pinyin import matches
from renda_desktop.ui.screen import Command
from renda_desktop.ui.table_model import NOWHERE, Index
from renda_desktop.ui.widgets.edit import ENTER, LineEdit
from renda_desktop.ui.widgets.overlay import Overlay
from renda_desktop.ui.widgets.suggestions import DETAIL, OptionDelegate

GROUPS = (
    "选民", "事项", "代表", "承办单位", "主题", "接待", "代表建议", "票决", "命令",
)  # fmt: skip
SHOWN = 12
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True, slots=True)
class Found:
    """One result: its group, its words, and the place and thing it leads to."""

    group: str
    text: str
    detail: str = ""
    place: str = ""
    what: object = None
    run: Callable[[], object] | None = None


Find = Callable[[str, Callable[[Sequence[Found]], object]], object]
"""`find(text, give)` looks in its own time, then calls `give(results)`."""


class Palette(Overlay):
    """A line to type in and what is found, grouped; `picked(Found)`."""

    picked = Signal(object)

    def __init__(self, window: QWidget, *, find: Find | None, commands: Sequence[Command]) -> None:
        super().__init__(window)
        self._find = find
        self._commands = commands
        self._asked = 0
        self.edit = LineEdit(placeholder="姓名、拼音首字母、电话尾号、事项编号、命令")
        self.edit.setAccessibleName("搜索")
        self.edit.textChanged.connect(self._look)
        self.edit.installEventFilter(self)
        self.results = _Results(self)
        self.list = QListView()
        self.list.setModel(self.results)
        self.list.setItemDelegate(OptionDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMinimumHeight(theme.px("row") * SHOWN)
        self.list.clicked.connect(self._pick)
        self.body.addWidget(self.edit)
        self.body.addWidget(self.list)

    def open(self, commands: Sequence[Command] | None = None) -> None:
        """Open with an empty line; `commands` replace those it was made with."""
        if commands is not None:
            self._commands = commands
        self.edit.clear()
        self._look("")
        self.cover(self.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list and take from it while the focus stays in the line."""
        if watched is self.edit and isinstance(event, QKeyEvent) and not self.edit.composing:
            if event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
                self._step(_STEPS[Qt.Key(event.key())])
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in ENTER:
                self._pick()
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _look(self, text: str) -> None:
        text = text.strip()
        self._asked += 1
        commands = [
            Found("命令", one.title, one.keys, run=one.run)
            for one in self._commands
            if matches(text, one.title)
        ]
        self._show(commands)
        if text and self._find is not None:
            self._find(text, partial(self._give, self._asked, commands))

    def _give(self, asked: int, commands: list[Found], found: Sequence[Found]) -> None:
        if asked == self._asked:
            self._show([*found, *commands])

    def _show(self, found: Sequence[Found]) -> None:
        self.results.show(found)
        self.list.setCurrentIndex(self.results.first())

    def _step(self, by: int) -> None:
        row = self.list.currentIndex().row()
        target = self.results.near(row + by, 1 if by > 0 else -1)
        if target is not None:
            self.list.setCurrentIndex(self.results.index(target))
            if target <= 1:
                self.list.scrollToTop()

    @Slot()
    def _pick(self) -> None:
        found = self.results.found(self.list.currentIndex().row())
        if found is None:
            return
        self.uncover()
        if found.run is not None:
            found.run()
        else:
            self.picked.emit(found)


class _Results(QAbstractListModel):
    """What is found, under the names of its groups."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: list[str | Found] = []

    def show(self, found: Sequence[Found]) -> None:
        self.beginResetModel()
        self._lines = []
        for group in GROUPS:
            inside = [one for one in found if one.group == group]
            self._lines += [group, *inside] if inside else []
        for one in found:
            ensure_glyphs(one.text + one.detail)
        self.endResetModel()

    def first(self) -> QModelIndex:
        return self.index(1) if self._lines else QModelIndex()

    def near(self, row: int, way: int) -> int | None:
        """Return the nearest row that can be picked, searching `way`, then back."""
        row = min(max(row, 0), len(self._lines) - 1)
        for step in (way, -way):
            at = row
            while 0 <= at < len(self._lines):
                if self.found(at) is not None:
                    return at
                at += step
        return None

    def found(self, row: int) -> Found | None:
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, Found) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if self.found(index.row()) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        found = self.found(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return found.text if found else self._lines[index.row()]
        return found.detail if found and role == DETAIL else None
