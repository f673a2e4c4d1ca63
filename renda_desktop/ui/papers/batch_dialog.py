"""What is printed in one go: the list, how far it is, what failed, stop and go on."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from renda_desktop.ui import theme
from renda_desktop.ui.papers.batch import Batch, Item, Printed, Separate, Target, Together
from renda_desktop.ui.papers.setup import PrintSetup
from renda_desktop.ui.papers.wanted import Wanted
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Field, Label, MessageBar, Table, bind
from renda_desktop.ui.widgets.scroll import Scroll
from renda_desktop.ui.worker import Worker

PRINTER, ONE, EACH = "printer", "one", "each"
_WAYS = ((PRINTER, "打印"), (ONE, "合成一个 PDF 文件"), (EACH, "每份一个 PDF 文件"))
_STATES = {
    "waiting": ("等待", "muted"),
    "working": ("正在办理", "primary"),
    "ready": ("已排好", "primary"),
    "done": ("完成", "green"),
    "failed": ("没有办成", "red"),
}
_SIZE = (900, 620)


class BatchDialog(QDialog):
    """Papers of one kind in one go. `ended` each time all is done, stopped or refused."""

    ended = Signal()

    def __init__(
        self,
        worker: Worker,
        wanted: Sequence[Wanted],
        *,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.batch = Batch(worker, wanted, parent=self)
        self._name = wanted[0].name.split(" ")[0] if wanted else title
        self.way: Pick[str] = Pick(_WAYS)
        self.setup = PrintSetup(worker, kind=wanted[0].kind if wanted else "", ask_pages=False)
        self.bar, self.count = MessageBar(), Label(kind="muted")
        self.progress = QProgressBar()
        self.main = Button("开始", kind="primary", hint="Ctrl+Enter", on=self.go)
        self.stop_button = Button("停止", on=self.stop)
        columns = [
            Column[Item]("材料", lambda item: item.wanted.title, tip=lambda item: item.why),
            Column[Item]("情况", _state, width=108, tone=lambda item: _STATES[item.state][1]),
            Column[Item]("原因", lambda item: item.why, tip=lambda item: item.why),
        ]
        self.rows: TableModel[Item] = TableModel(columns, parent=self)
        self.table = Table(self.rows, name="要办的材料")
        self._lay_out(title)
        self._connect()
        self.rows.set_rows(self.batch.items)
        self.setup.load()
        self._tell()

    def go(self) -> None:
        """Begin, or go on, after asking where files go."""
        if self.batch.running or not self.batch.left():
            return
        target = self._target()
        if target is not None:
            self.go_to(target)

    def go_to(self, target: Target) -> None:
        """Begin, or go on, with a target that is chosen already."""
        self.bar.hide()
        if isinstance(target, Printed):
            self.setup.keep()
        self.batch.start(target)
        self._tell()

    @Slot()
    def stop(self) -> None:
        """Stop; what is left can be gone on with."""
        self.batch.stop()

    def done(self, result: int) -> None:
        """Stop what goes on when the dialog is closed."""
        if self.batch.running:
            self.batch.stop()
        super().done(result)

    def _target(self) -> Target | None:
        match self.way.value():
            case "printer":
                return Printed(self.setup.how())
            case "one":
                name = str(Path.home() / f"{self._name} 共{len(self.batch.items)}份.pdf")
                path, _kind = QFileDialog.getSaveFileName(self, "存为", name, "PDF (*.pdf)")
                return Together(Path(path)) if path else None
            case _:
                folder = QFileDialog.getExistingDirectory(self, "存到文件夹", str(Path.home()))
                return Separate(Path(folder)) if folder else None

    @Slot(int)
    def _moved(self, number: int) -> None:
        self.rows.refresh()
        self.table.go_to(number)
        self._tell()

    @Slot(object)
    def _ended(self, error: Exception | None) -> None:
        self._tell()
        failed = sum(item.state == "failed" for item in self.batch.items)
        left = len(self.batch.left()) - failed
        if error is not None:
            self.bar.explain(error)
        elif left:
            self.bar.say(f"已停止,还有 {left} 份没有办", more="按“继续”接着办。", tone="amber")
        elif failed:
            self.bar.say(f"{failed} 份没有办成", more="原因见列表,可以再试一次。", tone="amber")
        else:
            self.bar.say(f"全部办完,共 {self.batch.done} 份", tone="green")
        self.ended.emit()

    @Slot(int)
    def _choose(self, _number: int) -> None:
        self.setup.setVisible(self.way.value() == PRINTER)

    @Slot()
    def _without_printer(self) -> None:
        if not self.setup.found and not self.batch.running:
            self.way.set_value(ONE)

    def _tell(self) -> None:
        all_, done = len(self.batch.items), self.batch.done
        ready = sum(item.state in ("ready", "done") for item in self.batch.items)
        running = self.batch.running
        self.progress.setRange(0, max(all_, 1))
        self.progress.setValue(ready)
        self.count.setText(f"{ready} / {all_} 份")
        begun = any(item.state != "waiting" for item in self.batch.items)
        self.main.setText("继续" if begun else "开始")
        self.main.setEnabled(not running and done < all_)
        self.stop_button.setEnabled(running)
        self.way.setEnabled(not running)
        self.setup.setEnabled(not running)

    def _connect(self) -> None:
        self.batch.moved.connect(self._moved)
        self.batch.ended.connect(self._ended)
        self.way.currentIndexChanged.connect(self._choose)
        self.setup.loaded.connect(self._without_printer)
        bind(self, "Ctrl+Enter", self.go)
        bind(self, "Ctrl+P", self.go)

    def _lay_out(self, title: str) -> None:
        wide, high = (theme.px(one) for one in _SIZE)
        over: QWidget | None = self.parentWidget()
        if over is not None:
            room = over.window().size()
            wide = min(wide, max(room.width() - 24, 480))
            high = min(high, max(room.height() - 24, 400))
        self.resize(wide, high)
        self.progress.setTextVisible(False)
        head = QHBoxLayout()
        head.addWidget(Label(title, kind="title", elide=True), stretch=1)
        head.addWidget(self.count)
        side = QVBoxLayout()
        side.setSpacing(theme.px(8))
        side.addWidget(Field("怎样办", self.way))
        side.addWidget(Scroll(self.setup, name="打印设置"), stretch=1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        row.addWidget(self.table, stretch=1)
        beside = QWidget()
        beside.setLayout(side)
        beside.setFixedWidth(theme.px(216))
        row.addWidget(beside)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addStretch(1)
        for button in (Button("关闭", hint="Esc", on=self.reject), self.stop_button, self.main):
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(10))
        whole.addLayout(head)
        whole.addWidget(self.progress)
        whole.addWidget(self.bar)
        whole.addLayout(row, stretch=1)
        whole.addLayout(foot)
        side.setContentsMargins(0, 0, 0, 0)
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)


def _state(item: Item) -> str:
    return _STATES[item.state][0]


def show_batch(
    parent: QWidget, worker: Worker, wanted: Sequence[Wanted], *, title: str
) -> BatchDialog:
    """Open the list of papers to print in one go."""
    dialog = BatchDialog(worker, wanted, title=title, parent=parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
