"""Backups: where they are, what there is, making one now, and bringing one back."""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from renda_desktop.domain.moments import day_of, local
from renda_desktop.queries.safekeeping import BackupFile
from renda_desktop.ui import theme
from renda_desktop.ui.backing import Backed, Backing
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.opener import BACKUP_AT, OpenOffice
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.settings.restore_form import RestoreForm, size
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Label, Table
from renda_desktop.ui.worker import Worker

_SHOWN = 5
_SAME_DISK = "与数据在同一块硬盘上。硬盘坏了会一起丢失,建议插一个 U 盘并改到 U 盘上。"


class BackupCard(SettingsCard):
    """The folder with its backups. `restore_wanted(Path)` once somebody has agreed to it."""

    restore_wanted = Signal(object)

    def __init__(
        self, worker: Worker, *, office: OpenOffice, backing: Backing, clock: Clock
    ) -> None:
        super().__init__(worker, "备份")
        self._office, self._backing, self._clock = office, backing, clock
        self.now_button = Button("立即备份", small=True, hint="Ctrl+B", on=backing.back_up)
        self.button = Button("另存一份", small=True, on=self.ask)
        self.restore_button = Button("恢复", small=True, on=self.ask_restore)
        self.folder_button = Button("更改位置", small=True, on=self.ask_folder)
        self.default_button = Button("改回默认", small=True, on=partial(self.keep_in, None))
        self.when = Label(wrap=True)
        self.trouble = Label(kind="error", wrap=True)
        self.folder = Label(kind="label", wrap=True, selectable=True)
        columns = [
            Column[BackupFile]("备份时间", lambda row: moment(row.at)),
            Column[BackupFile]("大小", lambda row: size(row.size), width=96, align="right"),
        ]
        self.rows = TableModel(columns, parent=self)
        self.table = Table(self.rows, name="本机自动备份")
        self._lay_out()
        backing.moved.connect(self._show)
        backing.finished.connect(self._finished)
        self._show(backing.now)

    def load(self) -> None:
        """Read when the last backup was made."""
        work = partial(self._office.noted, BACKUP_AT)
        self.worker.run(work, done=self._know, failed=self.troubled.emit)

    @Slot()
    def ask(self) -> None:
        """Ask where a single backup goes."""
        name = f"联络站备份-{day_of(self._clock())}.db"
        kind = "备份文件 (*.db)"
        path, _kind = QFileDialog.getSaveFileName(self, "备份到", str(Path.home() / name), kind)
        if path:
            self.backup_to(Path(path))

    @Slot()
    def ask_folder(self) -> None:
        """Ask into which folder the backups go from now on."""
        kept = self._backing.now.kept
        start = str(kept.folder if kept and kept.chosen else Path.home())
        path = QFileDialog.getExistingDirectory(self, "备份存到哪个文件夹", start)
        if path:
            self.keep_in(Path(path))

    def keep_in(self, folder: Path | None) -> None:
        """Put the backups into a folder that is chosen already."""
        self._backing.keep_in(folder)

    @Slot()
    def ask_restore(self) -> None:
        """Let one be chosen, show what it would change, and hand it on."""
        kept = self._backing.now.kept
        files = kept.files if kept else ()
        form = RestoreForm(self.worker, self.window(), office=self._office, files=files)
        form.agreed.connect(self.restore_wanted)
        form.open()

    def backup_to(self, path: Path) -> None:
        """Copy the database to a file that is chosen already."""
        self.button.setEnabled(False)
        self.when.setText("正在备份……")
        work = partial(self._office.backup, path)
        self.worker.run(work, done=self._done, failed=self._failed)

    def _done(self, entries: int) -> None:
        self.button.setEnabled(True)
        self.said.emit(f"已备份 {entries} 条记录")
        self.load()

    def _failed(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.troubled.emit(error)
        self.load()

    def _know(self, at: str | None) -> None:
        if not self._backing.now.running:
            said = f"上次备份:{moment(datetime.fromisoformat(at))}" if at else "还没有备份过。"
            self.when.setText(said)

    @Slot(object)
    def _show(self, now: Backed) -> None:
        for button in (self.now_button, self.folder_button, self.default_button):
            button.setEnabled(not now.running)
        kept = now.kept
        self.trouble.setText(now.trouble)
        self.trouble.setVisible(bool(now.trouble))
        self.default_button.setVisible(kept is not None and kept.chosen)
        self.restore_button.setEnabled(kept is not None)
        if kept is not None:
            about = "" if kept.chosen else _SAME_DISK
            self.folder.setText(f"保存在:{kept.folder}\n{about}".strip())
            self.rows.set_rows(kept.files)
            shown = min(max(len(kept.files), 1), _SHOWN)
            self.table.setFixedHeight(theme.px("row") * (shown + 1) + theme.px(4))
            self.table.setVisible(bool(kept.files))
        if now.running:
            self.when.setText("正在备份……" if kept else "")
        else:
            self._know(kept.last.isoformat() if kept and kept.last else None)

    @Slot(object, object)
    def _finished(self, _made: bool, error: Exception | None) -> None:
        if error is None:
            self.said.emit("已备份")
        else:
            self.troubled.emit(error)

    def _lay_out(self) -> None:
        self.head.addWidget(self.button)
        self.head.addWidget(self.now_button)
        deeds = QHBoxLayout()
        deeds.setSpacing(theme.px(8))
        for one in (self.restore_button, self.folder_button, self.default_button):
            deeds.addWidget(one)
        deeds.addStretch(1)
        words = "程序打开时每小时自动备份一次,加密保存;按小时、按天、按周留存,旧的自动清理。"
        for widget in (self.when, self.trouble, self.table, self.folder):
            self.body.addWidget(widget)
        self.body.addLayout(deeds)
        self.body.addWidget(Label(words, kind="label", wrap=True))


def moment(at: datetime) -> str:
    """Return a moment as the wall clock showed it."""
    return f"{local(at):%Y-%m-%d %H:%M}"
