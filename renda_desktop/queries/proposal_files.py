"""One proposal as a whole: its state folded from the log, its rounds and timeline in words."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain import possible
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import Due
from renda_desktop.domain.proposal import PROPOSAL, Proposal, Rating, ReplyText, Round
from renda_desktop.domain.terms import Grade
from renda_desktop.queries import clerks
from renda_desktop.queries.matter_files import ConflictVersion, conflicts
from renda_desktop.queries.names import Names
from renda_desktop.queries.proposal_timeline import proposal_timeline
from renda_desktop.queries.proposals import ProposalRow, proposal_row
from renda_desktop.queries.records import record
from renda_desktop.queries.timeline import TimelineEvent


@dataclass(frozen=True, slots=True)
class CoOpinionView:
    """A co-unit's opinion: when (µs since 1970), and whether that was after its day."""

    at: int
    unit_name: str
    text: str
    late: bool


@dataclass(frozen=True, slots=True)
class ProposalReply:
    """One reply: when, by whom, its class and what that means, and what it promises."""

    at: int
    by: str
    code: str
    title: str
    grade: Grade
    text: str
    promised: date | None


@dataclass(frozen=True, slots=True)
class RatingView:
    """What one deputy gave each aspect, by the aspect's title; the lead one's `counts`."""

    deputy: Id
    deputy_name: str
    counts: bool
    stars: dict[str, int]
    satisfied: bool
    comment: str


@dataclass(frozen=True, slots=True)
class ProposalRound:
    """One round of handling in words. `awaited` are the co-units that have said nothing yet."""

    unit: Id | None
    unit_name: str
    co_units: tuple[tuple[Id, str], ...]
    assigned_at: int | None
    due: Due | None
    co_due: date | None
    return_by: date | None
    latest: date | None
    extended: bool
    reminders: int
    supervisions: int
    returns: int
    awaited: tuple[str, ...]
    opinions: tuple[CoOpinionView, ...]
    meetings: tuple[str, ...]
    replies: tuple[ProposalReply, ...]
    follow_ups: tuple[str, ...]
    kept_at: int | None
    ratings: tuple[RatingView, ...]


@dataclass(frozen=True, slots=True)
class ProposalFile:
    """A proposal with everything on record about it.

    `possible` holds for each kind of fact why it cannot be recorded now, or ''.
    """

    row: ProposalRow
    state: Proposal
    deputies: tuple[tuple[Id, str], ...]
    matters: tuple[tuple[Id, str], ...]
    suggested: str
    rounds: tuple[ProposalRound, ...]
    timeline: tuple[TimelineEvent, ...]
    conflicts: dict[str, tuple[ConflictVersion, ...]]
    possible: dict[str, str]


def proposal_file(session: Session, *, id: Id, today: date) -> ProposalFile:  # noqa: A002
    """Return one proposal with its timeline, the earliest event first.

    Raises:
        RuleBroken: there is no such proposal.
    """
    row = proposal_row(session, id=id, today=today)
    if row is None:
        raise RuleBroken("stream.missing", noun=Proposal.term)
    state, names = record(session, noun=PROPOSAL, id=id), Names(session)
    at_desk = clerks.at_desk(session)
    roles = at_desk.roles if at_desk else ()
    return ProposalFile(
        row=row,
        state=state,
        deputies=tuple((one, names.deputy(one)) for one in state.deputies),
        matters=tuple((one, names.matter(one)) for one in state.details.matters),
        suggested=names.department(state.details.unit),
        rounds=tuple(_round(state, one, names) for one in state.rounds),
        timeline=proposal_timeline(state, names=names),
        conflicts=conflicts(state, names),
        possible=possible.on_proposal(state, roles=roles, today=today),
    )


def _round(state: Proposal, one: Round, names: Names) -> ProposalRound:
    dates = one.dates
    said = {opinion.unit for opinion in one.opinions}
    return ProposalRound(
        unit=one.unit,
        unit_name=names.department(one.unit),
        co_units=tuple((unit, names.department(unit)) for unit in one.co_units),
        assigned_at=one.assigned_at,
        due=one.due,
        co_due=dates.co_due.on if dates else None,
        return_by=dates.return_by.on if dates and dates.return_by else None,
        latest=dates.latest.on if dates else None,
        extended=one.extended,
        reminders=one.reminders,
        supervisions=one.supervisions,
        returns=one.returns,
        awaited=tuple(names.department(unit) for unit in one.co_units if unit not in said),
        opinions=tuple(
            CoOpinionView(said.at, names.department(said.unit), said.text, said.late)
            for said in one.opinions
        ),
        meetings=tuple(f"{names.deputies(met.deputies)}:{met.text}" for met in one.meetings),
        replies=tuple(_reply(state, reply, names) for reply in one.replies),
        follow_ups=tuple(follow_up.text for follow_up in one.follow_ups),
        kept_at=one.kept_at,
        ratings=tuple(_rating(state, rating, names) for rating in one.ratings.values()),
    )


def _reply(state: Proposal, reply: ReplyText, names: Names) -> ProposalReply:
    return ProposalReply(
        at=reply.at,
        by="、".join(filter(None, (names.department(reply.unit), reply.official))),
        code=reply.code,
        title=state.reply_class(reply.code).title,
        grade=reply.grade,
        text=reply.text,
        promised=reply.promised,
    )


def _rating(state: Proposal, rating: Rating, names: Names) -> RatingView:
    titles = {one.key: one.title for one in state.rules.aspects}
    return RatingView(
        deputy=rating.deputy,
        deputy_name=names.deputy(rating.deputy),
        counts=rating.deputy == state.lead,
        stars={titles[key]: stars for key, stars in rating.stars.items()},
        satisfied=state.satisfied(rating),
        comment=rating.comment,
    )
