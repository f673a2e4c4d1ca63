"""The panel of an import: the file is read, shown, and written when the clerk says so."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QSpinBox, QTabBar, QWidget

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.terms import DeputyLevel
from renda_desktop.services.imports.returned import returned_workbook
from renda_desktop.services.imports.rows import BadRow, Sheet
from renda_desktop.services.imports.writing import Numbered, Written, together, with_refused
from renda_desktop.ui import theme
from renda_desktop.ui.form import Form, Tick
from renda_desktop.ui.imports.kinds import ListOf
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Label, Table
from renda_desktop.ui.worker import Worker

R = TypeVar("R", bound=Numbered)

_BOOKS = "Excel 工作簿 (*.xlsx)"


class Importing(QObject, Generic[R]):
    """Asks for a file, then opens the panel; `said(str)` when rows were written."""

    said = Signal(str)

    def __init__(
        self,
        worker: Worker,
        window: QWidget,
        *,
        kind: ListOf[R],
        panel: "type[ImportPanel[R]] | None" = None,
    ) -> None:
        super().__init__(window)
        self._worker, self._window, self._kind = worker, window, kind
        self._panel = panel or ImportPanel

    def ask(self) -> None:
        """Let the clerk choose a workbook."""
        path, _kind = QFileDialog.getOpenFileName(self._window, self._kind.title, "", _BOOKS)
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> "ImportPanel[R]":
        """Open the panel on a workbook that is chosen already."""
        panel = self._panel(self._worker, self._window, kind=self._kind, path=path)
        panel.said.connect(self.said)
        panel.open()
        panel.read()
        return panel


class ImportPanel(Form, Generic[R]):
    """What the list holds: good rows, rows that go back and why, and what would be new."""

    said = Signal(str)

    def __init__(self, worker: Worker, window: QWidget, *, kind: ListOf[R], path: Path) -> None:
        super().__init__(window, title=kind.title, about=path.name, verb="导入", width=980)
        self._worker, self._kind, self._path = worker, kind, path
        self._stop = threading.Event()
        self._news = 0
        self._left: list[Sequence[R]] = []
        self._parts: list[Written] = []
        self._done: Callable[[Written], None] = self._weighed
        self._dry = True
        self._halted = False
        self.sheet: Sheet[R] | None = None
        self.level: Pick[DeputyLevel | None] = Pick(
            [(None, "按名册所写"), *((one, one.label) for one in DeputyLevel)]
        )
        self.term = QSpinBox()
        self.term.setRange(0, 99)
        self.term.setSpecialValueText("按名册所写")
        self.summary = Label(wrap=True)
        self.tabs = QTabBar()
        self.good = TableModel(kind.columns, parent=self)
        self.bad = TableModel(_bad_columns(), parent=self)
        self._tables: tuple[QWidget, ...] = (
            Table(self.good, name="可导入"),
            Table(self.bad, name="退回"),
        )
        self.partly = Tick("先导入可用的行;退回的行改正后再导入", on=True, changed=self._judge)
        self.stop_button = Button("停止", on=self.halt)
        self.keep_button = Button("保存退回的行", on=self.keep_returned)
        self._arrange()
        self.submitted.connect(self._write)
        self.closed.connect(self._stop.set)

    def read(self) -> None:
        """Read the file again, as the level and the term now stand."""
        self.sheet = None
        self.main.setEnabled(False)
        self.summary.setText("正在读取……")
        self._worker.run(
            self._kind.read, done=self._show, failed=self._unreadable, key="read",
            path=self._path, stopped=self._stop.is_set, **self.wanted(),
        )  # fmt: skip

    def wanted(self) -> dict[str, object]:
        """Return how the file is read."""
        return {"level": self.level.value()} if self._kind.seated else {}

    def keep_returned(self) -> None:
        """Ask where the workbook of returned rows goes."""
        name = f"{self._path.stem}-退回.xlsx"
        path, _kind = QFileDialog.getSaveFileName(self, "保存退回的行", name, _BOOKS)
        if path:
            self.keep_returned_in(Path(path))

    def keep_returned_in(self, path: Path) -> None:
        """Write the returned rows, each with its column and reason, to a file."""
        if self.sheet is not None:
            self._worker.run(
                _keep, done=self._kept, failed=self.bar.explain, sheet=self.sheet, path=path
            )

    def _show(self, sheet: Sheet[R]) -> None:
        self.sheet = sheet
        self._act(self._weighed, dry_run=True)

    def _weighed(self, would: Written) -> None:
        """Say what would happen; nothing is written yet."""
        if self.sheet is None:
            return
        self.sheet = with_refused(self.sheet, would.refused)
        self._show_rows(would)
        self._judge()

    def _show_rows(self, would: Written) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        self.good.set_rows(sheet.good)
        self.bad.set_rows(sheet.bad)
        self.tabs.setTabText(0, f"可导入 {len(sheet.good)}")
        self.tabs.setTabText(1, f"退回 {len(sheet.bad)}")
        skipped = "、".join(f"{why.label} {count}" for why, count in sheet.skipped.items())
        counts = (
            f"工作表“{sheet.name}”:新增 {would.added},更新 {would.changed},"
            f"已在册无变化 {would.same},退回 {len(sheet.bad)}。"
        )
        self.summary.setText(counts + (f"略过:{skipped}。" if skipped else ""))
        self.partly.setVisible(bool(sheet.bad))
        self.keep_button.setVisible(bool(sheet.bad))
        self.tabs.setTabEnabled(1, bool(sheet.bad))
        self.tabs.setCurrentIndex(0 if sheet.good else 1)
        news = would.added + would.changed
        self.main.setText(f"导入 {news} {self._kind.counted}" if news else "没有新内容")
        self._news = news

    @Slot()
    def _judge(self) -> None:
        """All or nothing, unless the clerk lets the good rows go first."""
        sheet = self.sheet
        whole = sheet is not None and (not sheet.bad or self.partly.isChecked())
        self.main.setEnabled(whole and self._news > 0)

    def _write(self) -> None:
        self._act(self._did, dry_run=False)

    @Slot()
    def halt(self) -> None:
        """Write no further batch; what is written stays."""
        self._halted = self._halted or bool(self._left)
        self._left.clear()

    def given(self) -> dict[str, object]:
        """Return what the rows are written with."""
        return {"term": self.term.value() or None} if self._kind.seated else {}

    def _act(self, done: Callable[[Written], None], *, dry_run: bool) -> None:
        """Write the rows, some at once, or only weigh them."""
        if self.sheet is None:
            return
        rows, some = self.sheet.good, self._kind.at_once or max(len(self.sheet.good), 1)
        self._left = [rows[first : first + some] for first in range(0, len(rows), some)] or [rows]
        self._parts, self._done, self._dry, self._halted = [], done, dry_run, False
        self.stop_button.setVisible(not dry_run and len(self._left) > 1)
        self._go_on()

    def _go_on(self) -> None:
        if self.sheet is None:
            return
        self._worker.act(
            self._kind.write, done=self._wrote, failed=self._broke, rows=self._left.pop(0),
            keep_good=self.partly.isChecked() or not self.sheet.bad, dry_run=self._dry,
            **self.given(),
        )  # fmt: skip

    def _wrote(self, part: Written) -> None:
        """Say how far it is, and go on unless the clerk stopped it."""
        self._parts.append(part)
        if self._left and self.sheet is not None:
            total, left = len(self.sheet.good), sum(map(len, self._left))
            doing = "正在核对" if self._dry else "正在导入"
            self.summary.setText(f"{doing}…… {total - left} / {total} 行")
            self._go_on()
            return
        self.stop_button.hide()
        self._done(together(self._parts))

    def _broke(self, error: Exception) -> None:
        self.stop_button.hide()
        self.fail(error)

    def _did(self, did: Written) -> None:
        if self._halted:
            said = f"已停止,导入了 {did.added} {self._kind.counted}"
            self.bar.say(said, more="已导入的保留;再导入时接着做,不会重复。")
            self._act(self._weighed, dry_run=True)
            return
        if did.refused and self.sheet is not None:
            self.sheet = with_refused(self.sheet, did.refused)
            self._show_rows(did)
            self._judge()
            return
        self.finish()
        self.said.emit(f"新增 {did.added},更新 {did.changed}")

    def _unreadable(self, error: Exception) -> None:
        self.summary.setText("")
        self.bar.explain(error)

    def _kept(self, path: Path) -> None:
        self.bar.say(f"退回的行已存为 {path.name}", more="改正后重新导入这个文件。", tone="green")

    def _arrange(self) -> None:
        if self._kind.seated:
            line = self.row()
            self.add("代表层级", self.level, into=line, hint="名册没有这一列时选择")
            self.add("届次", self.term, into=line, hint="名册没有写明时填写")
            self.level.currentIndexChanged.connect(self.read)
            self.term.editingFinished.connect(self.read)
        for name in ("可导入", "退回"):
            self.tabs.addTab(name)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("可导入的行和退回的行")
        self.tabs.currentChanged.connect(self._turn)
        self.fields.addWidget(self.summary)
        self.fields.addWidget(self.tabs)
        for table in self._tables:
            table.setMinimumHeight(theme.px(200))
            self.fields.addWidget(table, stretch=1)
        self.fields.addWidget(self.partly)
        self.buttons.insertWidget(0, self.keep_button)
        self.buttons.insertWidget(1, self.stop_button)
        self.stop_button.hide()
        self.partly.hide()
        self.keep_button.hide()
        self._turn(0)

    @Slot(int)
    def _turn(self, number: int) -> None:
        for place, table in enumerate(self._tables):
            table.setVisible(place == number)


def _bad_columns() -> list[Column[BadRow]]:
    return [
        Column("行", lambda row: str(row.line.number), width=44, align="right", muted=True),
        Column("列", lambda row: "、".join(one.title for one in row.problems), width=120),
        Column(
            "原因",
            lambda row: ";".join(one.reason for one in row.problems),
            tip=lambda row: "\n".join(f"{one.title}:{one.reason}" for one in row.problems),
        ),
        Column("这一行", lambda row: " ".join(filter(None, row.line.cells)), muted=True),
    ]


def _keep(*, sheet: Sheet[R], path: Path) -> Path:
    try:
        path.write_bytes(returned_workbook(sheet))
    except OSError:
        raise Unavailable("file.unwritable") from None
    return path
