"""A small form on a veil over the window: fields, what is wrong with them, one main button."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Field, Label, MessageBar, composing
from renda_desktop.ui.widgets.edit import ENTER
from renda_desktop.ui.widgets.overlay import Overlay
from renda_desktop.ui.widgets.scroll import Scroll
from renda_desktop.ui.widgets.several import Several

_UNSAVED = "填写的内容还没有保存"
_CTRL = Qt.KeyboardModifier.ControlModifier


class Form(Overlay):
    """Fields one under another. Ctrl+Enter submits, Escape leaves (twice, once something is typed).

    `submitted` comes once every required field is filled; the owner then acts, and calls `fail`
    or `finish`. The form deletes itself when it is closed.
    """

    submitted = Signal()

    def __init__(
        self,
        window: QWidget,
        *,
        title: str,
        about: str = "",
        verb: str = "保存",
        danger: bool = False,
        width: int = 560,
    ) -> None:
        super().__init__(window, width=width, top=56)
        self._required: list[tuple[Field, str]] = []
        self._written: list[object] = []
        self._warned = False
        self.fields = QVBoxLayout()
        self.fields.setSpacing(theme.px(10))
        self.bar = MessageBar()
        self.main = Button(
            verb, kind="danger" if danger else "primary", hint="Ctrl+Enter", on=self.submit
        )
        self._lay_out(title, about)
        self.setAccessibleName(title)
        self.closed.connect(self.deleteLater)

    def add(
        self,
        name: str,
        edit: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        empty: str = "",
        into: QHBoxLayout | None = None,
        stretch: int = 1,
    ) -> Field:
        """Add a field, into a row where one is given; `empty` is said where it is left blank."""
        if isinstance(edit, QPlainTextEdit):
            edit.setFixedHeight(theme.px(96))
        field = Field(name, edit, hint=hint, required=required)
        if required:
            self._required.append((field, empty or f"请填写{name}"))
        if into is None:
            self.fields.addWidget(field)
        else:
            into.addWidget(field, stretch=stretch)
        return field

    def row(self) -> QHBoxLayout:
        """Add a row for fields beside one another."""
        made = QHBoxLayout()
        made.setSpacing(theme.px(12))
        self.fields.addLayout(made)
        return made

    def open(self, focus: QWidget | None = None) -> None:
        """Show the form, with the focus in its first field."""
        self._written = self._state()
        self.cover(self.main)
        inside = (one for one in self._stops() if self._sheet.isAncestorOf(one))
        (focus or next(inside, self.main)).setFocus(Qt.FocusReason.PopupFocusReason)

    def submit(self) -> None:
        """Check the required fields, then let the owner act."""
        if not self.main.isEnabled():
            return
        empty = [field for field, words in self._required if self._blank(field, words)]
        if empty:
            empty[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.bar.hide()
        self.main.setEnabled(False)
        self.submitted.emit()

    def again(self) -> None:
        """Let the form be submitted again."""
        self.main.setEnabled(True)

    def fail(self, error: Exception) -> None:
        """Say what went wrong; what was typed stays."""
        self.again()
        self.bar.explain(error)

    def take_as_saved(self) -> None:
        """Take what is filled in now as nothing that could be lost."""
        self._written = self._state()

    def finish(self) -> None:
        """Close: what was typed is saved."""
        self.again()
        self.uncover()

    def uncover(self) -> None:
        """Close, or say first that something is not saved."""
        self._warned = False
        super().uncover()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Submit on Ctrl+Enter or Ctrl+S, ask before typed text goes."""
        if composing():
            event.accept()
        elif event.modifiers() & _CTRL and event.key() in (*ENTER, Qt.Key.Key_S):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and not self._warned and self.dirty():
            self._warned = True
            self.bar.say(_UNSAVED, more="再按一次 Esc 放弃,或按 Ctrl+Enter 保存。")
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take the form's keys before any shortcut of the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.modifiers() & _CTRL and event.key() in (*ENTER, Qt.Key.Key_S):
                event.accept()
                return True
        elif event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the panel must not lose what was typed."""
        if not self.dirty():
            super().mousePressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk around inside the panel."""
        stops, now = self._stops(), QApplication.focusWidget()
        at = next((n for n, one in enumerate(stops) if one is now), -1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        if stops:
            stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def dirty(self) -> bool:
        """Return whether anything was typed or chosen since the form opened."""
        return self._state() != self._written

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size and that of the fields."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            QTimer.singleShot(0, self, self._place)
        return super().eventFilter(watched, event)

    def _blank(self, field: Field, words: str) -> bool:
        empty = _empty(field.edit)
        field.set_error(words if empty else "")
        return empty

    def _state(self) -> list[object]:
        inside: Iterable[QWidget] = self._sheet.findChildren(QWidget)
        return [_value(one) for one in inside if one.window() is self.window()]

    def _stops(self) -> list[QWidget]:
        """Return what takes the focus by Tab, in the order of reading."""
        # Not by nextInFocusChain: wrapping every widget of the window in Python ends in a crash.
        inside: Iterable[QWidget] = self.panel.findChildren(QWidget)
        return sorted(filter(self._is_stop, inside), key=self._reading)

    def _is_stop(self, one: QWidget) -> bool:
        if one.window() is not self.window() or one.focusProxy() is not None:
            return False
        stops = one.focusPolicy() & Qt.FocusPolicy.TabFocus
        return bool(stops) and one.isVisibleTo(self) and one.isEnabled()

    def _reading(self, one: QWidget) -> tuple[int, int]:
        corner = one.mapTo(self.panel, QPoint(0, 0))
        return corner.y(), corner.x()

    def _lay_out(self, title: str, about: str) -> None:
        self._sheet = QWidget()
        self._sheet.setLayout(self.fields)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self._area = Scroll(self._sheet)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sheet.installEventFilter(self)
        self.head = QVBoxLayout()
        self.head.setSpacing(theme.px(2))
        self.head.addWidget(Label(title, kind="title"))
        if about:
            self.head.addWidget(Label(about, kind="muted", wrap=True))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.px(8))
        self.buttons.addStretch(1)
        self.buttons.addWidget(Button("取消", hint="Esc", on=self.uncover))
        self.buttons.addWidget(self.main)
        self.body.setSpacing(theme.px(12))
        self.body.addLayout(self.head)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._area, stretch=1)
        self.body.addLayout(self.buttons)

    def _place(self) -> None:
        """Be as tall as the fields need, or as the window lets it."""
        self.setGeometry(self._window.rect())
        margin = theme.px(32)
        width = min(theme.px(self._width), self.width() - margin)
        inner = width - 2 * theme.px("pad") - 2
        tall = self.fields.heightForWidth(inner) if self.fields.hasHeightForWidth() else -1
        self._area.setMinimumHeight(0)
        least = self._area.sizeHint().height()
        wanted = max(tall, self.fields.sizeHint().height())
        layout = self.body
        rest = layout.heightForWidth(width) if layout.hasHeightForWidth() else -1
        rest = max(rest, layout.sizeHint().height()) - least
        top = min(theme.px(self._top), self.height() // 12)
        height = min(rest + wanted + 2, self.height() - top - margin // 2)
        self.panel.setGeometry((self.width() - width) // 2, top, width, height)


class Tick(QCheckBox):
    """Yes or no."""

    def __init__(self, text: str, *, on: bool = False, changed: Callable[[], object] | None = None):
        super().__init__(text)
        self.setChecked(on)
        if changed is not None:
            self.toggled.connect(lambda _on: changed())


def _value(edit: QWidget) -> object:
    if isinstance(edit, QLineEdit):
        return edit.text()
    if isinstance(edit, QPlainTextEdit):
        return edit.toPlainText()
    if isinstance(edit, QComboBox):
        return edit.currentIndex()
    if isinstance(edit, QCheckBox | QRadioButton):
        return edit.isChecked()
    return edit.values() if isinstance(edit, Several) else None


def _empty(edit: QWidget) -> bool:
    if isinstance(edit, Several):
        return not edit.values()
    if isinstance(edit, QAbstractSpinBox | QComboBox):
        return False
    value = _value(edit)
    return isinstance(value, str) and not value.strip()
