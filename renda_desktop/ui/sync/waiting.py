"""Every action that is on this PC only."""

from typing import TypeVar

from renda_desktop.domain.moments import local
from renda_desktop.queries import pending
from renda_desktop.queries.pending import PendingRow
from renda_desktop.ui.sync.tab import Tab
from renda_desktop.ui.sync_words import Snapshot
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import EmptyState, Label, Table
from renda_desktop.ui.worker import Worker

R = TypeVar("R", bound=PendingRow)


def columns() -> list[Column[R]]:
    """Return what tells of an action: when, who, what, about which number."""
    return [
        Column[R]("时间", lambda row: f"{local(row.at):%Y-%m-%d %H:%M}", width=140),
        Column[R]("经办人", lambda row: row.who, width=96),
        Column[R]("操作", lambda row: row.what, width=170),
        Column[R]("对象", lambda row: row.about, tip=lambda row: row.about),
    ]


class Waiting(Tab):
    """The newest first."""

    title = "待发送"

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker, empty=EmptyState("没有等待发送的操作"))
        records = Column[PendingRow]("记录", lambda row: str(row.entries), width=64, align="right")
        self.rows = TableModel([*columns(), records], parent=self)
        self.table = Table(self.rows, name="待发送")
        self.words = Label(kind="muted", wrap=True)
        self.sheet.body.addWidget(self.words)
        self.sheet.body.addWidget(self.table, stretch=1)
        self.give_room(self.table)
        self._enrolled = False

    def load(self) -> None:
        """Read what waits."""
        self.worker.read(pending.pending, done=self._show, key="pending")

    def show_state(self, now: Snapshot) -> None:
        """Say when it will be sent."""
        self._enrolled = now.enrolled

    def focus(self) -> None:
        self.table.setFocus()

    def _show(self, waiting: pending.Pending) -> None:
        at = max(self.table.currentIndex().row(), 0)
        self.rows.set_rows(waiting.rows)
        self.have(waiting.total)
        if waiting.rows:
            self.table.go_to(min(at, len(waiting.rows) - 1))
        later = "连上服务器就自动发送。" if self._enrolled else "登记到服务器以后会一并上传。"
        some = f"下面是最近的 {len(waiting.rows)} 条。" if len(waiting.rows) < waiting.total else ""
        self.words.setText(f"这些操作已经保存在本机,还没有送到中心服务器;{later}{some}")
