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
        exchange.finished.connect(self._finished)
        self.closed.connect(self.deleteLater)
        self._count(exchange.now)

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

    @Slot(object)
    def _count(self, now: Snapshot) -> None:
        self.title.setText(f"还有 {now.waiting} 次操作没有发送" if now.waiting else "已全部发送")

    @Slot(object)
    def _finished(self, now: Snapshot) -> None:
        """Leave once all is sent; else say why it is not, and let somebody decide."""
        if not self._sent or not self.isVisible():
            return  # whoever went back stays
        if now.report is not None and not now.report.left and not now.trouble:
            self._leave()
            return
        self._progress.hide()
        self.words.setText(f"{now.trouble}{_SAFE if not now.trouble else ''}")
        self.send.setText("再试一次")
        self.send.setEnabled(True)
        self._place()

    @Slot()
    def _leave(self) -> None:
        self.uncover()
        self.leave.emit()
