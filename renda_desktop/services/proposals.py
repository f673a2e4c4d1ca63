"""The loop of a deputy's proposal (闭会期间代表建议): one function for each thing recorded."""

from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain import proposal as p
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import UNDECIDED_STAGES
from renda_desktop.domain.scoring import Stars
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Disposition, Stage
from renda_desktop.queries import programs
from renda_desktop.services import proposal_dates as dates
from renda_desktop.services import ways
from renda_desktop.services.action import Action, Changes

_ANSWERABLE = (Stage.ASSIGNED, Stage.REPLIED)


def raise_(
    session: Session,
    *,
    by: Author,
    title: str,
    deputies: tuple[Id, ...],
    text: str = "",
    number: str = "",
    unit: Id | None = None,
    program: str | None = None,
) -> Changes:
    """Record a proposal of deputies of their own (提出); the first of them leads it.

    `unit` is the one they suggest; `program` may be left out where only one has proposals.
    """
    action = Action(session, by)
    details = p.ProposalDetails(title, deputies, (), text, number, unit)
    return action.done(_raise(action, details, program))


def convert(
    session: Session,
    *,
    by: Author,
    matters: tuple[Id, ...],
    title: str,
    deputies: tuple[Id, ...],
    text: str = "",
    number: str = "",
    unit: Id | None = None,
    program: str | None = None,
) -> Changes:
    """Turn one or several matters into one proposal."""
    if not matters:
        raise RuleBroken("proposal.no_matter")
    action = Action(session, by)
    details = p.ProposalDetails(title, deputies, matters, text, number, unit)
    proposal = _raise(action, details, program)
    for matter in matters:
        if action.load(m.MATTER, matter).stage in UNDECIDED_STAGES:
            ways.check_offered(action, matter, Disposition.CONVERTED)
        action.record(m.MATTER, matter, m.Convert(proposal))
    return action.done(proposal)


def _raise(action: Action, details: p.ProposalDetails, program: str | None) -> Id:
    """Begin it under its program; a station that has none yet goes by the usual rules."""
    under = programs.for_proposals(action.session, key=program, at=action.by.scope)
    if under is not None:
        details.program, details.version, details.rules = under.key, under.version, under.proposal
    return action.begin(p.PROPOSAL, p.RaiseProposal(details))


def _one(session: Session, by: Author, proposal: Id, fact: Fact) -> Changes:
    action = Action(session, by)
    action.record(p.PROPOSAL, proposal, fact)
    return action.done(proposal)


def sign(session: Session, *, by: Author, proposal: Id, deputy: Id) -> Changes:
    """Another deputy signs it (附议)."""
    return _one(session, by, proposal, p.Sign(deputy))


def accept(
    session: Session,
    *,
    by: Author,
    proposal: Id,
    number: str = "",
    complex: bool = False,  # noqa: A002
) -> Changes:
    """Put it on the congress's list (立案); a complex one has the longer term."""
    return _one(session, by, proposal, p.Accept(number, complex))


def decline(session: Session, *, by: Author, proposal: Id, reason: str) -> Changes:
    """Leave it off the list (不予立案)."""
    return _one(session, by, proposal, p.Decline(reason))


def assign(
    session: Session,
    *,
    by: Author,
    proposal: Id,
    unit: Id,
    co_units: tuple[Id, ...] = (),
    text: str = "",
) -> Changes:
    """Hand it to its units (交办); the rules say by when they answer."""
    action = Action(session, by)
    ways.check_units(action, unit, co_units)
    days = dates.dates_for(action, action.load(p.PROPOSAL, proposal))
    action.record(p.PROPOSAL, proposal, p.Assign(unit, days, co_units, text))
    return action.done(proposal)


def return_(session: Session, *, by: Author, proposal: Id, reason: str) -> Changes:
    """The lead unit sends it back in time (退回)."""
    return _one(session, by, proposal, p.ReturnProposal(reason))


def transfer(
    session: Session,
    *,
    by: Author,
    proposal: Id,
    unit: Id,
    reason: str,
    co_units: tuple[Id, ...] = (),
) -> Changes:
    """Let another unit go on with it (转办); it answers by the same day."""
    action = Action(session, by)
    ways.check_units(action, unit, co_units)
    days = dates.dates_transferred(action, action.load(p.PROPOSAL, proposal))
    action.record(p.PROPOSAL, proposal, p.Transfer(unit, days, reason, co_units))
    return action.done(proposal)


