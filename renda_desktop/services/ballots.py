"""Votes (票决): prepared by a program's rules, held, counted, announced, voted on again."""

from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain import ballot as b
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.proposal import PROPOSAL
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import BallotStatus, VoteOption
from renda_desktop.domain.verdict import Count, Votes
from renda_desktop.queries import ballots as reads
from renda_desktop.queries import programs
from renda_desktop.services.action import Action, Changes


class Project(msgspec.Struct, frozen=True):
    """What is put to the vote; its number is its place in the list unless given.

    `amount` is in 万元; `matter` or `proposal` is set where it is one of ours.
    """

    title: Line
    number: Whole = 0
    text: Words = ""
    amount: Decimal | None = None
    matter: Id | None = None
    proposal: Id | None = None


class Cast(msgspec.Struct, frozen=True):
    """What one member votes on one item, named by its number."""

    item: Whole
    option: VoteOption


def prepare(
    session: Session,
    *,
    by: Author,
    program: str,
    items: tuple[Project, ...],
    due: int,
    title: str = "",
    day: date | None = None,
    place: str = "",
    remark: str = "",
) -> Changes:
    """Prepare a vote under the newest version of a program, which gives the rules.

    `due` is how many members there are; `day` is today unless given.
    """
    action = Action(session, by)
    found = programs.program(session, key=program, at=by.scope)
    if found.ballot is None:
        raise RuleBroken("program.no_ballot", title=found.title)
    details = b.BallotDetails(
        title=title.strip() or found.title,
        program=found.key,
        version=found.version,
        rules=found.ballot,
        day=day or day_of(by.now),
        items=tuple(_item(action, place, one) for place, one in enumerate(items, 1)),
        due=due,
        place=place,
        remark=remark,
    )
    return action.done(action.begin(b.BALLOT, b.PrepareBallot(details)))


def _item(action: Action, place: int, one: Project) -> b.Item:
    ref = None
    if one.matter is not None:
        ref = Ref(MATTER.name, action.load(MATTER, one.matter).id)
    elif one.proposal is not None:
        ref = Ref(PROPOSAL.name, action.load(PROPOSAL, one.proposal).id)
    return b.Item(one.number or place, one.title, one.text, one.amount, ref)


def _one(session: Session, by: Author, ballot: Id, fact: Fact) -> Changes:
    action = Action(session, by)
    action.record(b.BALLOT, ballot, fact)
    return action.done(ballot)


def call(
    session: Session,
    *,
    by: Author,
    ballot: Id,
    present: int | None = None,
    members: tuple[b.Member, ...] = (),
) -> Changes:
    """Record how many members came (报到), and who; as many as are named unless given."""
    count = len(members) if present is None else present
    return _one(session, by, ballot, b.CallBallot(count, members))


def issue(session: Session, *, by: Author, ballot: Id, issued: int | None = None) -> Changes:
    """Give the ballots out, or begin an open vote: one for each who came unless given."""
    action = Action(session, by)
    present = action.load(b.BALLOT, ballot).turnout.present
    action.record(b.BALLOT, ballot, b.IssueBallot(present if issued is None else issued))
    return action.done(ballot)


def tally(
    session: Session,
    *,
    by: Author,
    ballot: Id,
    returned: int,
    items: tuple[Votes, ...],
    invalid: int = 0,
) -> Changes:
    """Record this teller's whole count of a secret ballot."""
    return _one(session, by, ballot, b.TallyBallot(Count(returned, invalid, items)))


def vote(
    session: Session, *, by: Author, ballot: Id, voter: Id, item: int, option: VoteOption
) -> Changes:
    """Record one member's vote on one item of an open ballot, named by its number."""
    return _one(session, by, ballot, b.CastVote(voter, item, option))


def cast(
    session: Session, *, by: Author, ballot: Id, voter: Id, votes: tuple[Cast, ...]
) -> Changes:  # fmt: skip
    """Record all that one member votes in an open ballot at once."""
    if not votes:
        raise RuleBroken("ballot.no_votes")
    action = Action(session, by)
    for one in votes:
        action.record(b.BALLOT, ballot, b.CastVote(voter, one.item, one.option))
    return action.done(ballot)


def change_vote(
    session: Session,
    *,
    by: Author,
    ballot: Id,
    voter: Id,
    item: int,
    reason: str,
    option: VoteOption | None = None,
) -> Changes:
    """Correct a vote of an open ballot that was entered wrongly; without an option it goes."""
    return _one(session, by, ballot, b.ChangeVote(voter, item, option, reason))


def conclude(session: Session, *, by: Author, ballot: Id, text: str = "") -> Changes:
    """Announce what the count comes to by the rules."""
    action = Action(session, by)
    verdict = action.load(b.BALLOT, ballot).decided()
    action.record(b.BALLOT, ballot, b.ConcludeBallot(verdict.passed, text))
    return action.done(ballot)


def recount(session: Session, *, by: Author, ballot: Id, reason: str) -> Changes:
    """Have it counted anew; what was announced stays on record as superseded."""
    _check_not_followed(session, ballot, "重新计票")
    return _one(session, by, ballot, b.RecountBallot(reason))


def cancel(session: Session, *, by: Author, ballot: Id, reason: str) -> Changes:
    """Call the vote off."""
    return _one(session, by, ballot, b.CancelBallot(reason))


def runoff(
    session: Session,
    *,
    by: Author,
    ballot: Id,
    title: str = "",
    day: date | None = None,
    place: str | None = None,
) -> Changes:
    """Prepare the second vote on the items that tied, for the places that are left."""
    action = Action(session, by)
    first = action.load(b.BALLOT, ballot)
    if first.status is not BallotStatus.CONCLUDED or first.verdict is None:
        raise RuleBroken("ballot.not_concluded")
    tied = first.verdict.tied
    if not tied:
        raise RuleBroken("ballot.no_tie")
    _check_not_followed(session, ballot, "再次准备")
    d: b.BallotDetails = first.details
    details = b.BallotDetails(
        title=title.strip() or f"{d.title}(再次投票)",
        program=d.program,
        version=d.version,
        rules=d.rules.second_vote(places=first.verdict.places),
        day=day or day_of(by.now),
        items=tuple(item for item in d.items if item.number in tied),
        due=d.due,
        place=d.place if place is None else place,
        follows=Ref(b.BALLOT.name, ballot),
    )
    return action.done(action.begin(b.BALLOT, b.PrepareBallot(details)))


def _check_not_followed(session: Session, ballot: Id, what: str) -> None:
    if reads.follower(session, ballot=ballot) is not None:
        raise RuleBroken("ballot.followed", action=what)
