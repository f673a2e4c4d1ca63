"""What the cards of the screen share."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.domain.moments import local
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.papers.batch_dialog import show_batch
from renda_desktop.ui.papers.preview import show_paper
from renda_desktop.ui.papers.wanted import Wanted
from renda_desktop.ui.widgets import Card, Field
from renda_desktop.ui.worker import Worker


class PaperCard(Card):
    """One group of papers: fields to choose by, and what is printed of the choice."""

    shows: frozenset[str] = frozenset()
    """Nouns whose changes touch what can be chosen."""

    def __init__(self, worker: Worker, title: str, *, clock: Clock) -> None:
        super().__init__(title)
        self.worker, self._clock = worker, clock

    def now(self) -> datetime:
        """Return the moment that is printed."""
        return local(self._clock())

    def load(self) -> None:
        """Read what can be chosen."""

    def show_one(self, wanted: Wanted) -> None:
        """Open the preview of a paper."""
        show_paper(self.window(), self.worker, wanted)

    def show_many(self, wanted: Sequence[Wanted], *, title: str) -> None:
        """Open the list of papers to print in one go."""
        show_batch(self.window(), self.worker, wanted, title=title)

    def line(self, *fields: tuple[str, QWidget, int]) -> list[Field]:
        """Add fields beside one another: name, edit, share of the width."""
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        made: list[Field] = []
        for name, edit, share in fields:
            edit.setMinimumWidth(theme.px(88))
            made.append(Field(name, edit))
            row.addWidget(made[-1], stretch=share)
        self.body.addLayout(row)
        return made

    def foot(self, *widgets: QWidget) -> None:
        """Add what is pressed, at the left of a last line."""
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        self.body.addLayout(row)
