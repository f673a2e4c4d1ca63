"""Choosing a passphrase: typed twice, and weighed while one types."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.opener import SHORTEST_PASSPHRASE
from renda_desktop.ui.widgets import Field, LineEdit, Pill

_FAIR, _GOOD = 12, 16


def secret_edit(placeholder: str = "") -> LineEdit:
    """Return a line whose text is not shown."""
    edit = LineEdit(placeholder=placeholder)
    edit.setEchoMode(LineEdit.EchoMode.Password)
    return edit


def weigh(passphrase: str) -> tuple[str, str]:
    """Return (word, tone): how hard a passphrase is to guess, by its length and its variety."""
    if not passphrase:
        return "", "muted"
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return f"还差 {SHORTEST_PASSPHRASE - len(passphrase)} 个字符", "muted"
    kinds = sum(
        any(test(one) for one in passphrase)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum(), _wide)
    )
    worth = len(passphrase) + 2 * (kinds - 1) + sum(map(_wide, passphrase))
    if worth < _FAIR or len(set(passphrase)) < SHORTEST_PASSPHRASE // 2:
        return "容易猜到", "red"
    return ("可以", "amber") if worth < _GOOD else ("较强", "green")


class NewPassphrase(QWidget):
    """Two fields that have to agree. `submitted`: Enter in the second."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = Field("口令", secret_edit(), hint=f"至少 {SHORTEST_PASSPHRASE} 个字符")
        self.second = Field("再输一次", secret_edit())
        self._strength = Pill()
        self._strength.hide()
        self._edits = [self._edit(self.first), self._edit(self.second)]
        self._edits[0].textChanged.connect(self._weigh)
        self._edits[0].submitted.connect(self.second.setFocus)
        self._edits[1].submitted.connect(self.submitted)
        row = QHBoxLayout()
        row.addWidget(self._strength)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.first)
        column.addLayout(row)
        column.addWidget(self.second)
        self.setFocusProxy(self.first)

    def value(self) -> str | None:
        """Return the passphrase; None after saying at its field what is wrong with it."""
        first, second = (edit.text() for edit in self._edits)
        short = len(first) < SHORTEST_PASSPHRASE
        self.first.set_error(f"口令至少要有 {SHORTEST_PASSPHRASE} 个字符。" if short else "")
        differs = not short and first != second
        self.second.set_error("两次输入的口令不一样,请重新输入。" if differs else "")
        if short or differs:
            (self.first if short else self.second).setFocus()
            return None
        return first

    @staticmethod
    def _edit(field: Field) -> LineEdit:
        assert isinstance(field.edit, LineEdit)  # noqa: S101 - made above
        return field.edit

    @Slot(str)
    def _weigh(self, text: str) -> None:
        word, tone = weigh(text)
        self._strength.show_status(word, tone=tone)
        self._strength.setVisible(bool(word))
        self.first.set_error("")


def _wide(character: str) -> bool:
    return ord(character) > 0x2E80