def extend(
    session: Session, *, by: Author, proposal: Id, reason: str, granted: bool,
    due_on: date | None = None,
) -> Changes:  # fmt: skip
    """More time was asked for, and granted or not (延期)."""
    action = Action(session, by)
    due = None
    if granted and due_on is not None:
        due = dates.due_by(action, action.load(p.PROPOSAL, proposal), due_on)
    action.record(p.PROPOSAL, proposal, p.Extend(reason, granted, due))
    return action.done(proposal)


def co_opinion(session: Session, *, by: Author, proposal: Id, unit: Id, text: str) -> Changes:
    """Record a co-unit's opinion (协办意见); a late one is recorded as late."""
    return _one(session, by, proposal, p.CoOpinion(unit, text))


def meet(
    session: Session, *, by: Author, proposal: Id, text: str, deputies: tuple[Id, ...] = ()
) -> Changes:
    """The unit talked with the deputies (面商): with the lead one, unless told otherwise."""
    action = Action(session, by)
    met = deputies or (action.load(p.PROPOSAL, proposal).lead,)
    action.record(p.PROPOSAL, proposal, p.Meet(text, met))
    return action.done(proposal)


def remind(session: Session, *, by: Author, proposal: Id, text: str = "") -> Changes:
    """Remind the unit near the due date (催办)."""
    return _one(session, by, proposal, p.Remind(text))


def supervise(
    session: Session, *, by: Author, proposal: Id, text: str = "", deputies: tuple[Id, ...] = ()
) -> Changes:
    """Supervise past the due date, or on the spot (督办)."""
    return _one(session, by, proposal, p.Supervise(text, deputies))


def reply(
    session: Session,
    *,
    by: Author,
    proposal: Id,
    code: str,
    text: str,
    unit: Id | None = None,
    official: str = "",
    promised: date | None = None,
    pass_on: bool = False,
) -> Changes:
    """Record the unit's reply (答复) of the class `code`.

    `promised` is the day of what it promises. With `pass_on` it is also the reply to the matters
    that became the proposal and wait for one.
    """
    action = Action(session, by)
    action.record(p.PROPOSAL, proposal, p.Reply(code, text, unit, official, promised))
    state = action.load(p.PROPOSAL, proposal)
    answer = state.round.replies[-1]
    for matter in state.details.matters if pass_on else ():
        one = action.load(m.MATTER, matter)
        if one.proposal == proposal and one.stage in _ANSWERABLE:
            passed = m.Reply(text, grade=answer.grade, unit=answer.unit, official=official)
            action.record(m.MATTER, matter, passed)
    return action.done(proposal)


def rate(
    session: Session,
    *,
    by: Author,
    proposal: Id,
    deputy: Id,
    aspects: dict[str, Stars | p.Verdict],
    comment: str = "",
) -> Changes:
    """A deputy rates every aspect that the rules name (评价), in stars or in a word."""
    return _one(session, by, proposal, p.Rate(deputy, aspects, comment))


def rehandle(
    session: Session, *, by: Author, proposal: Id, reason: str, due_on: date | None = None
) -> Changes:
    """Begin another round (重新办理): a deputy is not satisfied. The earlier reply stays."""
    action = Action(session, by)
    days = dates.dates_again(action, action.load(p.PROPOSAL, proposal), due_on=due_on)
    action.record(p.PROPOSAL, proposal, p.Rehandle(reason, days))
    return action.done(proposal)


def track(
    session: Session, *, by: Author, proposal: Id, text: str, kept: bool = False
) -> Changes:  # fmt: skip
    """Follow up what the reply promised (跟踪办理), until it is kept."""
    return _one(session, by, proposal, p.Track(text, kept))


def conclude(session: Session, *, by: Author, proposal: Id, text: str = "") -> Changes:
    """Conclude it (办结); `text` says why, where the lead deputy is not satisfied."""
    return _one(session, by, proposal, p.Conclude(text))


def file(session: Session, *, by: Author, proposal: Id, text: str = "") -> Changes:
    """File it (归档)."""
    return _one(session, by, proposal, p.File(text))
