"""One vote as a whole: items, shares and outcomes, who counted what, and its timeline."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.ballot import BALLOT, Ballot, Member, Round, Tally
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.possible import OTHER
from renda_desktop.domain.possible_judging import on_ballot
from renda_desktop.domain.terms import VoteOption
from renda_desktop.domain.verdict import Count
from renda_desktop.domain.voting import BallotRules
from renda_desktop.queries import ballots, clerks
from renda_desktop.queries.ballot_timeline import ballot_timeline
from renda_desktop.queries.ballots import BallotRow, ItemRow
from renda_desktop.queries.matter_files import ConflictVersion, conflicts
from renda_desktop.queries.names import Names
from renda_desktop.queries.records import record
from renda_desktop.queries.timeline import TimelineEvent


@dataclass(frozen=True, slots=True)
class TellerRow:
    """One teller's count; None until all of the round have counted, so that none copies another."""

    round: int
    teller: str
    at: datetime
    count: Count | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One counting. `agreed`: as many tellers as it takes found the same; `differences` says where
    they did not. `passed` is what was announced; a later round superseded it.
    """

    number: int
    reason: str
    tellers: tuple[TellerRow, ...]
    agreed: bool
    differences: tuple[str, ...]
    passed: tuple[int, ...] | None
    superseded: bool


@dataclass(frozen=True, slots=True)
class VoteRow:
    """What one member of an open ballot voted on one item."""

    voter: Id
    name: str
    item: int
    option: VoteOption


@dataclass(frozen=True, slots=True)
class BallotFile:
    """A vote with everything on record about it.

    `final` are the items that passed, second votes included; None while that is open. `possible`
    holds for each kind of fact why it cannot be recorded now, or ''.
    """

    row: BallotRow
    rules: BallotRules
    items: tuple[ItemRow, ...]
    members: tuple[Member, ...]
    rounds: tuple[RoundRow, ...]
    votes: tuple[VoteRow, ...]
    followed_by: Id | None
    final: tuple[int, ...] | None
    timeline: tuple[TimelineEvent, ...]
    conflicts: dict[str, tuple[ConflictVersion, ...]]
    possible: dict[str, str]


def ballot_file(session: Session, *, id: Id) -> BallotFile:  # noqa: A002
    """Return one vote as a whole.

    Raises:
        RuleBroken: there is no such vote.
    """
    row = ballots.ballot_row(session, id=id)
    if row is None:
        raise RuleBroken("stream.missing", noun=Ballot.term)
    state, names = record(session, noun=BALLOT, id=id), Names(session)
    at_desk = clerks.at_desk(session)
    return BallotFile(
        row=row,
        rules=state.rules,
        items=ballots.items(session, ballot=id),
        members=state.members,
        rounds=tuple(_round(state, place, names) for place in range(len(state.rounds))),
        votes=tuple(
            VoteRow(voter, names.deputy(voter), item, option)
            for voter, given in state.votes.items()
            for item, option in sorted(given.items())
        ),
        followed_by=ballots.follower(session, ballot=id),
        final=ballots.final(session, ballot=id),
        timeline=ballot_timeline(state, names=names),
        conflicts=conflicts(state, names),
        possible=on_ballot(
            state,
            roles=at_desk.roles if at_desk else (),
            clerk=at_desk.id if at_desk else OTHER,
        ),
    )


def _round(state: Ballot, place: int, names: Names) -> RoundRow:
    one, last = state.rounds[place], place == len(state.rounds) - 1
    open_ = not last or _complete(state, one)
    return RoundRow(
        number=place + 1,
        reason=one.reason,
        tellers=tuple(_teller(place + 1, tally, names, open_=open_) for tally in one.tallies),
        agreed=_complete(state, one) and not one.differences,
        differences=one.differences if open_ else (),
        passed=one.verdict.passed if one.verdict is not None else None,
        superseded=not last and one.verdict is not None,
    )


def _complete(state: Ballot, one: Round) -> bool:
    return len(one.tallies) >= state.rules.tellers


def _teller(number: int, tally: Tally, names: Names, *, open_: bool) -> TellerRow:
    return TellerRow(
        round=number,
        teller=names.clerk(tally.teller),
        at=from_micros(tally.at),
        count=tally.count if open_ else None,
    )
