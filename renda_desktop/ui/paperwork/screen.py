"""材料: one card for each group of papers that belongs to no other screen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.paperwork.briefings import BriefingsCard
from renda_desktop.ui.paperwork.card import PaperCard
from renda_desktop.ui.paperwork.periods import LedgerCard, ReportCard
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.widgets.scroll import Scroll
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class Paperwork(Screen):
    """Reports of a period, ledgers, the briefings of a day."""

    title = "材料"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self.report = ReportCard(worker, clock=clock)
        self.ledger = LedgerCard(worker, clock=clock)
        self.briefings = BriefingsCard(worker, clock=clock)
        left, right = (self.report,), (self.briefings, self.ledger)
        self.cards: tuple[PaperCard, ...] = (*left, *right)
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        row.addLayout(_column(left), stretch=1)
        row.addLayout(_column(right), stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scroll(sheet, name="材料"))
        self.bind("Ctrl+P", "预览统计报告", self.report.show_report)

    def activate(self) -> None:
        """Load what can be chosen."""
        for card in self.cards:
            card.load()
        self.report.kind.setFocus()

    def reload(self, changes: "Changes") -> None:
        """Load the cards whose choices an action touched."""
        for card in self.cards:
            if card.shows & changes.nouns:
                card.load()


def _column(cards: Sequence[QWidget]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(14))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
