"""A panel that covers the window without being a window."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets.edit import composing
from renda_desktop.ui.widgets.keys import COVERED


class Overlay(QWidget):
    """A veil over the window with a `panel` on it; Escape or a press beside it closes.

    It is a child of the window, because input methods fail in Qt popups. The focus stays inside
    and returns to where it was.
    """

    closed = Signal()

    def __init__(self, window: QWidget, *, width: int = 600, top: int = 72) -> None:
        super().__init__(window)
        self._window = window
        self._width, self._top = width, top
        self._before: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.panel = QFrame(self)
        self.panel.setObjectName("panel")
        self.body = QVBoxLayout(self.panel)
        side = theme.px("pad")
        self.body.setContentsMargins(side, side, side, side)
        window.installEventFilter(self)
        self.hide()

    def cover(self, focus: QWidget) -> None:
        """Open, with the focus on `focus`."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._window.setProperty(COVERED, True)
        self._place()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def uncover(self) -> None:
        """Close and give the focus back."""
        if not self.isVisible():
            return
        self.hide()
        self._window.setProperty(COVERED, False)
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Take Escape before any shortcut of the window does."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; let no other key through to the window."""
        if event.key() == Qt.Key.Key_Escape and not composing():
            self.uncover()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a press beside the panel."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.uncover()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Keep the focus in the panel."""
        return True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        margin = theme.px(32)
        width = min(theme.px(self._width), self.width() - margin)
        top = min(theme.px(self._top), self.height() // 8)
        height = min(self.panel.sizeHint().height(), self.height() - top - margin)
        self.panel.setGeometry((self.width() - width) // 2, top, width, height)
