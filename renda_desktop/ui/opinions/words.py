"""The field for a deputy's words, into which a scanner may type by mistake."""

import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from renda_desktop.domain import row_code
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.row_code import RowCode
from renda_desktop.ui.widgets import TextEdit
from renda_desktop.ui.widgets.edit import ENTER

_CODE = re.compile(rf"(?<!\d)\d{{{row_code.LENGTH}}}(?!\d)")


class Words(TextEdit):
    """`scanned(code)`: the next row's code was scanned here; it does not stay among the words."""

    scanned = Signal(str)

    def __init__(self, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder)
        self._swallow = False
        self.textChanged.connect(self._look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Swallow the Enter that the scanner types behind its digits."""
        swallow, self._swallow = self._swallow, False
        if swallow and event.key() in ENTER:
            event.accept()
            return
        super().keyPressEvent(event)

    def _look(self) -> None:
        for found in _CODE.finditer(self.text()):
            if _is_code(found[0]):
                before, after = self.text()[: found.start()], self.text()[found.end() :]
                self.setText(before + after)
                cursor = self.textCursor()
                cursor.setPosition(len(before.encode("utf-16-le")) // 2)
                self.setTextCursor(cursor)
                self._swallow = True
                self.scanned.emit(found[0])
                return


def _is_code(digits: str) -> bool:
    try:
        return isinstance(row_code.read(digits), RowCode)
    except RuleBroken:
        return False
