"""待同步: every action that is on this PC only, plainly listed."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from renda_desktop.domain.moments import local
from renda_desktop.queries import pending
from renda_desktop.queries.pending import PendingRow
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Card, Label, Table
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class Pending(Screen):
    """When, who, what, about which number; the newest first."""

    title = "待同步"

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        columns = [
            Column[PendingRow]("时间", lambda row: f"{local(row.at):%Y-%m-%d %H:%M}", width=140),
            Column[PendingRow]("经办人", lambda row: row.who, width=110),
            Column[PendingRow]("操作", lambda row: row.what, width=180),
            Column[PendingRow]("对象", lambda row: row.about),
            Column[PendingRow]("记录", lambda row: str(row.entries), width=64, align="right"),
        ]
        self.rows = TableModel(columns, parent=self)
        self.table = Table(self.rows, name="待同步")
        self.card = Card("待同步")
        self.words = Label(kind="muted", wrap=True)
        self.card.body.addWidget(self.words)
        self.card.body.addWidget(self.table, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def activate(self) -> None:
        """Load what waits."""
        self.worker.read(pending.pending, done=self._show, key="pending")
        self.table.setFocus()

    def reload(self, _changes: "Changes") -> None:
        """Whatever was done waits too."""
        self.worker.read(pending.pending, done=self._show, key="pending")

    def _show(self, waiting: pending.Pending) -> None:
        self.rows.set_rows(waiting.rows)
        self.card.set_title(f"待同步 {waiting.total}")
        here = "这些操作已经保存在本机,还没有送到中心服务器。"
        some = f"下面是最近的 {len(waiting.rows)} 条。" if len(waiting.rows) < waiting.total else ""
        self.words.setText(here + some if waiting.total else "没有等待发送的操作。")
