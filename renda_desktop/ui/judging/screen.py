"""评议票决: a tab each for evaluations, votes and deputies' proposals."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from renda_desktop.domain.ids import Id, Ref
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.judging.ballots import Ballots
from renda_desktop.ui.judging.part import Part
from renda_desktop.ui.judging.proposals import Proposals
from renda_desktop.ui.judging.scorecards import Scorecards
from renda_desktop.ui.screen import Command, Screen
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class Judging(Screen):
    """`open_thing` takes a `Ref` of a scorecard, a ballot or a proposal."""

    title = "评议票决"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self.proposals = Proposals(worker, clock=clock)
        self.scorecards = Scorecards(worker, clock=clock)
        self.ballots = Ballots(worker, clock=clock)
        self.parts: dict[str, Part[Any, Any]] = {
            "scorecard": self.scorecards, "ballot": self.ballots, "proposal": self.proposals,
        }  # fmt: skip
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn)
        for part in self.parts.values():
            part.said.connect(self.said)
            part.troubled.connect(self.troubled)
            part.wanted.connect(self.wanted)
        self.bind("Ctrl+Tab", "下一栏", partial(self._step, 1))
        self.bind("Ctrl+Shift+Tab", "上一栏", partial(self._step, -1))

    def activate(self) -> None:
        """Load the tab that is shown."""
        self.part().enter()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched; the hidden tabs load when they are turned to.

        Where another clerk sits down, nothing stays in sight that may not be theirs to see.
        """
        if "clerk" in changes.nouns:
            for part in self.parts.values():
                part.forget()
        self.part().touched(changes)

    def open_thing(self, what: object) -> None:
        """Show one thing in its tab."""
        if isinstance(what, Ref) and what.kind in self.parts:
            self._show(what.kind)
            self.parts[what.kind].aim(Id(what.id))

    def part(self) -> Part[Any, Any]:
        """Return the tab that is shown."""
        return list(self.parts.values())[self.tabs.currentIndex()]

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return the keys of this tab, then those of all tabs."""
        here = [(one.keys, one.title) for one in self.part().offers]
        return [*here, *super().shortcuts()]

    def commands(self) -> list[Command]:
        """Return what can be done in this tab."""
        return [*self.part().offers, *super().commands()]

    def _show(self, kind: str) -> None:
        self.tabs.setCurrentIndex(list(self.parts).index(kind))

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self.parts))

    @Slot(int)
    def _turn(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.part().enter()

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName(self.title)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for part in self.parts.values():
            self.tabs.addTab(part.title)
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.tabs)
        column.addWidget(self._stack, stretch=1)
