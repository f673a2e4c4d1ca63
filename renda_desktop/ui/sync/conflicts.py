"""What two people corrected at once: both versions side by side, one press settles."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.domain.ids import Ref
from renda_desktop.domain.moments import from_micros, local
from renda_desktop.queries import conflicts
from renda_desktop.queries.conflicts import ConflictRow
from renda_desktop.queries.matter_files import ConflictVersion
from renda_desktop.services import amendments
from renda_desktop.ui import theme
from renda_desktop.ui.sync.tab import Tab
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Card, EmptyState, Label, Pill, Table, rule
from renda_desktop.ui.widgets.scroll import Scroll
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_LEADS = {
    "matter": "matters",
    "resident": "residents",
    "deputy": "deputies",
    "department": "deputies",
    "theme": "themes",
    "reception": "schedule",
    "visit": "desk",
}


class Conflicts(Tab):
    """The field that clashed last first; choosing goes on to the next."""

    title = "冲突"

    def __init__(self, worker: Worker) -> None:
        words = "两个人同时更正同一项内容时,两个版本都会留在这里,由您选定。"
        super().__init__(worker, empty=EmptyState("没有冲突", detail=words))
        shown = [
            Column[ConflictRow]("类型", lambda row: row.term, width=76, muted=True),
            Column[ConflictRow]("对象", lambda row: row.about, tip=lambda row: row.about),
            Column[ConflictRow]("内容", lambda row: row.label, width=104),
            Column[ConflictRow]("最后更正", _last, width=118, muted=True, least=420),
        ]
        self.rows = TableModel(shown, parent=self)
        self.table = Table(self.rows, name="冲突")
        self.title_label = Label(kind="heading", wrap=True)
        self.open_button = Button("打开", small=True, hint="Ctrl+O", on=self.open_there)
        self.buttons: list[Button] = []
        self._versions = QHBoxLayout()
        self._versions.setSpacing(theme.px(12))
        self.table.current.connect(self._choose)
        self.table.opened.connect(self._go_in)
        self._lay_out()

    def load(self) -> None:
        """Read what is in conflict."""
        self.worker.read(conflicts.conflicts, done=self._show, key="conflicts")

    def focus(self) -> None:
        self.table.setFocus()

    def pick(self, number: int) -> None:
        """Choose one of the versions."""
        row = self.table.row()
        if row is None or number >= len(row.versions):
            return
        for button in self.buttons:
            button.setEnabled(False)
        self.worker.act(
            amendments.settle, done=self._settled, failed=self._refused, noun=row.noun,
            stream=row.stream, field=row.field, value=row.versions[number].value,
        )  # fmt: skip

    @Slot()
    def open_there(self) -> None:
        """Show the thing in its own place."""
        row = self.table.row()
        if row is not None and row.noun in _LEADS:
            department = row.noun == "department"
            what = Ref("department", row.stream) if department else row.stream
            self.wanted.emit(_LEADS[row.noun], what)

    def _settled(self, _changes: "Changes") -> None:
        self.said.emit("已选定")
        self.table.setFocus()

    def _refused(self, error: Exception) -> None:
        for button in self.buttons:
            button.setEnabled(True)
        self.troubled.emit(error)

    def _show(self, rows: list[ConflictRow]) -> None:
        at = max(self.table.currentIndex().row(), 0)
        self.rows.set_rows(rows)
        self.have(len(rows))
        if rows:
            self.table.go_to(min(at, len(rows) - 1))
            self._choose(self.table.row())

    @Slot(object)
    def _go_in(self, _row: object) -> None:
        if self.buttons:
            self.buttons[0].setFocus()

    @Slot(object)
    def _choose(self, row: ConflictRow | None) -> None:
        while self._versions.count():
            gone = self._versions.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        self.buttons = []
        if row is None:
            return
        self.title_label.setText(f"{row.term} {row.about} · {row.label}".strip())
        self.open_button.setVisible(row.noun in _LEADS)
        for number, version in enumerate(row.versions):
            self._versions.addWidget(self._card(row, version, number), stretch=1)

    def _card(self, row: ConflictRow, version: ConflictVersion, number: int) -> QWidget:
        card = Card()
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(Label(version.who or "未知经办人", kind="heading"))
        top.addWidget(Label(f"{local(from_micros(version.at)):%Y-%m-%d %H:%M}", kind="muted"))
        if number == 0:
            top.addWidget(Pill("现在显示的", tone="primary"))
        top.addStretch(1)
        take = Button(
            "用这一版", small=True, hint=f"Alt+{number + 1}", on=partial(self.pick, number)
        )
        take.setAccessibleName(f"用这一版:{row.label} {version.shown}")
        self.buttons.append(take)
        top.addWidget(take)
        card.body.addLayout(top)
        card.body.addWidget(Label(version.shown, wrap=True, selectable=True))
        card.body.addStretch(1)
        return card

    def _lay_out(self) -> None:
        words = "选定的一版会发给其他电脑;没有选的仍留在经过里。"
        inside = QWidget()
        inside.setLayout(self._versions)
        self._versions.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self.title_label)
        head.addWidget(self.open_button)
        head.addStretch(1)
        head.addWidget(Label(words, kind="label"))
        body = self.sheet.body
        body.setSpacing(theme.px(10))
        body.addWidget(self.table, stretch=4)
        body.addWidget(rule())
        body.addLayout(head)
        versions = Scroll(inside, name="两个版本")
        self.give_room(self.table, versions)
        body.addWidget(versions, stretch=5)


def _last(row: ConflictRow) -> str:
    return f"{local(from_micros(row.versions[-1].at)):%m-%d %H:%M}"
