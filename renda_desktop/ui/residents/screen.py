"""选民: a searchable list, and what somebody raised before."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from renda_desktop.domain.ids import Id
from renda_desktop.domain.mask import mask_phone
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.resident import RESIDENT, Resident
from renda_desktop.queries import residents
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.records import record
from renda_desktop.queries.residents import ResidentRow
from renda_desktop.services import residents as doing
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.listing import Listing
from renda_desktop.ui.matter_list import MatterList
from renda_desktop.ui.record_form import RecordForm
from renda_desktop.ui.residents.forms import MergeForm, ResidentForm
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.table_model import Ask, Column, Page, TableModel
from renda_desktop.ui.widgets import Button, EmptyState, Label, MaskedText
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.widgets.flow import Flow
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class Residents(Screen):
    """`open_thing` takes a resident's id."""

    title = "选民"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self.state: Resident | None = None
        columns = [
            Column[ResidentRow]("姓名", lambda row: row.name, width=120),
            Column[ResidentRow]("电话", lambda row: row.masked, width=130),
            Column[ResidentRow]("住址", lambda row: row.address),
            Column[ResidentRow]("来访", lambda row: str(row.visits), width=56, align="right"),
        ]
        if theme.roomy():
            columns.append(Column("最近来访", _last, width=104, muted=True))
        self.rows = TableModel(columns, self._fetch, parent=self)
        words = "选民在接待台登记来访时记下,这里用来查找、更正和合并。"
        empty = EmptyState("还没有选民", detail=words, button="去接待台")
        empty.asked.connect(lambda: self.wanted.emit("desk", None))
        self.list = Listing(
            self.rows,
            name="选民",
            search="姓名、拼音首字母、电话尾号、住址",
            empty=empty,
            shares=(18, 13),
        )
        self.name = Label("请在左边选一位选民", kind="title", elide=True)
        self.facts = Facts()
        self.phone = MaskedText(name="电话")
        self.merged = Flow()
        self.matters = MatterList(worker, clock=clock, title="反映的事项")
        self._edit = Button("更正", small=True, hint="Ctrl+E", on=self.edit)
        self._merge = Button("合并", small=True, hint="Ctrl+M", on=self.merge)
        self._lay_out()
        self._connect()
        self._show(None)

    def activate(self) -> None:
        """Load the first page."""
        self.rows.reset()
        self.list.search.setFocus()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if changes.nouns & {"resident", "visit"}:
            self.rows.refresh()
        if changes.nouns & {"resident", "visit", "matter"}:
            self.matters.refresh()

    def open_thing(self, what: object) -> None:
        """Show one resident, who need not be in the list that is shown."""
        self._load(Id(str(what)))

    @Slot()
    def edit(self) -> None:
        """Open the form that corrects the chosen resident."""
        if self.state is not None:
            self._open(ResidentForm(self.worker, self.window(), state=self.state))

    @Slot()
    def merge(self) -> None:
        """Open the form that puts the chosen record into another."""
        if self.state is not None:
            self._open(MergeForm(self.worker, self.window(), state=self.state))

    def _open(self, form: RecordForm) -> None:
        form.saved.connect(self._saved)
        form.open()

    @Slot(object)
    def _saved(self, resident: Id) -> None:
        self.said.emit("已保存")
        self._load(resident)

    def _connect(self) -> None:
        self.list.typed.connect(self.rows.reset)
        self.list.chosen.connect(self._choose)
        self.list.table.opened.connect(self.edit)
        self.phone.reveal_asked.connect(self._reveal)
        self.matters.opened.connect(lambda matter: self.wanted.emit("matters", matter))
        self.bind("Ctrl+F", "查找选民", self.list.search.setFocus)
        self.bind("Ctrl+E", "更正选民", self.edit)
        self.bind("Ctrl+M", "合并同一个人的两条记录", self.merge)

    def _fetch(self, ask: Ask, give: Callable[[Page[ResidentRow]], None]) -> None:
        self.worker.read(
            residents.page, done=lambda got: give(Page(*got)), key=("rows", ask.offset),
            text=self.list.search.text(), limit=ask.limit, offset=ask.offset,
        )  # fmt: skip

    @Slot(object)
    def _choose(self, row: ResidentRow | None) -> None:
        if row is None:
            self._show(None)
        else:
            self._load(row.id)

    def _load(self, resident: Id) -> None:
        self.worker.read(record, done=self._show, key="resident", noun=RESIDENT, id=resident)

    def _show(self, state: Resident | None) -> None:
        if state is not None and state.merged_into is not None:
            self._load(state.merged_into)
            return
        changed = state is None or self.state is None or state.id != self.state.id
        self.state = state
        for part in (self.facts, self.phone, self.matters, self._edit, self._merge):
            part.setVisible(state is not None)
        self._show_merged([])
        if state is None:
            self.name.setText("请在左边选一位选民")
            return
        details = state.details
        self.name.setText(details.name)
        self.phone.set_masked(mask_phone(details.phone))
        self.phone.setVisible(bool(details.phone))
        self.facts.show_facts(
            [
                ("住址", details.address),
                ("性别", details.gender.label if details.gender else ""),
                ("备注", details.remark),
            ]
        )
        self.worker.read(residents.merged, done=self._show_merged, key="merged", into=state.id)
        if changed:
            self.matters.show_of(MatterFilter(resident=state.id))

    def _show_merged(self, rows: list[ResidentRow]) -> None:
        """Show which records were put into this one, each with the way back."""
        while (item := self.merged.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for row in rows:
            text = f"拆出 {row.name} {row.masked}".strip()
            self.merged.addWidget(Button(text, small=True, on=partial(self._separate, row.id)))

    def _separate(self, resident: Id) -> None:
        self.worker.act(doing.separate, done=self._separated, resident=resident)

    def _separated(self, changes: "Changes") -> None:
        self.said.emit("已拆开")
        self._load(changes.id)

    @Slot()
    def _reveal(self) -> None:
        if self.state is not None:
            self.phone.reveal(self.state.details.phone)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.name, stretch=1)
        top.addWidget(self._edit)
        top.addWidget(self._merge)
        body = self.list.detail.body
        body.setSpacing(theme.px(10))
        body.addLayout(top)
        body.addWidget(self.facts)
        body.addWidget(self.phone)
        body.addLayout(self.merged)
        body.addWidget(self.matters, stretch=1)
        body.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)


def _last(row: ResidentRow) -> str:
    return f"{day_of(row.last_came)}" if row.last_came else ""
