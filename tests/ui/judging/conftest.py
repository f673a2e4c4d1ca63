"""The screen of evaluations, votes and proposals over a real station, with two tellers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import NOWHERE
from renda_desktop.domain.terms import Role
from renda_desktop.services import clerks
from renda_desktop.services.action import Changes
from renda_desktop.ui.judging import Judging
from tests.offices import Cast, Clock
from tests.ui.stages import Stage, stage


@dataclass
class Opened:
    """The window, and who can be at the desk."""

    window: Stage[Judging]
    office: Office
    cast: Cast
    head: Id
    tellers: tuple[Id, Id]
    clerk: Id

    def press(self, *chords: str) -> None:
        self.window.keys.press(*chords)

    def type(self, text: str) -> None:
        self.window.keys.type(text)

    def settle(self) -> None:
        self.window.keys.settle()

    @property
    def screen(self) -> Judging:
        return self.window.screen

    def sit(self, clerk: Id) -> None:
        """Put another clerk at the desk, as the header does."""
        self.office.sign_on(clerk)
        nouns = frozenset({"clerk"})
        self.window.worker.changed.emit(Changes(NOWHERE, NOWHERE, nouns, frozenset()))
        self.settle()

    def turn(self, tab: int) -> None:
        """Turn to a tab by its keys."""
        while self.screen.tabs.currentIndex() != tab:
            self.press("Ctrl+Tab")


@pytest.fixture
def opened(qtbot: QtBot, office: Office, cast: Cast, clock: Clock) -> Iterator[Opened]:
    names = (("刘敏", Role.TELLER), ("陈力", Role.TELLER), ("赵丽", Role.CLERK))
    one, two, clerk = (
        office.act(clerks.register, name=name, roles=(role,)).id for name, role in names
    )
    made = stage(qtbot, office, key="judging", make=partial(Judging, clock=clock))
    yield Opened(made, office, cast, office.clerk, (one, two), clerk)
    made.close()
