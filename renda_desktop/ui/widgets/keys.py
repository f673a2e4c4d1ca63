"""Keyboard shortcuts that leave the input method alone."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from renda_desktop.ui.widgets.edit import composing

INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut
WINDOW = Qt.ShortcutContext.WindowShortcut


def bind(
    widget: QWidget,
    keys: str,
    slot: Callable[[], object],
    *,
    context: Qt.ShortcutContext = INSIDE,
) -> QShortcut:
    """Call `slot` on `keys`, such as "Ctrl+Enter" (either Enter key), inside `widget`.

    Nothing happens while an input method is composing: the key belongs to it.
    """
    shortcut = QShortcut(widget)
    both = [keys.replace("Enter", "Return"), keys] if keys.endswith("Enter") else [keys]
    shortcut.setKeys([QKeySequence(one) for one in both])
    shortcut.setContext(context)
    shortcut.activated.connect(_Guard(slot, shortcut).go)
    return shortcut


class _Guard(QObject):
    """Holds the slot on the shortcut's side."""

    def __init__(self, slot: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._slot = slot

    def go(self) -> None:
        if not composing():
            self._slot()
