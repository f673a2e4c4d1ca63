"""主题: a searchable list with receptions and matters, and the matters of the chosen one."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.theme import THEME, Theme
from renda_desktop.queries import people
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.people import Load, ThemeRow
from renda_desktop.queries.records import record
from renda_desktop.services import amendments, themes
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.listing import Listing
from renda_desktop.ui.matter_list import MatterList
from renda_desktop.ui.published import READ_ONLY, Published
from renda_desktop.ui.record_form import RecordForm
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.table_model import Ask, Column, Page, TableModel
from renda_desktop.ui.widgets import Button, EmptyState, Label
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_BETWEEN = re.compile(r"[\s、,,;;]+")


class ThemeForm(RecordForm):
    """A new theme, or the correction of one."""

    def __init__(self, worker: Worker, window: QWidget, *, state: Theme | None = None) -> None:
        super().__init__(worker, window, title="更正主题" if state else "新增主题", width=600)
        self._now = state
        now = state.details if state else None
        self.line("title", "主题", now.title if now else "", required=True, holder="老旧小区改造")
        said = "、".join(now.keywords) if now else ""
        hint = "群众会用的词,用顿号隔开"
        self.line("keywords", "关键词", said, hint=hint, holder="加装电梯、外墙渗水")
        self.line("source", "来源", now.source if now else "", holder="例如:年度监督议题")
        self.words("description", "说明", now.description if now else "")

    def save(self, values: dict[str, object]) -> None:
        """Register the theme, or record what differs."""
        words = _BETWEEN.split(str(values["keywords"]))
        values["keywords"] = tuple(word for word in words if word)
        if self._now is None:
            self.act(themes.register, **values)
        else:
            self.act(amendments.amend, noun="theme", stream=self._now.id, changes=values)


class Themes(Screen):
    """`open_thing` takes a theme's id."""

    title = "主题"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self._found: list[ThemeRow] = []
        self._loads: dict[Id, Load] = {}
        self._aim: str | None = None
        self._by = ""
        self._state: Theme | None = None
        self.rows = TableModel(self._columns(), self._fetch, parent=self)
        empty = EmptyState(
            "还没有主题",
            detail="主题接待围绕一个主题开展,例如老旧小区改造。先添加主题,计划接待时就能选。",
            button="新增主题",
            hint="Ctrl+N",
        )
        empty.asked.connect(self.add)
        self.list = Listing(
            self.rows,
            name="主题",
            search="主题、关键词、拼音首字母",
            empty=empty,
            buttons=(Button("新增", hint="Ctrl+N", on=self.add),),
            shares=(17, 14),
        )
        self.name = Label("请在左边选一个主题", kind="title", elide=True)
        self.published = Published()
        self.facts = Facts()
        self.matters = MatterList(worker, clock=clock, title="这个主题的事项")
        self._edit = Button("更正", small=True, hint="Ctrl+E", on=self.edit)
        self._active = Button("结束", small=True, on=self.turn)
        self._lay_out()
        self._connect()
        self._show(None)

    def activate(self) -> None:
        """Load the themes and what came of them."""
        self._load()
        self.worker.read(people.theme_loads, done=self._take_loads, key="loads")
        self.list.search.setFocus()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if "theme" in changes.nouns:
            self._load()
        if changes.nouns & {"matter", "reception"}:
            self.worker.read(people.theme_loads, done=self._take_loads, key="loads")
            self.matters.refresh()

    def open_thing(self, what: object) -> None:
        """Choose one theme, whatever is searched for."""
        self._aim = str(what)
        self.list.search.clear()
        self._load()

    @Slot()
    def add(self) -> None:
        """Open the form of a new theme."""
        self._open(ThemeForm(self.worker, self.window()))

    @Slot()
    def edit(self) -> None:
        """Open the form that corrects the chosen theme."""
        if self._by:
            self.said.emit(READ_ONLY)
        elif self._state is not None:
            self._open(ThemeForm(self.worker, self.window(), state=self._state))

    @Slot()
    def turn(self) -> None:
        """Offer the chosen theme no more, or offer it again."""
        if self._state is not None:
            service = themes.close if self._state.active else themes.reopen
            self.worker.act(service, theme=self._state.id)

    def _open(self, form: ThemeForm) -> None:
        form.saved.connect(self._saved)
        form.open()

    @Slot(object)
    def _saved(self, one: Id) -> None:
        self.said.emit("已保存")
        self._aim = one

    def _connect(self) -> None:
        self.list.typed.connect(lambda _text: self._load(fresh=True))
        self.list.chosen.connect(self._choose)
        self.list.table.opened.connect(self.edit)
        self.rows.loaded.connect(self._settle)
        self.matters.opened.connect(lambda matter: self.wanted.emit("matters", matter))
        self.bind("Ctrl+F", "查找主题", self.list.search.setFocus)
        self.bind("Ctrl+N", "新增主题", self.add)
        self.bind("Ctrl+E", "更正主题", self.edit)

    def _load(self, *, fresh: bool = False) -> None:
        text = self.list.search.text()
        self.worker.read(people.themes, done=partial(self._take, fresh), key="themes", text=text)

    def _take(self, fresh: bool, found: list[ThemeRow]) -> None:
        self._found = found
        if fresh:
            self.rows.reset()
        else:
            self.rows.refresh()

    def _take_loads(self, loads: dict[Id, Load]) -> None:
        self._loads = loads
        self.rows.refresh()

    def _fetch(self, ask: Ask, give: Callable[[Page[ThemeRow]], None]) -> None:
        rows = self._found
        if ask.key == "title":
            rows = sorted(rows, key=lambda row: row.title, reverse=ask.descending)
        elif ask.key:
            rows = sorted(rows, key=partial(self._count, ask.key), reverse=ask.descending)
        give(Page(rows[ask.offset : ask.offset + ask.limit], len(rows)))

    def _count(self, key: str, row: ThemeRow) -> int:
        load = self._loads.get(row.id, Load())
        return {"receptions": load.receptions, "matters": load.matters, "open": load.open}[key]

    def _columns(self) -> list[Column[ThemeRow]]:
        def number(key: str) -> Callable[[ThemeRow], str]:
            return lambda row: str(self._count(key, row) or "")

        counts = (("接待", "receptions"), ("事项", "matters"), ("在办", "open"))
        return [
            Column("主题", lambda row: row.title, key="title"),
            Column("", lambda row: "" if row.active else "已结束", width=76, tone=_grey),
            *(
                Column[ThemeRow](title, number(key), width=56, align="right", key=key)
                for title, key in counts
            ),
        ]

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
        place = next((n for n, row in enumerate(self._found) if row.id == self._aim), None)
        if place is not None:
            self._aim = None
            self.list.go_to(place)

    @Slot(object)
    def _choose(self, row: ThemeRow | None) -> None:
        self._by = row.published_by if row else ""
        if row is None:
            self._show(None)
        else:
            self.worker.read(record, done=self._show, key="theme", noun=THEME, id=row.id)

    def _show(self, state: Theme | None) -> None:
        changed = state is None or self._state is None or state.id != self._state.id
        self._state = state
        for part in (self.facts, self.matters, self._edit, self._active):
            part.setVisible(state is not None)
        self.published.show_by(self._by if state else "")
        for button in (self._edit, self._active):
            button.setVisible(state is not None and not self._by)
        if state is None:
            self.name.setText("请在左边选一个主题")
            return
        details = state.details
        self.name.setText(details.title)
        self._active.setText("结束" if state.active else "重新启用")
        self.facts.show_facts(
            [
                self.published.fact(),
                ("关键词", "、".join(details.keywords)),
                ("来源", details.source),
                ("说明", details.description),
                ("状态", "" if state.active else "已结束,计划接待时不再列出"),
            ]
        )
        if changed:
            self.matters.show_of(MatterFilter(theme=state.id))


def _grey(_row: ThemeRow) -> str:
    return "muted"
