"""事项: filters, table, the matter's file, and what can be done with it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, local
from renda_desktop.queries import matters as asking
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.queries.matters import MatterRow
from renda_desktop.queries.papers import issued
from renda_desktop.queries.papers.issued import IssuedPaper
from renda_desktop.services import amendments
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.imports import Importing, LedgerPanel, ledger_list
from renda_desktop.ui.matters import papers
from renda_desktop.ui.matters.acting import Acting
from renda_desktop.ui.matters.detail import Detail
from renda_desktop.ui.matters.filters import Filters
from renda_desktop.ui.matters.words import due_text, due_tone, raiser_text, stage_text
from renda_desktop.ui.papers.menu import Entry
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.table_model import Ask, Column, Page, TableModel
from renda_desktop.ui.widgets import Button, Card, EmptyState, Label, Table
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_TOUCHING = {"matter", "department", "deputy", "resident", "theme", "reception", "proposal"}
_ORDERS = (
    (("urgency", False), "动态排序"),
    (("registered", True), "最新登记"),
    (("registered", False), "最早登记"),
    (("number", True), "编号"),
)


class Matters(Screen):
    """The table of matters; `open_thing` takes a matter's id."""

    title = "事项"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self._clock = clock
        self._shown: Id | None = None
        self._loaded_once = False
        self.filters = Filters(worker, clock=clock)
        self.order = Pick(_ORDERS)
        columns = [
            Column[MatterRow](
                "编号", lambda row: row.number, width=132, key="number", muted=True, least=480
            ),
            Column[MatterRow]("事项", lambda row: row.title, tip=lambda row: row.title),
            Column[MatterRow]("信号", due_text, width=108, key="urgency", tone=due_tone),
            Column[MatterRow]("阶段", stage_text, width=80),
            Column[MatterRow](
                "承办单位", lambda row: row.unit_name, width=92, muted=True, least=560
            ),
            Column[MatterRow]("代表", lambda row: row.deputy_name, width=64, muted=True, least=640),
            Column[MatterRow]("反映人", raiser_text, width=56, muted=True, least=600),
            Column[MatterRow]("登记", self._day, width=88, key="registered", muted=True, least=700),
        ]
        self.rows = TableModel(columns, self._fetch, key="urgency", parent=self)
        self.table = Table(self.rows, name="事项", many=True)
        self.total = Label(kind="label")
        self.empty = EmptyState(
            "没有符合条件的事项",
            detail="清除条件,在接待台登记来访,或导入台账(Ctrl+I)。",
            button="清除条件",
        )
        self.detail = Detail()
        self.acting = Acting(worker, clock=clock, screen=self)
        self._connect()
        self._lay_out()

    def activate(self) -> None:
        """Load the rows; come back to the row where one was."""
        if self._loaded_once:
            self.rows.refresh()
        else:
            self._loaded_once = True
            self.rows.reset()
        self.table.setFocus()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if "paper" in changes.nouns and self._shown is not None:
            self._load_papers(self._shown)
        if not changes.nouns & _TOUCHING:
            return
        self.rows.refresh()
        if self._shown is not None and not changes.nouns.isdisjoint(_TOUCHING):
            self._load(self._shown)

    def open_thing(self, what: object) -> None:
        """Show one matter, whatever the filter says."""
        self._shown = Id(str(what))
        place = self.rows.find(lambda row: row.id == self._shown)
        if place is None:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        else:
            self.table.go_to(place)
        self._load(self._shown)

    def chosen(self) -> list[MatterRow]:
        """Return the selected rows."""
        return self.table.chosen()

    def papers(self) -> list[Entry]:
        """Return what can be printed: of what is chosen, and of the list."""
        return list(
            papers.entries(
                self, clock=self._clock, file=self.detail.file, rows=self.chosen(),
                where=self.filters.where(), total=self.rows.total,
            )
        )  # fmt: skip

    @Slot()
    def bring_in(self) -> None:
        """Ask for a ledger in Excel."""
        kind = ledger_list()
        importing = Importing(self.worker, self.window(), kind=kind, panel=LedgerPanel)
        importing.said.connect(self.said)
        importing.ask()

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter)
        self.order.currentIndexChanged.connect(self._reorder)
        self.table.current.connect(self._choose)
        self.table.opened.connect(self._choose)
        self.table.selectionModel().selectionChanged.connect(self._select)
        self.rows.loaded.connect(self._loaded)
        self.detail.settled.connect(self._settle)
        self.empty.asked.connect(self.filters.reset)
        self.bind("Ctrl+F", "查找事项", self.filters.text.setFocus)
        self.bind("Ctrl+L", "更多查找条件", self.filters.unfold)
        self.bind("Ctrl+I", "导入台账", self.bring_in)
        self.bind("Ctrl+P", "打印……", self.acting.paper.open)
        for keys, meaning, slot in self.acting.shortcuts():
            self.bind(keys, meaning, slot)

    def _lay_out(self) -> None:
        left = Card("事项")
        left.head.addWidget(self.total)
        self.order.setAccessibleName("排序")
        left.head.addWidget(self.order)
        left.head.addWidget(Button("导入台账", hint="Ctrl+I", on=self.bring_in))
        left.body.addWidget(self.filters)
        left.body.addWidget(self.table, stretch=1)
        left.body.addWidget(self.empty, stretch=1)
        self.empty.hide()
        top = QHBoxLayout()
        top.setSpacing(theme.px(14))
        top.addWidget(left, stretch=26)
        top.addWidget(self.detail, stretch=11)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        column.addLayout(top, stretch=1)
        column.addWidget(self.acting.strip)
        QWidget.setTabOrder(self.filters, self.table)

    def _today(self) -> date:
        return day_of(self._clock())

    def _day(self, row: MatterRow) -> str:
        return f"{local(row.registered_at):%Y-%m-%d}"

    def _fetch(self, ask: Ask, give: Callable[[Page[MatterRow]], None]) -> None:
        self.worker.read(
            asking.page, done=partial(self._give, give), key=("rows", ask.offset),
            today=self._today(), where=self.filters.where(), order=ask.key,
            descending=ask.descending, limit=ask.limit, offset=ask.offset,
        )  # fmt: skip

    def _give(
        self, give: Callable[[Page[MatterRow]], None], got: tuple[list[MatterRow], int]
    ) -> None:
        give(Page(*got))

    @Slot(int)
    def _loaded(self, total: int) -> None:
        self.total.setText(f"{total} 件")
        self.empty.setVisible(not total)
        self.table.setVisible(bool(total))
        if not total and self._shown is None:
            self._show(None)
        if total and not self.table.currentIndex().isValid():
            place = self.rows.find(lambda row: row.id == self._shown)
            if place is not None or self._shown is None:
                self.table.go_to(place or 0)

    @Slot()
    def _filter(self) -> None:
        self._shown = None
        self.rows.reset()

    @Slot(int)
    def _reorder(self, _number: int) -> None:
        key, descending = self.order.value()
        number = next(n for n, one in enumerate(self.rows.columns) if one.key == key)
        orders = Qt.SortOrder
        order = orders.DescendingOrder if descending else orders.AscendingOrder
        self.table.sortByColumn(number, order)

    @Slot(object)
    def _choose(self, row: MatterRow | None) -> None:
        if row is not None and (row.id != self._shown or self.detail.file is None):
            self._shown = row.id
            self._load(row.id)

    @Slot()
    def _select(self) -> None:
        self.acting.show_state(self.detail.file, chosen=len(self.chosen()))

    def _load(self, id: Id) -> None:  # noqa: A002
        self.worker.read(
            matter_file, done=self._show, failed=self._lost, key="file", id=id,
            today=self._today(),
        )  # fmt: skip
        self._load_papers(id)

    def _load_papers(self, id: Id) -> None:  # noqa: A002
        self.worker.read(issued.papers, done=self._show_papers, key="papers", about=id)

    def _show_papers(self, papers: list[IssuedPaper]) -> None:
        self.detail.show_papers(papers, now=self._clock())

    def _show(self, file: MatterFile | None) -> None:
        self.detail.show_file(file, today=self._today())
        self.acting.show_state(file, chosen=len(self.chosen()))

    def _lost(self, error: Exception) -> None:
        self._show(None)
        self.troubled.emit(error)

    @Slot(str, object)
    def _settle(self, field: str, value: object) -> None:
        if self._shown is not None:
            self.worker.act(
                amendments.settle, done=self._settled, noun="matter", stream=self._shown,
                field=field, value=value,
            )  # fmt: skip

    def _settled(self, _changes: "Changes") -> None:
        self.said.emit("已选定")
