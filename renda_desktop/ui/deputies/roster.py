"""The roster of deputies, with what each has in hand."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from renda_desktop.domain.deputy import DEPUTY, Deputy
from renda_desktop.domain.ids import Id
from renda_desktop.domain.mask import mask_phone
from renda_desktop.domain.moments import local
from renda_desktop.domain.terms import DeputyLevel
from renda_desktop.queries import people
from renda_desktop.queries.people import DeputyRow, Load
from renda_desktop.queries.records import record
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.deputies.detail import DeputyDetail
from renda_desktop.ui.deputies.forms import DeputyForm, EndForm, SeatForm
from renda_desktop.ui.imports import Importing, deputies_list
from renda_desktop.ui.listing import Listing
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.menu import Entry, entries_of
from renda_desktop.ui.published import READ_ONLY
from renda_desktop.ui.table_model import Ask, Column, Page, TableModel
from renda_desktop.ui.widgets import Button, EmptyState
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_ORDER = {level: place for place, level in enumerate(DeputyLevel)}


class Roster(QWidget):
    """Deputies, the highest level first; detail and matters of the chosen one."""

    said = Signal(str)
    troubled = Signal(object)
    wanted = Signal(str, object)

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__()
        self._worker, self._clock = worker, clock
        self._found: list[DeputyRow] = []
        self._loads: dict[Id, Load] = {}
        self._aim: str | None = None
        self.rows = TableModel(self._columns(), self._fetch, parent=self)
        empty = EmptyState(
            "还没有代表",
            detail="把站里的代表名册(Excel)导入进来,或者一位一位添加。",
            button="从 Excel 导入",
            hint="Ctrl+I",
        )
        empty.asked.connect(self.bring_in)
        self.list = Listing(
            self.rows,
            name="代表",
            search="姓名、拼音首字母、电话尾号、单位",
            empty=empty,
            buttons=(
                Button("导入", hint="Ctrl+I", on=self.bring_in),
                Button("新增", hint="Ctrl+N", on=self.add),
            ),
        )
        self.detail = DeputyDetail(worker, clock=clock, papers=self.papers)
        self.list.detail.body.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self._connect()

    def activate(self) -> None:
        """Load the roster and what everybody has in hand."""
        self._load()
        self._worker.read(people.deputy_loads, done=self._take_loads, key="loads")
        self.list.search.setFocus()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if "deputy" in changes.nouns:
            self._load()
        if changes.nouns & {"matter", "reception"}:
            self._worker.read(people.deputy_loads, done=self._take_loads, key="loads")
            self.detail.matters.refresh()

    def show_one(self, deputy: str) -> None:
        """Choose one deputy, whatever is searched for."""
        self._aim = deputy
        self.list.search.clear()
        self._load()

    def search(self) -> None:
        """Go to the search line."""
        self.list.search.setFocus()
        self.list.search.selectAll()

    @Slot()
    def add(self) -> None:
        """Open the form of a new deputy."""
        self._open(DeputyForm(self._worker, self.window()))

    @Slot()
    def edit(self) -> None:
        """Open the form that corrects the chosen deputy."""
        if self.detail.published.by:
            self.said.emit(READ_ONLY)
        elif (state := self.detail.state) is not None:
            self._open(DeputyForm(self._worker, self.window(), state=state))

    @Slot()
    def bring_in(self) -> None:
        """Ask for a roster in Excel."""
        importing = Importing(self._worker, self.window(), kind=deputies_list())
        importing.said.connect(self.said)
        importing.ask()

    def papers(self) -> list[Entry]:
        """Return what can be printed of the chosen deputy."""
        if (state := self.detail.state) is None:
            return []
        now = local(self._clock())
        return entries_of(self._worker, offers.DEPUTY, state, now=now, over=self.window())

    def _connect(self) -> None:
        self.list.typed.connect(self._typed)
        self.list.chosen.connect(self._choose)
        self.list.table.opened.connect(self.edit)
        self.rows.loaded.connect(self._settle)
        self.detail.edit_asked.connect(self.edit)
        self.detail.seat_asked.connect(
            lambda state: self._open(SeatForm(self._worker, self.window(), state=state))
        )
        self.detail.end_asked.connect(self._end)
        self.detail.matters.opened.connect(lambda matter: self.wanted.emit("matters", matter))

    def _end(self, state: Deputy) -> None:
        self._open(EndForm(self._worker, self.window(), state=state, now=self._clock()))

    def _open(self, form: DeputyForm | SeatForm | EndForm) -> None:
        form.saved.connect(self._saved)
        form.open()

    @Slot(object)
    def _saved(self, deputy: Id) -> None:
        self.said.emit("已保存")
        self._aim = deputy

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._load(fresh=True)

    def _load(self, *, fresh: bool = False) -> None:
        text = self.list.search.text()
        self._worker.read(
            people.deputies, done=partial(self._take, fresh), key="deputies", text=text
        )

    def _take(self, fresh: bool, found: list[DeputyRow]) -> None:
        self._found = found
        if fresh:
            self.rows.reset()
        else:
            self.rows.refresh()

    def _take_loads(self, loads: dict[Id, Load]) -> None:
        self._loads = loads
        self.rows.refresh()

    def _fetch(self, ask: Ask, give: Callable[[Page[DeputyRow]], None]) -> None:
        rows = self._found
        if ask.key:
            rows = sorted(rows, key=partial(self._rank, ask.key), reverse=ask.descending)
        give(Page(rows[ask.offset : ask.offset + ask.limit], len(rows)))

    def _rank(self, key: str, row: DeputyRow) -> tuple[int, str]:
        load = self._load_of(row)
        match key:
            case "levels":
                return min((_ORDER[level] for level in row.levels), default=99), row.name
            case "open":
                return load.open, row.name
            case "resolved":
                return load.resolved, row.name
            case "receptions":
                return load.receptions, row.name
            case _:
                return 0, row.name

    def _load_of(self, row: DeputyRow) -> Load:
        return self._loads.get(row.id, Load())

    def _columns(self) -> list[Column[DeputyRow]]:
        def number(name: str) -> Callable[[DeputyRow], str]:
            return lambda row: str(getattr(self._load_of(row), name) or "")

        phone = Column[DeputyRow]("电话", lambda row: mask_phone(row.phone), width=116)
        return [
            Column("姓名", lambda row: row.name, width=88, key="name"),
            Column("层级", lambda row: row.titles or "已离任", width=96, key="levels"),
            *([Column("届次", _terms, width=80)] if theme.roomy() else []),
            Column("单位及职务", lambda row: row.post, muted=True),
            *([phone] if theme.roomy() else []),
            Column("在办", number("open"), width=52, align="right", key="open"),
            Column("办结", number("resolved"), width=52, align="right", key="resolved"),
            Column("接待", number("receptions"), width=52, align="right", key="receptions"),
        ]

    @Slot(int)
    def _settle(self, _total: int) -> None:
        """Choose whom another place or a form pointed at."""
        if self._aim is None:
            return
        place = next((n for n, row in enumerate(self._found) if row.id == self._aim), None)
        if place is not None:
            self._aim = None
            self.list.go_to(place)

    @Slot(object)
    def _choose(self, row: DeputyRow | None) -> None:
        if row is None:
            self.detail.show_deputy(None)
        else:
            done = partial(self._show_one, row.published_by)
            self._worker.read(record, done=done, key="deputy", noun=DEPUTY, id=row.id)

    def _show_one(self, by: str, state: Deputy) -> None:
        self.detail.show_deputy(state, by=by)


def _terms(row: DeputyRow) -> str:
    return "、".join(map(str, row.terms)) + "届" if row.terms else ""
