"""Choosing one of many by typing a part of its name or its pinyin."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QObject,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from renda_desktop.ui import theme
from renda_desktop.ui.pinyin import matches
from renda_desktop.ui.widgets.edit import ENTER, LineEdit
from renda_desktop.ui.widgets.suggestions import Option, Suggestions

Give = Callable[[Sequence[Option]], object]
Suggest = Callable[[str, Give], object]
"""`suggest(text, give)` finds options in its own time, then calls `give(options)`."""


def among(options: Sequence[Option]) -> Suggest:
    """Suggest from a list that is here already, by text, full pinyin or initials."""

    def suggest(text: str, give: Give) -> None:
        give([one for one in options if matches(text, one.text, one.detail)])

    return suggest


class Choice(LineEdit):
    """A line edit with suggestions beneath, drawn inside the window and never taking the focus.

    Down and Up move, Enter or Tab takes, Escape closes; while an input method composes all keys
    are its own. `free` keeps a text that is none of the suggestions, and marks none of them for a
    text in Chinese. `chosen(Option | None)`.
    """

    chosen = Signal(object)

    def __init__(
        self,
        suggest: Suggest,
        *,
        placeholder: str = "",
        free: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder=placeholder, parent=parent)
        self._suggest = suggest
        self._free = free
        self._option: Option | None = None
        self._asked = 0
        self._list: Suggestions | None = None
        self.textEdited.connect(self._edited)
        arrow = self.addAction(theme.icon("chevron_down"), LineEdit.ActionPosition.TrailingPosition)
        arrow.triggered.connect(self._toggle)

    def option(self) -> Option | None:
        """Return what is chosen."""
        return self._option

    def value(self) -> object:
        """Return the value of what is chosen, None for nothing (or for a free text)."""
        return self._option.value if self._option else None

    def set_option(self, option: Option | None) -> None:
        """Choose from the program's side; no signal."""
        self._option = option
        self.setText(option.text if option else "")
        self.close_list()

    def is_open(self) -> bool:
        """Return whether suggestions are shown."""
        return self._list is not None and self._list.isVisible()

    def close_list(self) -> None:
        """Take the suggestions away."""
        self._asked += 1
        if self._list is not None:
            self._list.hide()
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def event(self, event: QEvent) -> bool:
        """Take Tab and Escape before the window does while suggestions are shown."""
        if isinstance(event, QKeyEvent) and self.is_open() and not self.composing:
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in _LIST_KEYS:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
                self._take_current()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, take from it, close it."""
        key = event.key()
        if self.composing:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not self.is_open():
            self._ask("" if self._option else self.text())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._list:
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in ENTER and self.is_open() and not _with_modifier(event) and self._marked():
            self._take_current()
        elif key == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
        else:
            if key in ENTER:
                self.close_list()
            super().keyPressEvent(event)
            if key == Qt.Key.Key_Escape:
                event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle what was typed: a choice, a free text, or what was there before."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            return
        self.close_list()
        if not self._free and self.text() != (self._option.text if self._option else ""):
            if self.text().strip():
                self.set_option(self._option)
            else:
                self._choose(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press elsewhere; follow the window's size."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            point = event.globalPosition().toPoint()
            spots = [self, self._list] if self._list else [self]
            if not any(spot.rect().contains(spot.mapFromGlobal(point)) for spot in spots):
                self.close_list()
        elif event.type() == QEvent.Type.Resize and watched is self.window():
            self.close_list()
        return False

    @Slot(str)
    def _edited(self, text: str) -> None:
        if self._free and self._option is not None:
            self._option = None
            self.chosen.emit(None)
        self._ask(text)

    def _toggle(self) -> None:
        if self.is_open():
            self.close_list()
        else:
            self.setFocus()
            self._ask("")

    def _ask(self, text: str) -> None:
        self._asked += 1
        self._suggest(text.strip(), partial(self._show, self._asked))

    def _show(self, asked: int, options: Sequence[Option]) -> None:
        if asked != self._asked or not self.hasFocus():
            return
        if not options and self._free:
            self.close_list()
            return
        if self._list is None or self._list.parentWidget() is not self.window():
            self._list = Suggestions(self.window())
            self._list.clicked.connect(self._take_current)
        # Words are a name of their own until one goes down into the list: 张三 is not yet 张三丰.
        # Letters and digits are typed to find: zs, or the end of a telephone number.
        self._list.offer(options, self, mark=not self._free or self.text().isascii())
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def _marked(self) -> bool:
        return not self._free or (self._list is not None and self._list.option() is not None)

    def _take_current(self) -> None:
        option = self._list.option() if self._list else None
        if option is None:
            self.close_list()
        else:
            self._choose(option)

    def _choose(self, option: Option | None) -> None:
        self.set_option(option)
        self.chosen.emit(option)


_LIST_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Up, *ENTER)


def _with_modifier(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
