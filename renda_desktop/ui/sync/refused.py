"""What the server did not take: why, what to do about it, and a file of it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.queries import pending, refused_content
from renda_desktop.queries.pending import RefusedRow
from renda_desktop.queries.sync_state import refused_file
from renda_desktop.ui import theme
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.sync.tab import Tab
from renda_desktop.ui.sync.waiting import columns
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, EmptyState, Label, Table
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.widgets.scroll import Scroll
from renda_desktop.ui.worker import Worker

_ADMIN = "导出到文件,交给系统管理员查明原因。"
_TO_DO = {
    "refused.permission": "请站长在“设置 › 经办人”核对角色;需要的话,由有权限的人重新办理一次。",
    "refused.revoked": "请联系系统管理员恢复本机的权限,然后重新办理一次。",
    "refused.too_large": "内容过多,请分几次重新办理。",
    "refused.taken": "请重新办理一次;再被退回时,导出到文件交给系统管理员。",
}
_WORDS = "服务器没有接受这些操作:它们不再生效,内容仍完整地留在本机,也不耽误后面的操作。"


class Refused(Tab):
    """The newest first. Whoever has seen to them says so, and the header is quiet again."""

    title = "被退回"

    def __init__(self, worker: Worker, *, exchange: Exchange) -> None:
        super().__init__(worker, empty=EmptyState("没有被退回的操作"))
        self._exchange = exchange
        self._actions: list[Id] = []
        reason = Column[RefusedRow]("原因", lambda row: row.reason, width=220)
        self.rows: TableModel[RefusedRow] = TableModel([*columns(), reason], parent=self)
        self.table = Table(self.rows, name="被退回")
        self.facts = Facts()
        self.keep_button = Button("导出到文件", hint="Ctrl+S", on=self.keep)
        self.seen_button = Button("已处理,不再提示", hint="Ctrl+D", on=self.see)
        self.table.current.connect(self._choose)
        about = Scroll(_at_top(self.facts), name="原因和内容")
        self.give_room(self.table, about)
        deeds = QHBoxLayout()
        deeds.setSpacing(theme.px(8))
        deeds.addWidget(self.keep_button)
        deeds.addWidget(self.seen_button)
        deeds.addStretch(1)
        deeds.addWidget(Label("文件里有登记的内容,请妥善保管。", kind="label"))
        self.sheet.body.addWidget(Label(_WORDS, kind="muted", wrap=True))
        self.sheet.body.addWidget(self.table, stretch=1)
        self.sheet.body.addWidget(about, stretch=1)
        self.sheet.body.addLayout(deeds)

    def load(self) -> None:
        """Read what was refused."""
        self.worker.read(pending.refused, done=self._show, key="refused")

    def focus(self) -> None:
        self.table.setFocus()

    @Slot()
    def keep(self) -> None:
        """Ask where the file goes."""
        if not self.rows.total:
            return
        name = str(Path.home() / "被退回的操作.jsonl")
        path, _kind = QFileDialog.getSaveFileName(self, "导出到文件", name, "记录 (*.jsonl)")
        if path:
            self.keep_in(Path(path))

    def keep_in(self, path: Path) -> None:
        """Write everything that was refused to a file that is chosen already."""
        self.worker.read(refused_file, done=partial(self._write, path))

    @Slot()
    def see(self) -> None:
        """Note that somebody has seen to all of them."""
        if self._actions:
            self._exchange.see(self._actions)
            self.said.emit("不再提示;清单仍在这里")

    def _write(self, path: Path, data: bytes) -> None:
        self.worker.run(_keep, done=self._kept, failed=self.troubled.emit, path=path, data=data)

    def _kept(self, path: Path) -> None:
        self.said.emit(f"已导出到 {path.name}")

    def _show(self, rows: list[RefusedRow]) -> None:
        at = max(self.table.currentIndex().row(), 0)
        self._actions = [row.action for row in rows]
        self.rows.set_rows(rows)
        self.have(len(rows))
        if rows:
            self.table.go_to(min(at, len(rows) - 1))

    @Slot(object)
    def _choose(self, row: RefusedRow | None) -> None:
        if row is None:
            self.facts.show_facts([])
            return
        done = partial(self._tell, row)
        self.worker.read(refused_content.content, done=done, key="content", action=row.action)

    def _tell(self, row: RefusedRow, content: list[tuple[str, str]]) -> None:
        to_do = ("怎么办", _TO_DO.get(row.rule, _ADMIN))
        self.facts.show_facts([("原因", row.reason), to_do, *content])


def _at_top(widget: QWidget) -> QWidget:
    sheet = QWidget()
    column = QVBoxLayout(sheet)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return sheet


def _keep(*, path: Path, data: bytes) -> Path:
    try:
        path.write_bytes(data)
    except OSError:
        raise Unavailable("file.unwritable") from None
    return path
