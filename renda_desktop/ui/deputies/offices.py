"""The departments that handle matters, with what each has in hand."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.department import DEPARTMENT, Department
from renda_desktop.domain.ids import Id
from renda_desktop.domain.mask import mask_phone
from renda_desktop.queries import people
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.people import DepartmentRow, Load
from renda_desktop.queries.records import record
from renda_desktop.services import amendments, departments
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.imports import Importing, departments_list
from renda_desktop.ui.listing import Listing
from renda_desktop.ui.matter_list import MatterList
from renda_desktop.ui.published import READ_ONLY, Published
from renda_desktop.ui.record_form import RecordForm
from renda_desktop.ui.table_model import Ask, Column, Page, TableModel
from renda_desktop.ui.widgets import Button, EmptyState, Label
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class OfficeForm(RecordForm):
    """A new department, or the correction of one."""

    def __init__(self, worker: Worker, window: QWidget, *, state: Department | None = None) -> None:
        title = "更正承办单位" if state else "新增承办单位"
        super().__init__(worker, window, title=title, width=600)
        self._now = state
        now = state.details if state else None
        self.line("name", "单位名称", now.name if now else "", required=True)
        line = self.row()
        self.line("short", "简称", now.short if now else "", into=line, holder="例如:区住建局")
        self.line("contact", "联系人", now.contact if now else "", into=line, longest=50)
        line = self.row()
        self.line("phone", "电话", now.phone if now else "", into=line)
        self.line("address", "地址", now.address if now else "", into=line)

    def save(self, values: dict[str, object]) -> None:
        """Register the department, or record what differs."""
        if self._now is None:
            self.act(departments.register, **values)
        else:
            self.act(amendments.amend, noun="department", stream=self._now.id, changes=values)


class Offices(QWidget):
    """Departments in the order of their registration; matters of the chosen one."""

    said = Signal(str)
    troubled = Signal(object)
    wanted = Signal(str, object)

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__()
        self._worker = worker
        self._found: list[DepartmentRow] = []
        self._loads: dict[Id, Load] = {}
        self._aim: str | None = None
        self._by = ""
        self._state: Department | None = None
        self.rows = TableModel(self._columns(), self._fetch, parent=self)
        empty = EmptyState(
            "还没有承办单位",
            detail="交办事项时要选承办单位:可以导入单位名单(Excel),或者逐个添加。",
            button="从 Excel 导入",
            hint="Ctrl+I",
        )
        empty.asked.connect(self.bring_in)
        self.list = Listing(
            self.rows,
            name="承办单位",
            search="名称、简称、拼音首字母、电话尾号",
            empty=empty,
            buttons=(
                Button("导入", hint="Ctrl+I", on=self.bring_in),
                Button("新增", hint="Ctrl+N", on=self.add),
            ),
        )
        self.name = Label("请在左边选一个单位", kind="title", elide=True)
        self.published = Published()
        self.facts = Facts()
        self.matters = MatterList(worker, clock=clock, title="承办的事项")
        self._edit = Button("更正", small=True, hint="Ctrl+E", on=self.edit)
        self._active = Button("停用", small=True, on=self.turn_off)
        self._lay_out()
        self.list.typed.connect(lambda _text: self._load(fresh=True))
        self.list.chosen.connect(self._choose)
        self.list.table.opened.connect(self.edit)
        self.rows.loaded.connect(self._settle)
        self.matters.opened.connect(lambda matter: self.wanted.emit("matters", matter))
        self._show(None)

    def activate(self) -> None:
        """Load the list and what each has in hand."""
        self._load()
        self._worker.read(people.department_loads, done=self._take_loads, key="loads")
        self.list.search.setFocus()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if "department" in changes.nouns:
            self._load()
        if "matter" in changes.nouns:
            self._worker.read(people.department_loads, done=self._take_loads, key="loads")
            self.matters.refresh()

    def show_one(self, department: str) -> None:
        """Choose one department, whatever is searched for."""
        self._aim = department
        self.list.search.clear()
        self._load()

    def search(self) -> None:
        """Go to the search line."""
        self.list.search.setFocus()
        self.list.search.selectAll()

    @Slot()
    def add(self) -> None:
        """Open the form of a new department."""
        self._open(OfficeForm(self._worker, self.window()))

    @Slot()
    def edit(self) -> None:
        """Open the form that corrects the chosen department."""
        if self._by:
            self.said.emit(READ_ONLY)
        elif self._state is not None:
            self._open(OfficeForm(self._worker, self.window(), state=self._state))

    @Slot()
    def turn_off(self) -> None:
        """Let the chosen department take no more matters, or take them again."""
        if self._state is not None:
            service = departments.deactivate if self._state.active else departments.reactivate
            self._worker.act(service, department=self._state.id)

    @Slot()
    def bring_in(self) -> None:
        """Ask for a list in Excel."""
        importing = Importing(self._worker, self.window(), kind=departments_list())
        importing.said.connect(self.said)
        importing.ask()

    def _open(self, form: OfficeForm) -> None:
        form.saved.connect(self._saved)
        form.open()

    @Slot(object)
    def _saved(self, department: Id) -> None:
        self.said.emit("已保存")
        self._aim = department

    def _load(self, *, fresh: bool = False) -> None:
        text = self.list.search.text()
        self._worker.read(
            people.departments, done=partial(self._take, fresh), key="departments", text=text
        )

    def _take(self, fresh: bool, found: list[DepartmentRow]) -> None:
        self._found = found
        if fresh:
            self.rows.reset()
        else:
            self.rows.refresh()

    def _take_loads(self, loads: dict[Id, Load]) -> None:
        self._loads = loads
        self.rows.refresh()

    def _fetch(self, ask: Ask, give: Callable[[Page[DepartmentRow]], None]) -> None:
        rows = self._found
        match ask.key:
            case "name":
                rows = sorted(rows, key=lambda row: row.name, reverse=ask.descending)
            case "open" | "resolved":
                count = partial(self._count, ask.key)
                rows = sorted(rows, key=count, reverse=ask.descending)
        give(Page(rows[ask.offset : ask.offset + ask.limit], len(rows)))

    def _count(self, key: str, row: DepartmentRow) -> int:
        load = self._loads.get(row.id, Load())
        return load.open if key == "open" else load.resolved

    def _columns(self) -> list[Column[DepartmentRow]]:
        return [
            Column("单位名称", lambda row: row.name, key="name"),
            Column("简称", lambda row: row.short, width=112),
            Column("联系人", lambda row: row.contact, width=80),
            Column("电话", lambda row: mask_phone(row.phone), width=120),
            Column("", lambda row: "" if row.active else "停用", width=64, tone=lambda _r: "muted"),
            Column("在办", lambda row: str(self._count("open", row) or ""), width=52,
                   align="right", key="open"),
            Column("办结", lambda row: str(self._count("resolved", row) or ""), width=52,
                   align="right", key="resolved"),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.name)
        top.addWidget(self.published)
        top.addStretch(1)
        top.addWidget(self._edit)
        top.addWidget(self._active)
        body = self.list.detail.body
        body.addLayout(top)
        body.addWidget(self.facts)
        body.addWidget(self.matters, stretch=1)
        body.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    @Slot(int)
    def _settle(self, _total: int) -> None:
        if self._aim is None:
            return
        place = next((n for n, row in enumerate(self._found) if row.id == self._aim), None)
        if place is not None:
            self._aim = None
            self.list.go_to(place)

    @Slot(object)
    def _choose(self, row: DepartmentRow | None) -> None:
        self._by = row.published_by if row else ""
        if row is None:
            self._show(None)
        else:
            self._worker.read(record, done=self._show, key="department", noun=DEPARTMENT, id=row.id)

    def _show(self, state: Department | None) -> None:
        changed = state is None or self._state is None or state.id != self._state.id
        self._state = state
        for part in (self.facts, self.matters, self._edit, self._active):
            part.setVisible(state is not None)
        self.published.show_by(self._by if state else "")
        for button in (self._edit, self._active):
            button.setVisible(state is not None and not self._by)
        if state is None:
            self.name.setText("请在左边选一个单位")
            return
        details = state.details
        self.name.setText(details.name)
        self._active.setText("停用" if state.active else "重新启用")
        self.facts.show_facts(
            [
                self.published.fact(),
                ("简称", details.short),
                ("联系人", details.contact),
                ("电话", details.phone),
                ("地址", details.address),
                ("状态", "" if state.active else "已停用,不再接收交办"),
            ]
        )
        if changed:
            self.matters.show_of(MatterFilter(unit=state.id))
