"""Choosing the station at which one works, on a PC that holds several."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.pinyin import matches
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Label, LineEdit, Table
from renda_desktop.ui.widgets.overlay import Overlay

if TYPE_CHECKING:
    from renda_desktop.queries.stations import DeskRow

_WORDS = "选定以后,新的来访和事项记在这个站里;其他站的记录仍然看得到。"


class DeskPanel(Overlay):
    """The stations to find one among; `picked(id)`. It deletes itself when it is closed."""

    picked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width=560)
        self._desks: Sequence[DeskRow] = ()
        self.search = LineEdit(placeholder="站名、拼音首字母")
        columns = [
            Column["DeskRow"]("联络站", lambda row: f"✓ {row.name}" if row.here else row.name),
            Column["DeskRow"]("代号", lambda row: row.code, width=72, muted=True),
            Column["DeskRow"]("所属区域", lambda row: row.area_name, width=140, muted=True),
        ]
        self.rows = TableModel(columns, parent=self)
        self.table = Table(self.rows, name="联络站")
        self.table.setFixedHeight(theme.px(360))
        self.body.setSpacing(theme.px(8))
        self.body.addWidget(Label("在哪个联络站工作?", kind="title"))
        self.body.addWidget(Label(_WORDS, kind="muted", wrap=True))
        self.body.addWidget(self.search)
        self.body.addWidget(self.table)
        self.search.textChanged.connect(self._find)
        self.search.submitted.connect(self._take)
        self.search.installEventFilter(self)
        self.table.opened.connect(self._pick)
        self.closed.connect(self.deleteLater)

    def open(self, desks: "Sequence[DeskRow]") -> None:
        """Offer the stations, with the one at which one works marked."""
        self._desks = desks
        self._find("")
        at = next((n for n, one in enumerate(desks) if one.here), 0)
        self.table.go_to(at)
        self.cover(self.search)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Go between what is typed and the list."""
        other = self.table if self.search.hasFocus() else self.search
        other.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while one types."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)  # noqa: S101 - as its type says
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                QApplication.sendEvent(self.table, event)
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _find(self, text: str) -> None:
        found = [one for one in self._desks if matches(text, one.name, one.code)]
        self.rows.set_rows(found)
        if found:
            self.table.go_to(0)

    @Slot()
    def _take(self) -> None:
        row = self.table.row()
        if row is not None:
            self._pick(row)

    @Slot(object)
    def _pick(self, row: "DeskRow") -> None:
        self.uncover()
        self.picked.emit(row.id)
