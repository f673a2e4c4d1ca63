"""What can be done now with an evaluation or a vote, asked of the rules themselves."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from renda_desktop.domain import ballot as b
from renda_desktop.domain import scorecard as s
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.possible import OTHER, denied, refusals
from renda_desktop.domain.scoring.rules import Given, Graded, Indicator, Panel
from renda_desktop.domain.scoring.sheets import (
    Counts,
    Evidence,
    Extra,
    Mark,
    Measurement,
    Sheet,
    Tally,
    Vetoed,
)
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import BallotStatus, PanelForm, ScorecardStatus, VoteOption
from renda_desktop.domain.verdict import Count, Votes

_TEXT = "…"
_SAYING = (
    (PanelForm.SHEETS, s.RateScorecard.kind),
    (PanelForm.TALLY, s.TallyScorecard.kind),
    (PanelForm.MEASURED, s.MeasureScorecard.kind),
)


def on_scorecard(state: s.Scorecard, *, roles: Iterable[str]) -> dict[str, str]:
    """Return, for each kind of fact, '' where it can be recorded now, else why not."""
    held = frozenset(roles)
    found = refusals(s.SCORECARD, state, _on_scorecard(state), held)
    for form, kind in _SAYING:
        found.setdefault(kind, str(RuleBroken("scorecard.no_form", form=form.label)))
    for kind, rule in (
        (s.AdjustScorecard.kind, "scorecard.no_adjustment"),
        (s.VetoScorecard.kind, "scorecard.no_veto"),
    ):
        found.setdefault(kind, str(RuleBroken(rule)))
    concludes = s.ConcludeScorecard.kind
    found[concludes] = _tried(lambda: _concluded(state)) or denied(concludes, roles=held)
    amends = s.AmendScorecard.kind
    fits = _tried(lambda: state.require("更正", ScorecardStatus.OPEN))
    found[amends] = fits or denied(amends, roles=held)
    return found


def on_ballot(state: b.Ballot, *, roles: Iterable[str], clerk: Id) -> dict[str, str]:
    """Return the same of a vote; who counted once counts no second time."""
    held = frozenset(roles)
    found = refusals(b.BALLOT, state, _on_ballot(state), held, author=clerk)
    concludes = b.ConcludeBallot.kind
    found[concludes] = _tried(state.decided) or denied(concludes, roles=held)
    before = (BallotStatus.PREPARED, BallotStatus.CALLED)
    amends = b.AmendBallot.kind
    fits = _tried(lambda: state.require("更正", *before))
    found[amends] = fits or denied(amends, roles=held)
    prepares = b.PrepareBallot.kind
    found[prepares] = _tried(lambda: _tied(state)) or denied(prepares, roles=held)
    return found


def _tried(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except RuleBroken as broken:
        return str(broken)
    return ""


def _concluded(state: s.Scorecard) -> None:
    state.require("评定", ScorecardStatus.OPEN)
    s.concluded(state.result)


def _tied(state: b.Ballot) -> None:
    """Raise RuleBroken where no second vote is called for."""
    if state.verdict is None:
        raise RuleBroken("ballot.not_concluded")
    if not state.verdict.tied:
        raise RuleBroken("ballot.no_tie")


def _on_scorecard(state: s.Scorecard) -> Iterator[Fact]:
    d: s.ScorecardDetails = state.details
    rules, kind = d.rules, d.subject.unit_kind
    for panel in rules.panels:
        if leaves := rules.scored_by(panel, unit_kind=kind):
            yield from _said(panel, leaves)
    for adjustment in rules.adjustments:
        least = Decimal(0) if adjustment.least <= 0 <= adjustment.most else adjustment.least
        yield s.AdjustScorecard(Extra(adjustment.key, least, _TEXT))
    for veto in rules.vetoes:
        yield s.VetoScorecard(Vetoed(veto.key, _TEXT))
    yield s.AddEvidence(Evidence(_TEXT))
    yield s.TakeBack(next(iter(sorted(state.said.entries)), OTHER), _TEXT)
    yield s.ReopenScorecard(_TEXT)
    yield s.WithdrawScorecard(_TEXT)


def _said(panel: Panel, leaves: tuple[Indicator, ...]) -> Iterator[Fact]:
    match panel.form:
        case PanelForm.SHEETS:
            marks = tuple(map(_mark, leaves))
            yield s.RateScorecard(Sheet(panel.key, marks, _TEXT, None, _TEXT))
        case PanelForm.TALLY:
            counts = tuple(Counts(leaf.key, {}) for leaf in leaves)
            yield s.TallyScorecard(Tally(panel.key, counts, 0, 0))
        case PanelForm.MEASURED:
            for leaf in leaves:
                yield s.MeasureScorecard(Measurement(leaf.key, Decimal(0)))


def _mark(leaf: Indicator) -> Mark:
    match leaf.scale:
        case Graded(grades):
            return Mark(leaf.key, grade=grades[0].title)
        case Given():
            return Mark(leaf.key, Decimal(0))
        case _:
            return Mark(leaf.key)


def _on_ballot(state: b.Ballot) -> Iterator[Fact]:
    numbers = state.details.numbers
    yield b.CallBallot(state.details.due)
    yield b.IssueBallot(1)
    yield b.TallyBallot(Count(0, 0, tuple(Votes(number, 0) for number in numbers)))
    voter, item = next(_left(state), (OTHER, numbers[0]))
    yield b.CastVote(voter, item, VoteOption.FOR)
    given = ((one, number) for one, votes in state.votes.items() for number in votes)
    voter, item = next(given, (OTHER, numbers[0]))
    yield b.ChangeVote(voter, item, None, _TEXT)
    yield b.RecountBallot(_TEXT)
    yield b.CancelBallot(_TEXT)


def _left(state: b.Ballot) -> Iterator[tuple[Id, int]]:
    """Yield the members who may still vote, each with an item."""
    listed = [one.person for one in state.members if one.person]
    choose = state.rules.choose
    for voter in listed:
        given = state.votes.get(voter, {})
        if choose is None or len(given) < choose.most:
            yield from ((voter, number) for number in state.details.numbers if number not in given)
