"""闭会期间代表建议表: what deputies propose, who answers by when, and how they rate the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.proposal import Proposal, Verdict
from renda_desktop.queries import people
from renda_desktop.queries.papers import parts
from renda_desktop.queries.papers.figure_words import full
from renda_desktop.queries.papers.sheet import Sheet
from renda_desktop.queries.papers.sheets import StationHead
from renda_desktop.queries.proposal_files import (
    CoOpinionView,
    ProposalReply,
    ProposalRound,
    RatingView,
    proposal_file,
)
from renda_desktop.store import log


@dataclass(frozen=True, slots=True)
class FormMatter:
    """A matter that became the proposal, and who raised it, masked."""

    number: str
    resident: str


@dataclass(frozen=True, slots=True)
class FormSaying:
    """A dated text: a co-unit's opinion, a reply; `what` is its class or that it came late."""

    on: date
    who: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class FormRating:
    """One deputy's rating of each aspect, in the order of the form's aspects; '' is none."""

    who: str
    role: str
    stars: tuple[str, ...]
    verdict: str
    comment: str


@dataclass(frozen=True, slots=True)
class FormRound:
    """One round of handling."""

    unit: str
    co_units: str
    assigned_on: date | None
    due: date | None
    provisional: bool
    extended: bool
    co_due: date | None
    return_by: date | None
    opinions: tuple[FormSaying, ...]
    meetings: tuple[str, ...]
    replies: tuple[FormSaying, ...]
    follow_ups: tuple[str, ...]
    kept_on: date | None
    ratings: tuple[FormRating, ...]


@dataclass(frozen=True, slots=True)
class ProposalForm(Sheet):
    """闭会期间代表建议表. Texts are ready to print; '' is what is not recorded.

    `classes`, `aspects` and `verdicts` are what a reply and a rating can be.
    """

    station: StationHead
    number: str
    title: str
    raised_on: date
    stage: str
    complex: bool
    lead: str
    deputies: str
    matters: tuple[FormMatter, ...]
    text: str
    unit: str
    classes: tuple[str, ...]
    aspects: tuple[str, ...]
    verdicts: tuple[str, ...]
    rounds: tuple[FormRound, ...]


def proposal_form(session: Session, *, proposal: Id, now: datetime) -> ProposalForm:
    """Return a proposal with all its rounds.

    Raises:
        RuleBroken: there is no such proposal.
    """
    file = proposal_file(session, id=proposal, today=day_of(now))
    row, state = file.row, file.state
    seats = {
        one.id: parts.seats("、".join(x.label for x in one.levels))
        for one in people.deputies(session)
    }
    seat = seats.get(row.lead, "")
    rules = state.rules
    return ProposalForm(
        station=parts.station_head(session),
        number=row.number,
        title=row.title,
        raised_on=day_of(row.raised_at),
        stage=row.stage.label,
        complex=row.complex,
        lead=f"{row.lead_name}（{seat}）" if seat else row.lead_name,
        deputies="、".join(row.co_signers),
        matters=tuple(_matter(session, one, number) for one, number in file.matters),
        text=state.details.text,
        unit=file.suggested,
        classes=tuple(f"{one.code} {one.title}" for one in rules.classes),
        aspects=tuple(one.title for one in rules.aspects),
        verdicts=tuple(one.label for one in Verdict),
        rounds=tuple(_round(state, one) for one in file.rounds),
        also=tuple(Ref(MATTER.name, one) for one, _ in file.matters),
        printed_at=now,
    )


def _matter(session: Session, one: Id, number: str) -> FormMatter:
    state = MATTER.fold(one, log.read(session, stream=one))
    return FormMatter(number, parts.person(session, state)[0])


def _day(at: int) -> date:
    return day_of(from_micros(at))


def _round(state: Proposal, one: ProposalRound) -> FormRound:
    titles = [aspect.title for aspect in state.rules.aspects]
    return FormRound(
        unit=one.unit_name,
        co_units="、".join(name for _, name in one.co_units),
        assigned_on=_day(one.assigned_at) if one.assigned_at else None,
        due=one.due.on if one.due else None,
        provisional=bool(one.due and one.due.provisional),
        extended=one.extended,
        co_due=one.co_due if one.co_units else None,
        return_by=one.return_by,
        opinions=tuple(map(_opinion, one.opinions)),
        meetings=tuple(map(full, one.meetings)),
        replies=tuple(map(_reply, one.replies)),
        follow_ups=one.follow_ups,
        kept_on=_day(one.kept_at) if one.kept_at else None,
        ratings=tuple(_rating(rating, titles) for rating in one.ratings),
    )


def _opinion(one: CoOpinionView) -> FormSaying:
    return FormSaying(_day(one.at), one.unit_name, "逾期" if one.late else "", one.text)


def _reply(one: ProposalReply) -> FormSaying:
    promised = one.promised
    until = f"，承诺{promised.year}年{promised.month}月{promised.day}日前兑现" if promised else ""
    return FormSaying(_day(one.at), one.by, f"{one.code}类 {one.title}{until}", one.text)


def _rating(one: RatingView, titles: list[str]) -> FormRating:
    return FormRating(
        who=one.deputy_name,
        role="领衔" if one.counts else "联名",
        stars=tuple(f"{one.stars[title]}星" if title in one.stars else "" for title in titles),
        verdict="满意" if one.satisfied else "不满意",
        comment=one.comment,
    )
