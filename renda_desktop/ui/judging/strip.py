"""The strip of actions at the foot of a list and its chosen thing."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from renda_desktop.ui.judging.deed import Deed
from renda_desktop.ui.papers.menu import Entry, PaperButton
from renda_desktop.ui.widgets import Button, Card
from renda_desktop.ui.widgets.flow import Flow
from renda_desktop.ui.worker import Worker


class Strip(Card):
    """A button for each action; one that cannot be done now says why. `asked(name)`."""

    asked = Signal(str)

    def __init__(
        self,
        worker: Worker,
        deeds: Iterable[Deed[Any]],
        papers: Callable[[], Iterable[Entry]],
    ) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        self.refused: dict[str, str] = {}
        flow = Flow(spacing=6)
        for deed in deeds:
            kind = "danger" if deed.danger else "secondary"
            on = partial(self.asked.emit, deed.name)
            button = Button(deed.title, kind=kind, hint=deed.keys, small=True, on=on)
            self.buttons[deed.name] = button
            flow.addWidget(button)
        self.paper = PaperButton(worker, papers)
        flow.addWidget(self.paper)
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.addLayout(flow)

    def show_refused(self, refused: Mapping[str, str], *, anything: bool) -> None:
        """Enable what can be done; `anything`: something is chosen, so that it can be printed."""
        self.refused = dict(refused)
        for name, button in self.buttons.items():
            why = refused.get(name, "")
            button.setEnabled(not why)
            button.setToolTip(why)
            button.setAccessibleDescription(why or button.hint)
        self.paper.setEnabled(anything)
