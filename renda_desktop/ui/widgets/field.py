"""One field of a form: its name above, what is wrong beneath."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets.label import Label
from renda_desktop.ui.widgets.look import restyle


class Field(QWidget):
    """A named input; `edit` is the input itself. Where the name stands elsewhere, `name` is "".

    `mnemonic` "N" makes Alt+N lead to it and writes the letter after the name. `hint` stands on
    the right of the name, as does what is put into `head`. An error keeps its line only while
    there is one.
    """

    def __init__(
        self,
        name: str,
        edit: QWidget,
        *,
        mnemonic: str = "",
        hint: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit = edit
        shown = f"{name} *" if required else name
        self._name = Label(f"{shown}(&{mnemonic})" if mnemonic else shown, kind="label")
        self._name.setBuddy(edit)
        self._error = Label(kind="error", wrap=True)
        self._error.hide()
        edit.setAccessibleName(name)
        self.setFocusProxy(edit)
        if not name:
            self._name.hide()
        top = self.head = QHBoxLayout()
        top.addWidget(self._name)
        top.addStretch(1)
        if hint:
            top.addWidget(Label(hint, kind="label"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(top)
        column.addWidget(edit)
        column.addWidget(self._error)
        if not edit.sizePolicy().expandingDirections() & Qt.Orientation.Vertical:
            column.addStretch(1)  # beside a field with an error, the others stay in line

    def set_error(self, text: str) -> None:
        """Say what is wrong and what to write instead; '' clears it."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.edit.setAccessibleDescription(text)
        restyle(self.edit, invalid=bool(text))

    def rename(self, name: str) -> None:
        """Call the field something else."""
        self._name.setText(name)
        self.edit.setAccessibleName(name)

    @property
    def error(self) -> str:
        """What is said to be wrong."""
        return self._error.text()
