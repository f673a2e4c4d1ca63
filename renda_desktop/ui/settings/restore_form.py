"""Bringing a backup back: choose it, see what would change, and only then agree."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QWidget

from renda_desktop.domain.moments import from_micros, local
from renda_desktop.queries.safekeeping import BackupFile, Newest, Preview
from renda_desktop.ui import theme
from renda_desktop.ui.form import Form, Tick
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Label, Table
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

_SHOWN = 4
_ABOUT = "先看清会有什么变化,再决定。现在的数据会先另存一份,恢复以后也能再换回来。"
_NAMES = {"matter": "件事项", "visit": "次来访", "resident": "位选民", "reception": "场接待"}


class RestoreForm(Form):
    """The backups of this PC, and files from elsewhere. `agreed(Path)` when one is to come back."""

    agreed = Signal(object)

    def __init__(
        self, worker: Worker, window: QWidget, *, office: OpenOffice, files: Sequence[BackupFile]
    ) -> None:
        super().__init__(
            window, title="从备份恢复", about=_ABOUT, verb="恢复", danger=True, width=640
        )
        self._worker, self._office = worker, office
        self.file: Path | None = None
        self._looked = False
        columns = [
            Column[BackupFile]("备份时间", lambda row: f"{local(row.at):%Y-%m-%d %H:%M}"),
            Column[BackupFile]("大小", lambda row: size(row.size), width=96, align="right"),
        ]
        self.rows = TableModel(columns, parent=self)
        self.table = Table(self.rows, name="备份")
        shown = min(max(len(files), 1), _SHOWN)
        self.table.setFixedHeight(theme.px("row") * (shown + 1) + theme.px(4))
        self.chosen = Label(kind="heading", wrap=True)
        self.facts = Facts()
        self.facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.sure = Tick("我已看清上面的变化", changed=self._let)
        self._elsewhere = Button("选择其他文件", small=True, on=self.ask_file)
        line = QHBoxLayout()
        line.addWidget(self.chosen, stretch=1)
        line.addWidget(self._elsewhere)
        self.fields.addWidget(self.table)
        self.fields.addLayout(line)
        self.fields.addWidget(self.facts)
        self.fields.addWidget(self.sure)
        self.fields.addStretch(1)
        self.table.setVisible(bool(files))
        self.rows.set_rows(files)
        self.table.current.connect(self._pick)
        self.submitted.connect(self._agree)
        self.main.setEnabled(False)
        self.sure.setEnabled(False)
        self.chosen.setText("请选择一份备份。" if files else "本机还没有自动备份,请选择备份文件。")
        if files:
            self.table.go_to(0)

    def open(self, focus: QWidget | None = None) -> None:
        """Show it, with the newest backup chosen."""
        super().open(focus or (self.table if self.rows.total else self._elsewhere))

    def dirty(self) -> bool:
        """Nothing is lost by leaving."""
        return False

    @Slot()
    def ask_file(self) -> None:
        """Ask for a backup that lies elsewhere."""
        start, kind = str(Path.home()), "备份文件 (*.db)"
        path, _kind = QFileDialog.getOpenFileName(self, "选择备份文件", start, kind)
        if path:
            self.look_into(Path(path), path)

    def look_into(self, file: Path, name: str) -> None:
        """Compare a backup with what is here."""
        self.file, self._looked = file, False
        self.bar.hide()
        self.sure.setChecked(False)
        self.sure.setEnabled(False)
        self._let()
        self.facts.show_facts([])
        self.chosen.setText(f"正在核对 {name} ……")
        work = partial(self._office.would_change, file)
        failed = partial(self._refused, file, name)
        self._worker.run(work, done=partial(self._show, file, name), failed=failed, key="look")

    @Slot(object)
    def _pick(self, row: BackupFile | None) -> None:
        if row is not None:
            self.look_into(row.path, f"{local(row.at):%Y-%m-%d %H:%M} 的备份")

    def _show(self, file: Path, name: str, told: Preview) -> None:
        if file != self.file:
            return
        self._looked = True
        self.chosen.setText(name)
        self.facts.show_facts(changes(told))
        self.sure.setEnabled(True)

    def _refused(self, file: Path, name: str, error: Exception) -> None:
        if file == self.file:
            self.chosen.setText(f"{name}:不能恢复")
            self.bar.explain(error)

    def _let(self) -> None:
        self.main.setEnabled(self._looked and self.sure.isChecked())

    @Slot()
    def _agree(self) -> None:
        file = self.file
        self.finish()
        self.agreed.emit(file)


def changes(told: Preview) -> list[tuple[str, str]]:
    """Return in words what a restore would change."""
    gone = "、".join(f"{told.gone[one]} {words}" for one, words in _NAMES.items() if told.gone[one])
    lost = f"{told.lost} 条记录" if told.lost else "没有"
    return [
        ("会丢失", lost + (f",其中整个没有了的:{gone}" if gone else "")),
        ("会退回", f"{told.reverted} 件(人、事、接待)回到备份时的样子" if told.reverted else ""),
        ("会找回", f"{told.gained} 条现在没有的记录" if told.gained else ""),
        ("备份最新一条", _newest(told.newest)),
        ("现有最新一条", _newest(told.newest_here)),
        ("备份共有", f"{told.entries} 条记录"),
    ]


def _newest(one: Newest | None) -> str:
    if one is None:
        return "没有记录"
    return f"{local(from_micros(one.at)):%Y-%m-%d %H:%M} {one.clerk}".strip()


def size(count: int) -> str:
    """Return how many bytes, in MB or KB."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{count // 1000 or 1} KB"
