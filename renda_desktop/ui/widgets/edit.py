"""Writing fields that know when an input method is composing."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from renda_desktop.ui.fonts import ensure_glyphs

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineEdit(QLineEdit):
    """One line of text. `submitted`: Enter, never while composing."""

    submitted = Signal()

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        longest: int = 200,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.composing = False
        self.setMaxLength(longest)
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(ensure_glyphs)
        self.setText(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether there is text that is not committed yet."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Composing ends with the focus."""
        super().focusOutEvent(event)
        self.composing = False

    def event(self, event: QEvent) -> bool:
        """Keep Enter and its shortcuts to the input method while it composes."""
        if self.composing and _is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit `submitted` on a plain Enter."""
        super().keyPressEvent(event)
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.submitted.emit()


class TextEdit(QPlainTextEdit):
    """Several lines of plain text; Tab goes on to the next field."""

    def __init__(
        self, text: str = "", *, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.composing = False
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(lambda: ensure_glyphs(self.toPlainText()))
        self.setPlainText(text)

    def text(self) -> str:
        """Return what is written, like a line edit."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Replace what is written, like a line edit."""
        self.setPlainText(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether there is text that is not committed yet."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Composing ends with the focus."""
        super().focusOutEvent(event)
        self.composing = False

    def event(self, event: QEvent) -> bool:
        """Keep Enter and its shortcuts to the input method while it composes."""
        if self.composing and _is_enter(event):
            event.accept()
            return True
        return super().event(event)


def composing() -> bool:
    """Return whether an input method is composing in the field that has the focus."""
    return bool(getattr(QApplication.focusWidget(), "composing", False))


def _is_enter(event: QEvent) -> bool:
    keys = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
    return event.type() in keys and isinstance(event, QKeyEvent) and event.key() in ENTER
