"""Before the window closes: what has not been sent yet can be sent now."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.sync_words import Snapshot
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.widgets.edit import ENTER
from renda_desktop.ui.widgets.overlay import Overlay

_SAFE = "都已保存在本机,下次打开程序时会自动发送。"


class LeavePanel(Overlay):
    """现在同步、仍然退出、返回; `leave` when the window may close."""

    leave = Signal()

    def __init__(self, window: QWidget, *, exchange: Exchange) -> None:
        super().__init__(window, width=480, top=160)
        self._exchange = exchange
        self.title = Label(kind="title")
        self.words = Label(_SAFE, kind="muted", wrap=True)
        self.send = Button("现在同步", kind="primary", on=self._send)
        self.go = Button("仍然退出", on=self._leave)
        self.stay = Button("返回", hint="Esc", on=self.uncover)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName("正在同步")
        self._progress.hide()
        self._sent = False
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.stay)
        row.addStretch(1)
        row.addWidget(self.go)
        row.addWidget(self.send)
        self.body.setSpacing(theme.px(12))
        self.body.addWidget(self.title)
        self.body.addWidget(self.words)
        self.body.addWidget(self._progress)
        self.body.addLayout(row)
        exchange.moved.connect(self._count)
        exchange.files.moved.connect(self._count)
        exchange.finished.connect(self._finished)
        exchange.files.finished.connect(self._files_finished)
        self.closed.connect(self.deleteLater)
        self._count()

    def open(self) -> None:
        """Ask."""
        self.cover(self.send)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the focus on Enter, too."""
        button = QApplication.focusWidget()
        if event.key() in ENTER and isinstance(button, Button):
            button.click()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move among the buttons."""
        row = [one for one in (self.stay, self.go, self.send) if one.isEnabled()]
        at = next((n for n, one in enumerate(row) if one is QApplication.focusWidget()), 0)
        step = 1 if forward else -1
        row[(at + step) % len(row)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @Slot()
    def _send(self) -> None:
        self._sent = True
        self.words.setText("正在发送;不想等可以直接退出。")
        self._progress.show()
        self.go.setFocus()
        self.send.setEnabled(False)
        self._exchange.start()
        self._place()

    @Slot()
    def _count(self) -> None:
        actions, files = self._exchange.now.waiting, self._exchange.files.now.up
        both = (f"{actions} 次操作" if actions else "", f"{files} 个附件" if files else "")
        left = "、".join(filter(None, both))
        self.title.setText(f"还有 {left}没有发送" if left else "已全部发送")

    @Slot(object)
    def _finished(self, now: Snapshot) -> None:
        """Leave once all is sent; else say why it is not, and let somebody decide."""
        if not self._sent or not self.isVisible():
            return  # whoever went back stays
        if now.report is None or now.report.left or now.trouble:
            self._give_up(now.trouble)
        elif not self._exchange.files.now.up:
            self._leave()
        elif self._exchange.files.now.held:
            self._exchange.files.go_on()

    @Slot()
    def _files_finished(self) -> None:
        """Leave once the files are sent too."""
        if self._sent and self.isVisible() and not self._exchange.now.running:
            said = self._exchange.files.now.said
            self._give_up(said) if said else self._leave()

    def _give_up(self, trouble: str) -> None:
        self._progress.hide()
        self.words.setText(trouble or _SAFE)
        self.send.setText("再试一次")
        self.send.setEnabled(True)
        self._place()

    @Slot()
    def _leave(self) -> None:
        self.uncover()
        self.leave.emit()
