"""What happened, said without stopping anybody."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.ui import theme
from renda_desktop.ui.widgets.button import Button
from renda_desktop.ui.widgets.label import Label
from renda_desktop.ui.widgets.look import restyle


class MessageBar(QFrame):
    """A bar under the header: what happened, what is safe, what to do next."""

    acted = Signal()
    closed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = Label(kind="heading", wrap=True)
        self._more = Label(wrap=True)
        self._button = Button("", small=True, on=self.acted.emit)
        close = Button("知道了", kind="quiet", small=True, on=self.dismiss)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(8))
        row.addLayout(words, stretch=1)
        row.addWidget(self._button)
        row.addWidget(close)
        self.hide()

    def say(self, what: str, *, more: str = "", tone: str = "amber", button: str = "") -> None:
        """Show a message until it is dismissed; `tone`: primary, green, amber, red."""
        self._what.setText(what)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        restyle(self, tone=tone)
        self.setAccessibleName(f"{what} {more}".strip())
        self.show()
        announce(self)

    def explain(self, error: Exception) -> None:
        """Show an error of the worker in the user's words."""
        what, more, tone = words_for(error)
        self.say(what, more=more, tone=tone)

    def text(self) -> str:
        """Return all that is said."""
        return self.accessibleName()

    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()
        self.closed.emit()


class Toast(Label):
    """A word at the window's foot that goes by itself, such as 已保存."""

    def __init__(self, window: QWidget, *, seconds: float = 3.0) -> None:
        super().__init__(parent=window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self._timer = QTimer(self, singleShot=True, interval=int(seconds * 1000))
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Show `text` for a moment."""
        self.setText(text)
        self.setAccessibleName(text)
        self.show()
        self._place()
        self._timer.start()
        announce(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay at the foot when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        room = self._window.size() - self.size()
        self.move(room.width() // 2, room.height() - theme.px(32))
        self.raise_()


def words_for(error: Exception) -> tuple[str, str, str]:
    """Return (what happened, what is safe and what to do next, tone) of an error."""
    match error:
        case RuleBroken():
            return str(error), "没有改动任何记录,已填写的内容都在。", "amber"
        case Unavailable():
            return str(error), "已保存的记录不受影响,已填写的内容都在;请稍后再试。", "red"
        case _:
            now = datetime.now(ZoneInfo("Asia/Shanghai"))
            more = f"已保存的记录不受影响。请再试一次;若仍不行,请把时间 {now:%H:%M} 告诉维护人员。"
            return "程序出错,这一步没有完成", more, "red"


def announce(widget: QWidget) -> None:
    """Tell a screen reader that the widget says something new."""
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
