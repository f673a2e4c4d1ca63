"""What every card of the settings has in common."""

from typing import ClassVar

from PySide6.QtCore import Signal

from renda_desktop.ui.widgets import Card
from renda_desktop.ui.worker import Worker


class SettingsCard(Card):
    """A card that loads itself; `shows` are the nouns that it has to load again for."""

    said = Signal(str)
    troubled = Signal(object)
    shows: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, worker: Worker, title: str) -> None:
        super().__init__(title)
        self.worker = worker

    def load(self) -> None:
        """Read what the card shows."""
