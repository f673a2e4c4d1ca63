"""Changing places at the keyboard."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.widgets.overlay import Overlay

if TYPE_CHECKING:
    from renda_desktop.queries.clerks import ClerkRow


class ClerkPanel(Overlay):
    """The clerks on duty, one button each; `picked(id)`. It deletes itself when it is closed."""

    picked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width=360)
        self.body.setSpacing(theme.px(8))
        self.body.addWidget(Label("现在由谁经办?", kind="title"))
        words = "换人以后,所做的操作记在新的经办人名下。"
        self.body.addWidget(Label(words, kind="muted", wrap=True))
        self._names: list[Button] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(4))
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.closed.connect(self.deleteLater)

    def open(self, clerks: "Sequence[ClerkRow]", *, now: Id) -> None:
        """Offer the clerks, with the one at the desk marked; once for each panel."""
        for one in clerks:
            text = f"✓ {one.name}" if one.id == now else one.name
            button = Button(text, on=partial(self._pick, one.id))
            self._list.addWidget(button)
            self._names.append(button)
        at = next((n for n, one in enumerate(clerks) if one.id == now), 0)
        self.cover(self._names[at])

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move among the names with Tab and the arrows."""
        at = next((n for n, one in enumerate(self._names) if one.hasFocus()), 0)
        step = 1 if forward else -1
        self._names[(at + step) % len(self._names)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _pick(self, clerk: Id) -> None:
        self.uncover()
        self.picked.emit(clerk)
