"""Keyboard shortcuts that leave the input method alone."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from renda_desktop.ui.widgets.edit import composing

COVERED = "covered"
INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut
WINDOW = Qt.ShortcutContext.WindowShortcut


def bind(
    widget: QWidget,
    keys: str,
    slot: Callable[[], object],
    *,
    context: Qt.ShortcutContext = INSIDE,
    above: bool = False,
) -> QShortcut:
    """Call `slot` on `keys`, such as "Ctrl+Enter" (either Enter key), inside `widget`.

    Nothing happens while an input method is composing: the key belongs to it. Nor while a panel
    covers the window, unless `above`.
    """
    shortcut = QShortcut(widget)
    both = [keys.replace("Enter", "Return"), keys] if keys.endswith("Enter") else [keys]
    shortcut.setKeys([QKeySequence(one) for one in both])
    shortcut.setContext(context)
    shortcut.activated.connect(_Guard(slot, shortcut, widget, above=above).go)
    return shortcut


class _Guard(QObject):
    """Holds the slot on the shortcut's side."""

    def __init__(
        self, slot: Callable[[], object], parent: QObject, widget: QWidget, *, above: bool
    ) -> None:
        super().__init__(parent)
        self._slot, self._widget, self._above = slot, widget, above

    def go(self) -> None:
        covered = bool(self._widget.window().property(COVERED)) and not self._above
        if not composing() and not covered:
            self._slot()
