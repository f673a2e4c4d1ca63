"""Who works at this station, and what each may do."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

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


class ClerkForm(RecordForm):
    """A new clerk, or the correction of one: name and roles."""

    def __init__(self, worker: Worker, window: QWidget, *, row: ClerkRow | None = None) -> None:
        title = "更正经办人" if row else "添加经办人"
        super().__init__(worker, window, title=title, width=460)
        self._row = row
        self.line("name", "姓名", row.name if row else "", required=True, longest=50)
        held = row.roles if row else (Role.CLERK,)
        self.roles = {role: Tick(role.label, on=role in held) for role in Role}
        self.fields.addWidget(Label("角色", kind="label"))
        for tick in self.roles.values():
            self.fields.addWidget(tick)
        words = "销号、管理经办人和更正本站资料,要有站长或区级工作人员的角色。"
        self.fields.addWidget(Label(words, kind="label", wrap=True))

    def save(self, values: dict[str, object]) -> None:
        """Register the clerk, or record what differs."""
        roles = tuple(role for role, tick in self.roles.items() if tick.isChecked())
        if not roles:
            self.bar.say("请至少选一个角色")
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
