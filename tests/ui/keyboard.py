"""Keys as somebody presses them: real events to whatever has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from renda_desktop.ui.worker import Worker
from tests.ui.input_method import commit

_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}
_KEYS = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "PgUp": Qt.Key.Key_PageUp}


class Keyboard:
    """Presses keys in the focus and waits until the work they caused is done."""

    def __init__(self, qtbot: QtBot, worker: Worker) -> None:
        self._qtbot, self._worker = qtbot, worker

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, *chords: str) -> None:
        """Press keys such as F2 or Ctrl+Enter, one after another."""
        for chord in chords:
            *held, name = chord.split("+")
            key = _KEYS.get(name) or getattr(Qt.Key, f"Key_{name}")
            modifiers = Qt.KeyboardModifier.NoModifier
            for one in held:
                modifiers |= _MODIFIERS[one]
            QTest.keyClick(self.focus, key, modifiers)
            self.settle()

    def type(self, text: str) -> None:
        """Type letters, and Chinese as an input method commits it."""
        for one in text:
            if one.isascii():
                QTest.keyClicks(self.focus, one)
            else:
                commit(self.focus, one)
        self.settle()

    def settle(self) -> None:
        """Wait for every result that is on its way."""
        for _ in range(3):
            self._qtbot.waitUntil(lambda: self._worker.pending == 0, timeout=20_000)
            QApplication.processEvents()
