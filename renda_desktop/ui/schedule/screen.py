"""接待日程: the month, the list, the chosen reception."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import ReceptionKind, ReceptionStatus
from renda_desktop.queries import receptions, schedule, stations
from renda_desktop.queries.receptions import ReceptionRow
from renda_desktop.queries.schedule import (
    ReceptionFile,
    ScheduleFilter,
    SchedulePage,
    Scope,
)
from renda_desktop.queries.stations import StationRow
from renda_desktop.services import receptions as doing
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.close_reception import CloseReception
from renda_desktop.ui.form import Form
from renda_desktop.ui.papers.menu import Entry, PaperButton
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.schedule import deeds, papers
from renda_desktop.ui.schedule.detail import DEEDS, Detail
from renda_desktop.ui.schedule.month import Month
from renda_desktop.ui.schedule.plan import PlanForm
from renda_desktop.ui.schedule.sign_in import SignInForm
from renda_desktop.ui.schedule.words import TONES, short_span
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.table_model import Ask, Column, Page, TableModel
from renda_desktop.ui.widgets import Button, Card, Table
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_TOUCHING = {"reception", "visit", "matter", "holidays", "theme"}


class Schedule(Screen):
    """Receptions ahead and past; `open_thing` takes a reception's id."""

    title = "接待日程"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self._clock = clock
        self._shown: Id | None = None
        self._station = ""
        self.month = Month()
        self.scope: Pick[Scope] = Pick([("near", "近期"), ("all", "全部"), ("month", "当月")])
        self.status: Pick[ReceptionStatus | None] = Pick(
            [(None, "状态"), *((one, one.label) for one in ReceptionStatus)]
        )
        self.kind: Pick[ReceptionKind | None] = Pick(
            [(None, "类型"), *((one, one.label) for one in ReceptionKind)]
        )
        columns = [
            Column[ReceptionRow]("时间", lambda row: short_span(row, self._today()), width=112),
            Column[ReceptionRow]("接待", lambda row: row.title, tip=lambda row: row.place),
            Column[ReceptionRow](
                "状态", lambda row: row.status.label, width=84, tone=lambda row: TONES[row.status]
            ),
        ]
        self.rows = TableModel(columns, self._fetch, parent=self)
        self.table = Table(self.rows, name="接待活动")
        self.detail = Detail()
        self.paper = PaperButton(worker, self.papers, small=False)
        self.detail.add_button(self.paper)
        self._connect()
        self._lay_out()

    def activate(self) -> None:
        """Load the list, the month and the station's name."""
        self.month.set_today(self._today())
        self.worker.read(stations.station, done=self._know_station, key="station")
        self._load_month(*self.month.sheet())
        self.rows.reset()
        self.table.setFocus()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if not changes.nouns & _TOUCHING:
            return
        self.rows.refresh()
        self._load_month(*self.month.sheet())
        if self._shown is not None:
            self._load(self._shown)

    def open_thing(self, what: object) -> None:
        """Show one reception."""
        self._shown = Id(str(what))
        place = self.rows.find(lambda row: row.id == self._shown)
        if place is not None:
            self.table.go_to(place)
        self._load(self._shown)

    def plan(self) -> None:
        """Open the form that plans a reception, on the day chosen in the month."""
        chosen = self.month.selectedDate()
        day = max(date(chosen.year(), chosen.month(), chosen.day()), self._today())
        form = PlanForm(self.worker, self.window(), day=day)
        form.planned.connect(self._planned)

    def papers(self) -> list[Entry]:
        """Return what can be printed of the chosen reception."""
        return list(papers.entries(self, clock=self._clock, file=self.detail.file))

    def _connect(self) -> None:
        self.table.current.connect(self._choose)
        self.table.opened.connect(self._choose)
        self.rows.loaded.connect(self._loaded)
        self.month.turned.connect(self._turned)
        self.month.asked.connect(self._day_asked)
        self.detail.asked.connect(self._do)
        self.detail.desk_asked.connect(self._go_to_desk)
        self.detail.notice.acted.connect(partial(self._do, "notice"))
        for pick in (self.scope, self.status, self.kind):
            pick.currentIndexChanged.connect(self._filter)
        self.bind("Ctrl+N", "计划接待", self.plan)
        self.bind("Ctrl+P", "打印……", self.paper.open)
        for deed in DEEDS:
            self.bind(deed.keys, deed.title, partial(self._do, deed.name))

    def _lay_out(self) -> None:
        left = Card("接待日程")
        left.head.addWidget(Button("计划", kind="primary", hint="Ctrl+N", small=True, on=self.plan))
        filters = QHBoxLayout()
        filters.setSpacing(theme.px(6))
        for name, pick in (("时段", self.scope), ("状态", self.status), ("类型", self.kind)):
            pick.setAccessibleName(name)
            pick.setMinimumWidth(theme.px(64))
            filters.addWidget(pick, stretch=1)
        left.body.addWidget(self.month)
        left.body.addLayout(filters)
        left.body.addWidget(self.table, stretch=1)
        self.table.setMinimumHeight(theme.px(144))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        row.addWidget(left, stretch=10)
        row.addWidget(self.detail, stretch=21)
        QWidget.setTabOrder(self.table, self.detail.buttons["notice"])

    def _today(self) -> date:
        return day_of(self._clock())

    def _fetch(self, ask: Ask, give: Callable[[Page[ReceptionRow]], None]) -> None:
        scope = self.scope.value()
        where = ScheduleFilter(
            scope=scope,
            status=self.status.value(),
            kind=self.kind.value(),
            month=self.month.month() if scope == "month" else None,
        )
        self.worker.read(
            schedule.page, done=partial(self._give, give), key=("rows", ask.offset),
            today=self._today(), where=where, limit=ask.limit, offset=ask.offset,
        )  # fmt: skip

    def _give(self, give: Callable[[Page[ReceptionRow]], None], got: SchedulePage) -> None:
        give(Page(got.rows, got.total))

    @Slot(int)
    def _loaded(self, total: int) -> None:
        if self.table.currentIndex().isValid() or not total:
            if not total:
                self.detail.show_file(None, today=self._today())
            return
        place = self.rows.find(lambda row: row.id == self._shown)
        self.table.go_to(place or 0)

    @Slot(object)
    def _choose(self, row: ReceptionRow | None) -> None:
        if row is not None and (row.id != self._shown or self.detail.file is None):
            self._shown = row.id
            self._load(row.id)

    def _load(self, id: Id) -> None:  # noqa: A002
        self.worker.read(schedule.reception_file, done=self._show, key="file", id=id)

    def _show(self, file: ReceptionFile | None) -> None:
        self.detail.show_file(file, today=self._today())

    def _know_station(self, row: StationRow) -> None:
        self._station = row.name

    @Slot(object, object)
    def _turned(self, since: date, until: date) -> None:
        self._load_month(since, until)
        if self.scope.value() == "month":
            self.rows.reset()

    def _load_month(self, since: date, until: date) -> None:
        done = self.month.show_facts
        self.worker.read(schedule.days, done=done, key="days", since=since, until=until)

    @Slot(object)
    def _day_asked(self, day: date) -> None:
        done = self._open_first
        self.worker.read(receptions.receptions, done=done, key="day", since=day, until=day)

    def _open_first(self, rows: list[ReceptionRow]) -> None:
        if rows:
            self.open_thing(rows[-1].id)

    @Slot()
    def _filter(self) -> None:
        self.rows.reset()

    @Slot(str)
    def _do(self, name: str) -> None:
        """Do one deed with the chosen reception, or say why it cannot be done."""
        file = self.detail.file
        if file is None:
            return
        refused = file.possible.get(next(d.kind for d in DEEDS if d.name == name), "")
        if refused:
            self.said.emit(refused)
            return
        id_, window = file.view.row.id, self.window()
        match name:
            case "notice":
                today, station = self._today(), self._station
                self._open(
                    deeds.post_notice(self.worker, window, file, today=today, station=station)
                )
            case "sign_in":
                SignInForm(self.worker, window, id_).ask()
            case "open":
                self.worker.act(doing.open_, done=self._opened, reception=id_)
            case "close":
                panel = CloseReception(self.worker, window, id_)
                panel.ended.connect(self._ended)
                panel.ask()
            case "opinions":
                self.wanted.emit("opinions", id_)
            case "amend":
                form = PlanForm(self.worker, window, day=self._today(), file=file)
                form.planned.connect(self._amended)
            case _:
                self._open(_FORMS[name](self.worker, window, file))

    def _open(self, form: Form) -> None:
        form.open()

    def _opened(self, changes: "Changes") -> None:
        self.said.emit("接待已开始")
        self.wanted.emit("desk", changes.id)

    def _go_to_desk(self) -> None:
        if self._shown is not None:
            self.wanted.emit("desk", self._shown)

    @Slot(object)
    def _planned(self, changes: "Changes") -> None:
        self.said.emit("接待已列入日程")
        self.rows.reset()
        self.open_thing(changes.id)

    @Slot(object)
    def _amended(self, _changes: "Changes") -> None:
        self.said.emit("已更正")

    @Slot(object)
    def _ended(self, _changes: "Changes") -> None:
        self.said.emit("接待已结束")


_FORMS: dict[str, Callable[[Worker, QWidget, ReceptionFile], Form]] = {
    "postpone": deeds.postpone,
    "cancel": deeds.cancel,
    "reopen": deeds.reopen,
    "archive": deeds.archive,
}
