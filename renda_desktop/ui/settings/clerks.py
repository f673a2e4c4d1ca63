"""Who works at this station, and what each may do."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from renda_desktop.domain import access
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import Role
from renda_desktop.queries import clerks
from renda_desktop.queries.clerks import ClerkRow
from renda_desktop.services import amendments
from renda_desktop.services import clerks as doing
from renda_desktop.ui import theme
from renda_desktop.ui.form import Tick
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.record_form import RecordForm
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Label, Table
from renda_desktop.ui.worker import Worker

_SHOWN = 5
_GROUPS: dict[str, tuple[Role, ...]] = {
    "本站": (Role.CLERK, Role.STATION_HEAD),
    "代表与单位": (Role.DEPUTY, Role.DEPARTMENT),
    "上级": (Role.TOWNSHIP_COORDINATOR, Role.COORDINATOR, Role.CITY_COORDINATOR),
    "票决与评议": (Role.TELLER, Role.RATER),
    "三员": (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR),
}
"""The roles as people think of them; 三员 are held alone."""


class ClerkForm(RecordForm):
    """A new clerk, or the correction of one: name and roles."""

    def __init__(self, worker: Worker, window: QWidget, *, row: ClerkRow | None = None) -> None:
        title = "更正经办人" if row else "添加经办人"
        super().__init__(worker, window, title=title, width=560)
        self._row = row
        self.line("name", "姓名", row.name if row else "", required=True, longest=50)
        held = row.roles if row else (Role.CLERK,)
        self.roles = {
            role: Tick(role.label, on=role in held, changed=self._say_what_clashes)
            for roles in _GROUPS.values()
            for role in roles
        }
        self._lay_out_roles()
        words = "站长能办本站的各项事务,计票除外。三员各由专人担任,不能兼任其他角色。"
        self.fields.addWidget(Label(words, kind="label", wrap=True))

    def _lay_out_roles(self) -> None:
        """Put the roles of one kind into one row."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(8))
        for row, (group, roles) in enumerate(_GROUPS.items()):
            grid.addWidget(Label(group, kind="label"), row, 0)
            for column, role in enumerate(roles, 1):
                grid.addWidget(self.roles[role], row, column)
        grid.setColumnStretch(3, 1)
        self.fields.addLayout(grid)

    def _chosen(self) -> tuple[Role, ...]:
        return tuple(role for role in Role if self.roles[role].isChecked())

    def _clash(self) -> str:
        """Return why these roles are not held together, '' where they may be."""
        try:
            access.check_roles(self._chosen())
        except RuleBroken as broken:
            return str(broken)
        return ""

    def _say_what_clashes(self) -> None:
        if clash := self._clash():
            self.bar.say(clash)
        else:
            self.bar.hide()

    def save(self, values: dict[str, object]) -> None:
        """Register the clerk, or record what differs."""
        roles = self._chosen()
        wrong = self._clash() if roles else "请至少选一个角色"
        if wrong:
            self.bar.say(wrong)
            self.again()
        elif self._row is None:
            self.act(doing.register, roles=roles, **values)
        else:
            changes = {**values, "roles": roles}
            self.act(amendments.amend, noun="clerk", stream=self._row.id, changes=changes)


class ClerksCard(SettingsCard):
    """The clerks with their roles."""

    shows: ClassVar[frozenset[str]] = frozenset({"clerk"})

    def __init__(self, worker: Worker, *, office: OpenOffice) -> None:
        super().__init__(worker, "经办人")
        self._office = office
        columns = [
            Column[ClerkRow]("姓名", lambda row: row.name, width=140),
            Column[ClerkRow]("角色", lambda row: "、".join(one.label for one in row.roles)),
            Column[ClerkRow]("", _state, width=80, tone=lambda _row: "muted"),
        ]
        self.rows = TableModel(columns, parent=self)
        self.table = Table(self.rows, name="经办人")
        self.head.addWidget(Button("添加", small=True, on=self.add))
        self._edit = Button("更正", small=True, on=self.edit)
        self._turn = Button("停用", small=True, on=self.turn)
        deeds = QHBoxLayout()
        deeds.setSpacing(theme.px(8))
        deeds.addWidget(self._edit)
        deeds.addWidget(self._turn)
        deeds.addStretch(1)
        self.body.addWidget(self.table)
        self.body.addLayout(deeds)
        self.table.current.connect(self._choose)
        self.table.opened.connect(self.edit)
        self._choose(None)

    def load(self) -> None:
        """Read the clerks."""
        self.worker.read(clerks.clerks, done=self._show, key="clerks")

    @Slot()
    def add(self) -> None:
        """Open the form of a new clerk."""
        self._open(ClerkForm(self.worker, self.window()))

    @Slot()
    def edit(self) -> None:
        """Open the form that corrects the chosen clerk."""
        if (row := self.table.row()) is not None:
            self._open(ClerkForm(self.worker, self.window(), row=row))

    @Slot()
    def turn(self) -> None:
        """Take the chosen clerk off duty, or put back on duty."""
        if (row := self.table.row()) is not None:
            service = doing.deactivate if row.active else doing.reactivate
            self.worker.act(service, clerk=row.id)

    def _open(self, form: ClerkForm) -> None:
        form.saved.connect(lambda _id: self.said.emit("已保存"))
        form.open()

    def _show(self, rows: list[ClerkRow]) -> None:
        at = self.table.currentIndex().row()
        self.rows.set_rows(rows)
        shown = min(max(len(rows), 2), _SHOWN)
        self.table.setFixedHeight(theme.px("row") * (shown + 1) + theme.px(4))
        if rows:
            self.table.go_to(min(max(at, 0), len(rows) - 1))

    @Slot(object)
    def _choose(self, row: ClerkRow | None) -> None:
        self._edit.setEnabled(row is not None)
        here = row is not None and row.id == self._office.clerk
        self._turn.setEnabled(row is not None and not here)
        self._turn.setText("停用" if row is None or row.active else "重新启用")
        self._turn.setToolTip("正在经办的人不能停用自己" if here else "")


def _state(row: ClerkRow) -> str:
    return "" if row.active else "已停用"
