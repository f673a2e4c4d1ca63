"""签到: who was planned and who is there, one key each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import AttendeeRole, Presence
from renda_desktop.queries import receptions as asking
from renda_desktop.queries.receptions import AttendanceRow, ReceptionView
from renda_desktop.services import receptions
from renda_desktop.ui import pick, theme
from renda_desktop.ui.form import Form
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Choice, Field, Label, LineEdit, Option, Table, bind
from renda_desktop.ui.worker import Worker

TONES = {Presence.PRESENT: "green", Presence.LEAVE: "amber", Presence.ABSENT: "red"}
_KEYS = (("1", Presence.PRESENT), ("2", Presence.LEAVE), ("3", Presence.ABSENT))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is expected or signed in; `key` is the attendance's, '' before it."""

    name: str
    role: AttendeeRole
    unit: str
    person: Id | None
    presence: Presence | None
    key: str


class SignInForm(Form):
    """The list of who is expected; 1 到会, 2 请假, 3 缺席, Backspace takes it back.

    Each key is one action at once, so closing the panel loses nothing.
    """

    def __init__(self, worker: Worker, window: QWidget, reception: Id) -> None:
        about = "在名单上按 1 到会、2 请假、3 缺席,Backspace 撤销;每次按键立即保存。"
        super().__init__(window, title="签到", about=about, verb="完成", width=680)
        self._worker, self._reception = worker, reception
        self._number = 0
        columns = [
            Column[Person]("姓名", lambda one: one.name, width=120),
            Column[Person]("身份", lambda one: one.role.label, width=100, muted=True),
            Column[Person]("单位、层级", lambda one: one.unit, muted=True),
            Column[Person](
                "签到",
                lambda one: one.presence.label if one.presence else "未签到",
                width=110,
                tone=lambda one: TONES[one.presence] if one.presence else "muted",
            ),
        ]
        self.people = TableModel(columns, parent=self)
        self.table = Table(self.people, name="签到名单")
        self.table.setFixedHeight(theme.px(290))
        self.people.loaded.connect(self._back)
        self.total = Label(kind="label")
        self.name = Choice(pick.deputies(worker), placeholder="姓名,可选其他代表", free=True)
        self.role = Pick(pick.terms(AttendeeRole), value=AttendeeRole.OFFICIAL)
        self.unit = LineEdit(placeholder="单位及职务")
        self.name.chosen.connect(self._named)
        self._lay_out_form()
        for key, presence in _KEYS:
            bind(self.table, key, partial(self._mark, presence), above=True)
        bind(self.table, "Backspace", self._take_back, above=True)
        bind(self.table, "Delete", self._take_back, above=True)
        for edit in (self.name, self.unit):
            edit.submitted.connect(self._add)
        self.submitted.connect(self.finish)

    def ask(self) -> None:
        """Load the list, then open."""
        self._worker.read(asking.reception, done=self._show_first, id=self._reception)

    def dirty(self) -> bool:
        """Only a name that was not added yet could be lost."""
        return bool(self.name.text().strip())

    def _lay_out_form(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.total, stretch=1)
        for key, presence in _KEYS:
            button = Button(presence.label, hint=key, small=True, on=partial(self._mark, presence))
            row.addWidget(button)
        row.addWidget(Button("撤销", hint="Backspace", small=True, on=self._take_back))
        self.fields.addWidget(self.table)
        self.fields.addLayout(row)
        more = self.row()
        self._name_field = self.add("其他到会人员", self.name, into=more, stretch=3)
        more.addWidget(Field("身份", self.role), stretch=2)
        more.addWidget(Field("单位", self.unit), stretch=3)
        button = Button("加入", hint="Enter", on=self._add)
        more.addWidget(Field(" ", button))

    def _show_first(self, view: ReceptionView | None) -> None:
        if view is not None:
            self._show(view)
            self.open(self.table)

    def _show(self, view: ReceptionView | None) -> None:
        if view is None:
            return
        rows = expected(view)
        there = sum(one.presence is Presence.PRESENT for one in rows)
        heads = f"到会 {there} 人,名单 {len(rows)} 人"
        self.total.setText(heads)
        self.people.set_rows(rows)

    def _back(self, total: int) -> None:
        if total:
            self.table.go_to(min(self._number, total - 1))

    def _mark(self, presence: Presence) -> None:
        one = self.table.row()
        if one is None or one.presence is presence:
            return
        self._number = min(self.table.currentIndex().row() + 1, self.people.total - 1)
        self._act(name=one.name, role=one.role, person=one.person, unit=one.unit, presence=presence)

    def _take_back(self) -> None:
        one = self.table.row()
        if one is not None and one.key:
            self._number = self.table.currentIndex().row()
            self._worker.act(
                receptions.sign_out, done=self._reload, failed=self.fail,
                reception=self._reception, key=one.key,
            )  # fmt: skip

    def _named(self, option: Option | None) -> None:
        if option is not None:
            self.role.set_value(AttendeeRole.DEPUTY)
            self.unit.setText(option.detail)

    def _add(self) -> None:
        name = self.name.text().strip()
        self._name_field.set_error("" if name else "请填写姓名")
        if not name:
            return
        person = self.name.value() if self.role.value() is AttendeeRole.DEPUTY else None
        self._number = self.people.total
        self._act(name=name, role=self.role.value(), person=person, unit=self.unit.text(),
                  presence=Presence.PRESENT)  # fmt: skip
        self.name.set_option(None)
        self.unit.setText("")
        self.name.setFocus()

    def _act(self, **given: object) -> None:
        self.bar.hide()
        self._worker.act(
            receptions.sign_in, done=self._reload, failed=self.fail, reception=self._reception,
            **given,
        )  # fmt: skip

    def _reload(self, _changes: object) -> None:
        self._worker.read(asking.reception, done=self._show, key="people", id=self._reception)


def expected(view: ReceptionView) -> Sequence[Person]:
    """Return who was planned, signed in or not, then who came besides."""
    signed = {row.person or row.key: row for row in view.attendances}
    found = [
        _person(one.name, AttendeeRole.DEPUTY, one.detail, one.id, signed.pop(one.id, None))
        for one in view.deputies
    ]
    for one in view.departments:
        came = [key for key, row in signed.items() if row.unit == one.name]
        found += [_known(signed.pop(key)) for key in came] or [
            _person(f"{one.name}负责人", AttendeeRole.OFFICIAL, one.name, None, None)
        ]
    for name in filter(None, view.leaders.split("、")):
        key = f"{AttendeeRole.LEADER}::{name}"
        found.append(_person(name, AttendeeRole.LEADER, "", None, signed.pop(key, None)))
    return [*found, *map(_known, signed.values())]


def _person(
    name: str, role: AttendeeRole, unit: str, person: Id | None, row: AttendanceRow | None
) -> Person:
    presence, key = (row.presence, row.key) if row else (None, "")
    return Person(name, role, unit, person, presence, key)


def _known(row: AttendanceRow) -> Person:
    return Person(row.name, row.role, row.unit, row.person, row.presence, row.key)
