"""One evaluation as whoever is at the desk works on it: its file, its rules, what can be done."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.possible_judging import on_scorecard
from renda_desktop.domain.scorecard import SCORECARD
from renda_desktop.domain.scoring.rules import ScorecardRules
from renda_desktop.domain.terms import Role
from renda_desktop.queries import clerks
from renda_desktop.queries.records import record
from renda_desktop.queries.scorecard_files import ScorecardFile, scorecard_file
from renda_desktop.queries.scorecards import ScorecardFilter, ScorecardRow, peers, scorecards


@dataclass(frozen=True, slots=True)
class ScorecardDesk:
    """`score` and `grade` are what it would come to now; None and '' while something is missing.

    `peers` are those concluded beside it, the highest score first.

    `measured` are the leaves that have a figure, `vetoed` the keys of the vetoes that stand.
    `possible` holds for each kind of fact why it cannot be recorded now, or ''.
    """

    file: ScorecardFile
    rules: ScorecardRules
    score: Decimal | None
    grade: str
    measured: frozenset[str]
    vetoed: frozenset[str]
    peers: tuple[ScorecardRow, ...]
    possible: dict[str, str]

    @property
    def row(self) -> ScorecardRow:
        return self.file.row


def scorecard_desk(session: Session, *, id: Id) -> ScorecardDesk:  # noqa: A002
    """Return one evaluation; RuleBroken where there is none."""
    roles = _roles(session)
    file = scorecard_file(session, id=id, roles=roles)
    state = record(session, noun=SCORECARD, id=id)
    shown = file.row.readable
    result = state.result
    whole = shown and not result.missing
    return ScorecardDesk(
        file=file,
        rules=state.details.rules,
        score=result.score if whole else None,
        grade=result.band.title if whole and result.band else "",
        measured=frozenset(one.leaf for one in state.said.measurements.values()),
        vetoed=frozenset(one.key for one in state.said.vetoes.values()) if shown else frozenset(),
        peers=tuple(peers(session, id=id, roles=roles)) if shown else (),
        possible=on_scorecard(state, roles=roles),
    )


def at_desk(session: Session) -> list[ScorecardRow]:
    """Return all evaluations, the latest period first, as whoever is at the desk may see them."""
    return scorecards(session, roles=_roles(session), where=ScorecardFilter())


def _roles(session: Session) -> tuple[Role, ...]:
    clerk = clerks.at_desk(session)
    return clerk.roles if clerk else ()
