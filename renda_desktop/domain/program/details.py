"""A work mechanism as data: what it offers, its terms and its thresholds."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.figures import FigureKey
from renda_desktop.domain.program.deadlines import Amber, Count, Due, Term, deadline
from renda_desktop.domain.program.parts import (
    LoopStep,
    Measure,
    ProposalRules,
    Quantity,
    check_filled,
    check_unlike,
)
from renda_desktop.domain.scoring import ScorecardRules, Stars, checks
from renda_desktop.domain.terms import Disposition, ReceptionKind
from renda_desktop.domain.voting import BallotRules

_KEY = re.compile(r"[a-z0-9-]+")
_STREAMS = ("kinds", "dispositions", "proposal", "scorecard", "ballot")
# What a figure is counted from. Whether all were evaluated is asked of the group.
_NEEDED = {
    FigureKey.QUANTITIES: "quantities",
    FigureKey.MEASUREMENTS: "measures",
    FigureKey.ITEMS_VOTED: "ballot",
    FigureKey.ITEMS_PASSED: "ballot",
    FigureKey.SUBJECTS_EVALUATED: "scorecard",
    FigureKey.INDICATORS: "scorecard",
    FigureKey.EVALUATION_COVERAGE: "group",
}


class ProgramDetails(msgspec.Struct, frozen=True):
    """One version of a program. `key` and `version` name it for ever.

    It uses receptions where it has `kinds`, matters where it has `dispositions`, and a
    scorecard, a ballot or proposals where it has their rules. `returns`: within which an
    addressee may return a matter. `group`: the group of deputies it is about (empty: all).
    `second_person`: whoever recorded that a matter is resolved does not strike it off.
    """

    key: Line
    version: Whole
    title: Line
    kinds: tuple[ReceptionKind, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    handling: Term = Term(30)
    amber: Amber = Amber()
    notice_days: Count = 3
    least_deputies: Count = 2
    about: Words = ""
    returns: Term | None = None
    steps: tuple[LoopStep, ...] = ()
    satisfied_from: Stars = 4
    second_person: bool = False
    group: Line = ""
    quantities: tuple[Quantity, ...] = ()
    measures: tuple[Measure, ...] = ()
    proposal: ProposalRules | None = None
    scorecard: ScorecardRules | None = None
    ballot: BallotRules | None = None
    figures: tuple[FigureKey, ...] = ()

    def check(self) -> None:
        """Raise RuleBroken, with the path of the key and what is allowed, where it cannot work."""
        self._check_itself()
        self._check_lists()
        for figure in self.figures:
            needed = _NEEDED.get(figure)
            if needed and not getattr(self, needed):
                raise RuleBroken(
                    "program.needs", figure=figure.value, label=figure.label, needs=needed
                )
        if self.proposal is not None:
            self.proposal.check("proposal")
        if self.scorecard is not None:
            checks.check(self.scorecard)
        if self.ballot is not None:
            self.ballot.check()

    def _check_itself(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise RuleBroken("program.key_form", path="key")
        if self.version < 1:
            raise RuleBroken("program.range", path="version", least=1, most=1_000_000)
        if not self.title.strip():
            raise RuleBroken("program.empty", path="title")
        if not any(getattr(self, name) for name in _STREAMS):
            raise RuleBroken("program.nothing")
        self.handling.check("handling")
        if self.returns is not None:
            self.returns.check("returns")

    def _check_lists(self) -> None:
        for name in ("kinds", "dispositions", "figures"):
            check_unlike(getattr(self, name), name)
        check_unlike([one.step for one in self.steps], "steps", "step")
        check_filled([one.title for one in self.steps], "steps", "title")
        for name in ("quantities", "measures"):
            listed: Sequence[Quantity | Measure] = getattr(self, name)
            check_unlike([one.key for one in listed], name, "key")
            for part in ("key", "title", "unit"):
                check_filled([getattr(one, part) for one in listed], name, part)


def due(
    program: ProgramDetails, *, start: date, calendar: Calendar, term: Term | None = None
) -> Due:
    """Return the due date of handling that begins on `start`, the first day not counted."""
    return deadline(term or program.handling, amber=program.amber, start=start, calendar=calendar)
