"""An exchange by files that somebody carries: out, to the centre, back in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from renda_desktop.domain.moments import day_of
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.form import Form
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.sync.tab import Tab
from renda_desktop.ui.sync.told import told
from renda_desktop.ui.sync_words import Snapshot
from renda_desktop.ui.widgets import Button, EmptyState, Label, LineEdit, MessageBar
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.sync.bundle import Exported
    from renda_desktop.sync.report import Report

_KIND = "同步包 (*.renda)"
_ABOUT = "电脑上不了网,或网络一时不通时,用 U 盘带着同步包往返,与中心交换的内容和联网时一样。"
_CARRY = "交给系统管理员处理(renda-server bundle),取回一个回包文件。"
_BACK = "回包里有中心的答复,和其他电脑上的记录。同一个文件多导入几次也没有关系。"
_ALONE = (
    "电脑上不了网时,也可以登记到中心:向系统管理员要一个登记文件(.renda)和登记码,"
    "在这里读取,以后用同步包往返。"
)
_NEXT = "请用 U 盘把它带到中心;处理后把回包带回来,在这里导入。"
_MORE = "一个同步包装不下全部内容:导入回包以后,请再导出一次。"


class Bundles(Tab):
    """Three steps in their order; before a PC is enrolled, the file that enrols it."""

    title = "同步包"

    def __init__(self, worker: Worker, *, exchange: Exchange, clock: Clock) -> None:
        empty = EmptyState("还没有登记服务器", detail=_ALONE, button="读取登记文件", hint="Ctrl+O")
        super().__init__(worker, empty=empty)
        self._exchange, self._clock = exchange, clock
        self.bar = MessageBar()
        self.out_words = Label(kind="muted", wrap=True)
        self.export_button = Button("导出同步包", hint="Ctrl+S", on=self.export)
        self.import_button = Button("导入回包", hint="Ctrl+O", on=self.import_)
        body = self.sheet.body
        body.setSpacing(theme.px(16))
        body.addWidget(Label(_ABOUT, kind="muted", wrap=True))
        body.addWidget(self.bar)
        body.addLayout(self._steps())
        body.addStretch(1)
        empty.asked.connect(self.accept)

    def load(self) -> None:
        """Show what is known already."""
        self.have(self._exchange.now.enrolled)

    def focus(self) -> None:
        known = self._exchange.now.enrolled
        (self.export_button if known else self.empty.button).setFocus()

    def show_state(self, now: Snapshot) -> None:
        """Say how much a bundle would hold."""
        self.have(now.enrolled)
        waiting = f" {now.waiting} 次操作" if now.waiting else "没有新的操作,只向中心要新的记录"
        self.out_words.setText(f"把还没有送到中心的内容写进一个加密文件(现有{waiting})。")

    @Slot()
    def open_there(self) -> None:
        """Take a file that came: the answer, or before that the invitation."""
        (self.import_ if self._exchange.now.enrolled else self.accept)()

    @Slot()
    def export(self) -> None:
        """Ask where the bundle goes."""
        if not self._exchange.now.enrolled:
            return
        name = str(Path.home() / f"同步包-{day_of(self._clock())}.renda")
        path, _kind = QFileDialog.getSaveFileName(self, "导出同步包", name, _KIND)
        if path:
            self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """Write a bundle to a file that is chosen already."""
        self._hold("正在导出……")
        work = partial(_export, path)
        self._exchange.ask(work, done=partial(self._exported, path), failed=self._failed)

    @Slot()
    def import_(self) -> None:
        """Ask which file came back."""
        path, _kind = QFileDialog.getOpenFileName(self, "导入回包", str(Path.home()), _KIND)
        if path:
            self.import_from(Path(path))

    def import_from(self, path: Path) -> None:
        """Take the server's answer from a file that is chosen already."""
        self._hold("正在导入……")
        work = partial(_import, path)
        self._exchange.ask(work, done=self._imported, failed=self._failed, brings=True)

    @Slot()
    def accept(self) -> None:
        """Ask which file enrols this PC."""
        kind = "登记文件 (*.renda)"
        path, _kind = QFileDialog.getOpenFileName(self, "读取登记文件", str(Path.home()), kind)
        if path:
            self.accept_from(Path(path))

    def accept_from(self, path: Path) -> None:
        """Ask for the code that opens an invitation."""
        CodeForm(self.window(), exchange=self._exchange, path=path, done=self._accepted).open()

    def _accepted(self) -> None:
        self.bar.say("登记文件已读取", more="现在请导出同步包,带到中心。", tone="green")
        self.have(True)
        self.export_button.setFocus()

    def _exported(self, path: Path, done: "Exported") -> None:
        self._release()
        what = f"已导出 {done.actions} 次操作:{path.name}"
        self.bar.say(what, more=_NEXT + (_MORE if done.more else ""), tone="green")

    def _imported(self, done: "Report") -> None:
        self._release()
        troubles = "".join(one.said for one in done.troubles)
        tone = "amber" if troubles or done.refused else "green"
        left = f"还有 {done.left} 次操作,请再导出一次。" if done.left else ""
        self.bar.say(f"已导入:{told(done)}", more=troubles or left, tone=tone)

    def _failed(self, error: Exception) -> None:
        self._release()
        self.bar.explain(error)

    def _hold(self, words: str) -> None:
        self.bar.say(words, tone="primary")
        for one in (self.export_button, self.import_button):
            one.setEnabled(False)

    def _release(self) -> None:
        for one in (self.export_button, self.import_button):
            one.setEnabled(True)

    def _steps(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(20))
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, Label, QWidget | None], ...] = (
            ("1  导出", self.out_words, self.export_button),
            ("2  带到中心", Label(_CARRY, kind="muted", wrap=True), None),
            ("3  导入", Label(_BACK, kind="muted", wrap=True), self.import_button),
        )
        for number, (title, words, button) in enumerate(rows):
            grid.addWidget(Label(title, kind="heading"), number, 0)
            grid.addWidget(words, number, 1)
            if button is not None:
                grid.addWidget(button, number, 2)
        return grid


class CodeForm(Form):
    """The code that opens an invitation."""

    def __init__(
        self, window: QWidget, *, exchange: Exchange, path: Path, done: Callable[[], None]
    ) -> None:
        about = f"登记文件:{path.name}。登记码与它一起由系统管理员给出。"
        super().__init__(window, title="读取登记文件", about=about, verb="登记", width=480)
        self._exchange, self._path, self._then = exchange, path, done
        self.code = LineEdit(placeholder="例如:7K2M-9QXA-40TB-PDHW", longest=40)
        self._field = self.add("登记码", self.code, required=True)
        self.code.submitted.connect(self.submit)
        self.submitted.connect(self._accept)

    @Slot()
    def _accept(self) -> None:
        work = partial(_accept, self._path, self.code.text().strip())
        self._exchange.ask(work, done=self._let_in, failed=self.fail)

    def _let_in(self, _nothing: None) -> None:
        self.finish()
        self._then()


def _export(path: Path, office: OpenOffice) -> "Exported":
    from renda_desktop.sync import files

    done = office.export_bundle()
    files.write(path, done.data)
    return done


def _import(path: Path, office: OpenOffice) -> "Report":
    from renda_desktop.sync import files

    return office.import_bundle(files.read(path))


def _accept(path: Path, code: str, office: OpenOffice) -> None:
    from renda_desktop.sync import files

    office.accept(invitation=files.read(path), code=code)
