"""The chosen evaluation, vote or proposal: a head that stays, and a sheet that scrolls."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from renda_desktop.queries.timeline import TimelineEvent
from renda_desktop.ui import theme
from renda_desktop.ui.history import moments
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import EmptyState, Label, Pill, Table, Timeline, restyle, rule
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.widgets.flow import Flow
from renda_desktop.ui.widgets.scroll import Scroll

F = TypeVar("F")
CLASH: Final = "不同电脑更正了同一项内容,请到“同步”里选定一个版本。"


class Shown(QWidget):
    """A table as tall as its rows, under a title, in a sheet that scrolls; hidden without rows."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = Label(title, kind="heading")
        self.note = Label(kind="muted", wrap=True)
        self.note.hide()
        self.table: Table[Any] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self._column.addWidget(self._title)
        self._column.addWidget(self.note)

    def show_rows(
        self,
        columns: Sequence[Column[Any]],
        rows: Sequence[Any],
        *,
        note: str = "",
        title: str = "",
    ) -> None:
        """Replace what is shown."""
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
            self.table = None
        if title:
            self._title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setVisible(bool(rows or note))
        if rows:
            self._add(columns, rows)

    def text(self) -> str:
        """Return all that the cells say, a line a row."""
        rows = self.table.rows if self.table is not None else None
        if rows is None:
            return ""
        found = [rows.row(n) for n in range(rows.total)]
        return "\n".join(" ".join(c.text(row) for c in rows.columns) for row in found)

    def _add(self, columns: Sequence[Column[Any]], rows: Sequence[Any]) -> None:
        model: TableModel[Any] = TableModel(columns, parent=self)
        self.table = Table(model, name=self._title.text())
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.table.setVerticalScrollBarPolicy(never)
        self.table.setHorizontalScrollBarPolicy(never)
        model.setParent(self.table)
        model.set_rows(rows)
        height = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height + len(rows) * theme.px("row") + 2)
        self._column.addWidget(self.table)
        self.table.current.connect(self._follow)

    def _follow(self, _row: object) -> None:
        """Keep the line that the arrow keys reach in sight: it is the sheet that scrolls."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, Scroll):
            around = around.parentWidget()
        if around is None or self.table is None or not self.table.hasFocus():
            return
        line = self.table.visualRect(self.table.currentIndex())
        at = self.table.viewport().mapTo(around.widget(), line.center())
        around.ensureVisible(0, at.y(), 0, theme.px("row"))


class Detail(QWidget, Generic[F]):
    """Title, pills, facts and timeline; `parts` of each kind stand between the last two."""

    wanted = Signal(str, object)
    """Another place is wanted: its key, and what to show there."""

    def __init__(self, *, name: str, parts: Iterable[QWidget] = ()) -> None:
        super().__init__()
        self.above = Label(kind="label", selectable=True)
        self.title = Label(kind="heading", wrap=True, selectable=True)
        self._pills = QWidget()
        self._flow = Flow(spacing=6, parent=self._pills)
        self.lead = Label(kind="body", wrap=True, selectable=True)
        self.warning = Label(kind="error", wrap=True, selectable=True)
        self.facts, self.timeline = Facts(), Timeline()
        empty = EmptyState(f"没有选中的{name}", detail="在左边选一项,这里显示它的全部经过。")
        self._shown: object = None
        self._lay_out(name, empty, parts)

    def show_file(self, file: F | None, *, today: date) -> None:
        """Show one thing, or that none is chosen."""
        self._pages.setCurrentIndex(0 if file is not None else 1)
        if file is None:
            self._shown = None
            return
        self.fill(file, today)
        if self._shown != (now := self.title.text()):
            self.area.verticalScrollBar().setValue(0)
        self._shown = now

    def fill(self, file: F, today: date) -> None:
        """Show one thing."""
        raise NotImplementedError

    def show_head(self, above: str, title: str, pills: Iterable[tuple[str, str]]) -> None:
        """Show the title and the pills, each a word and its tone."""
        self.above.setText(above)
        self.above.setVisible(bool(above))
        self.title.setText(title)
        while (item := self._flow.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for text, tone in pills:
            if text:
                self._flow.addWidget(Pill(text, tone=tone))
        self._pills.setVisible(bool(self._flow.count()))
        self._pills.updateGeometry()

    def say(self, lead: str, warning: str = "", *, wrong: bool = True) -> None:
        """Say how it stands, and what is wrong or still missing."""
        restyle(self.warning, kind="error" if wrong else "muted")
        for label, text in ((self.lead, lead), (self.warning, warning)):
            label.setText(text)
            label.setVisible(bool(text))

    def show_timeline(self, events: Sequence[TimelineEvent], *, today: date) -> None:
        """Show the history, the latest first."""
        self.timeline.show_moments(moments(reversed(events), today=today))

    def _lay_out(self, name: str, empty: EmptyState, parts: Iterable[QWidget]) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        for part in (self.lead, self.warning, self.facts, *parts, rule()):
            column.addWidget(part)
        column.addWidget(Label("时间线", kind="heading"))
        column.addWidget(self.timeline)
        column.addStretch(1)
        self.area = Scroll(sheet, name=f"{name}详情")
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.addWidget(self.title, stretch=1)
        head.addWidget(self.above)
        outer.addLayout(head)
        outer.addWidget(self._pills)
        outer.addWidget(self.area, stretch=1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(whole)
        self._pages.addWidget(empty)
