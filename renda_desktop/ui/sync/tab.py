"""What every tab of the screen has in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from renda_desktop.ui import theme
from renda_desktop.ui.sync_words import Snapshot
from renda_desktop.ui.widgets import Card, EmptyState
from renda_desktop.ui.worker import Worker


class Tab(QWidget):
    """A card that loads itself; `sheet` gives way to `empty` where there is nothing to show."""

    title = ""
    said = Signal(str)
    troubled = Signal(object)
    wanted = Signal(str, object)

    def __init__(self, worker: Worker, *, empty: EmptyState) -> None:
        super().__init__()
        self.worker = worker
        self.sheet = Card()
        self.empty = empty
        self._entering = False
        bare = Card()
        bare.body.addWidget(empty)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.sheet)
        self._pages.addWidget(bare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def give_room(self, *areas: QAbstractScrollArea) -> None:
        """Let what scrolls by itself give way, so that in large type the screen need not scroll."""
        for area in areas:
            area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            area.setMinimumHeight(theme.px(76))

    def load(self) -> None:
        """Read what is shown."""

    def show_state(self, now: Snapshot) -> None:
        """Follow the exchange."""

    def focus(self) -> None:
        """Put the focus where reading begins; what is empty takes none."""

    def enter(self) -> None:
        """Load, and take the focus once it is known whether there is anything."""
        self._entering = True
        self.load()

    def have(self, count: int) -> None:
        """Show the sheet where there is anything."""
        self._pages.setCurrentIndex(0 if count else 1)
        if self._entering:
            self._entering = False
            self.focus()
