"""设置: one card a subject, in two columns."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.backing import Backing
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.opener import Opener, OpenOffice
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.settings.about import AboutCard, SizeCard
from renda_desktop.ui.settings.backups import BackupCard
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.settings.clerks import ClerksCard
from renda_desktop.ui.settings.locking import LockCard
from renda_desktop.ui.settings.rules import HolidaysCard, ProgramsCard
from renda_desktop.ui.settings.safety import RecoveryCard
from renda_desktop.ui.settings.server import ServerCard
from renda_desktop.ui.settings.station import StationCard
from renda_desktop.ui.settings.wordings import WordingsCard
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class Settings(Screen):
    """Each card loads and saves for itself; `scale_chosen(float)`, `restore_wanted(Path)`."""

    title = "设置"
    scale_chosen = Signal(float)
    restore_wanted = Signal(object)
    minutes_chosen = Signal(int)

    def __init__(
        self,
        worker: Worker,
        *,
        opener: Opener,
        office: OpenOffice,
        scale: float,
        exchange: Exchange,
        backing: Backing,
        clock: Clock = system_clock,
    ) -> None:
        super().__init__(worker)
        self.size_card = SizeCard(worker, scale=scale)
        self.station = StationCard(worker)
        self.clerks = ClerksCard(worker, office=office)
        self.server = ServerCard(worker, exchange=exchange, clock=clock)
        self.backup = BackupCard(worker, office=office, backing=backing, clock=clock)
        self.recovery = RecoveryCard(worker, opener=opener, office=office, clock=clock)
        self.locking = LockCard(worker, office=office)
        self.holidays = HolidaysCard(worker)
        self.programs = ProgramsCard(worker)
        self.wordings = WordingsCard(worker, clock=clock)
        self.about = AboutCard(worker, home=opener.home)
        left = (self.station, self.clerks, self.locking, self.holidays, self.programs)
        right = (self.size_card, self.server, self.backup, self.recovery, self.wordings, self.about)
        self.cards: tuple[SettingsCard, ...] = (*left, *right)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        row.addLayout(_column(left), stretch=11)
        row.addLayout(_column(right), stretch=9)
        for card in self.cards:
            card.said.connect(self.said)
            card.troubled.connect(self.troubled)
        self.size_card.chosen.connect(self.scale_chosen)
        self.locking.minutes_chosen.connect(self.minutes_chosen)
        self.backup.restore_wanted.connect(self.restore_wanted)
        self.bind("Ctrl+B", "立即备份", backing.back_up)

    def activate(self) -> None:
        """Load every card."""
        for card in self.cards:
            card.load()
        self.station.edit_button.setFocus()

    def open_thing(self, what: object) -> None:
        """Lead to the recovery key where somebody is to print it, or to the backups."""
        if what == "recovery":
            self.recovery.button.setFocus()
        elif what == "backup":
            self.backup.now_button.setFocus()

    def reload(self, changes: "Changes") -> None:
        """Load the cards that show what an action touched."""
        for card in self.cards:
            if card.shows & changes.nouns:
                card.load()


def _column(cards: Iterable[QWidget]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(14))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
