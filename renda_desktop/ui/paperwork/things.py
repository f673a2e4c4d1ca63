"""Votes, evaluations and proposals: one is picked, then its papers are."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Slot

from renda_desktop.domain.moments import day_of
from renda_desktop.queries import ballots, proposals, scorecards
from renda_desktop.queries.ballots import BallotRow
from renda_desktop.queries.proposals import ProposalRow
from renda_desktop.queries.scorecards import ScorecardRow
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.papers import offers
from renda_desktop.ui.papers.menu import RULE, Entry, PaperButton, entries_of
from renda_desktop.ui.papers.offers import Place
from renda_desktop.ui.paperwork.card import PaperCard
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.worker import Worker

R = TypeVar("R")


class ThingCard(PaperCard, Generic[R]):
    """The newest of some things, and the menu of what is printed of the picked one."""

    def __init__(
        self,
        worker: Worker,
        title: str,
        *,
        clock: Clock,
        place: Place[R],
        name: Callable[[R], str],
        which: str,
        nothing: str,
    ) -> None:
        super().__init__(worker, title, clock=clock)
        self.shows = frozenset({place.noun})
        self._place, self._name, self._nothing = place, name, nothing
        self.which: Pick[R | None] = Pick([(None, nothing)])
        self.button = PaperButton(worker, self.entries, hint="", small=False)
        self.button.setEnabled(False)
        self.line((which, self.which, 1))
        self.foot(self.button)

    def entries(self) -> list[Entry]:
        """Return the lines of the menu."""
        thing = self.which.value()
        if thing is None:
            return []
        return entries_of(self.worker, self._place, thing, now=self.now(), over=self.window())

    def take(self, rows: Sequence[R]) -> None:
        """Offer these things; keep the one that was picked."""
        before = self.which.value()
        self.which.fill([(row, self._name(row)) for row in rows] or [(None, self._nothing)])
        self.button.setEnabled(bool(rows))
        if before is not None:
            at = [self._place.id(row) for row in rows]
            if self._place.id(before) in at:
                self.which.setCurrentIndex(at.index(self._place.id(before)))


class BallotCard(ThingCard[BallotRow]):
    """票决."""

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__(
            worker, "票决", clock=clock, place=offers.BALLOT, which="哪一次", nothing="还没有票决",
            name=lambda row: f"{row.day} {row.title}",
        )  # fmt: skip

    def load(self) -> None:
        """Read the votes, the latest first."""
        self.worker.read(ballots.ballots, done=self._show, key="ballots")

    @Slot(object)
    def _show(self, rows: list[BallotRow]) -> None:
        self.take(rows)


class ScorecardCard(ThingCard[ScorecardRow]):
    """评议."""

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__(
            worker, "评议", clock=clock, place=offers.SCORECARD, which="哪一份",
            nothing="还没有评议", name=lambda row: f"{row.year}年 {row.title} {row.name}",
        )  # fmt: skip

    def entries(self) -> list[Entry]:
        """Return the lines of the menu, with what the picked one's year came to."""
        row, found = self.which.value(), super().entries()
        if row is None:
            return found
        summary = offers.evaluations(row.year, now=self.now())
        return [*found, RULE, Entry(summary.title, lambda: self.show_one(summary))]

    def load(self) -> None:
        """Read the evaluations; what they came to is read by who may, when it is printed."""
        self.worker.read(scorecards.scorecards, done=self._show, key="scorecards", roles=())

    @Slot(object)
    def _show(self, rows: list[ScorecardRow]) -> None:
        self.take(rows)


class ProposalCard(ThingCard[ProposalRow]):
    """代表建议."""

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__(
            worker, "代表建议", clock=clock, place=offers.PROPOSAL, which="哪一件",
            nothing="还没有代表建议", name=lambda row: f"{row.number} {row.title}",
        )  # fmt: skip

    def load(self) -> None:
        """Read the proposals, the newest first."""
        self.worker.read(
            proposals.proposals, done=self._show, key="proposals", today=day_of(self._clock())
        )

    @Slot(object)
    def _show(self, rows: list[ProposalRow]) -> None:
        self.take(rows)
