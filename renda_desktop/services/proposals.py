"""The loop of a deputy's proposal (闭会期间代表建议), from the matters that become one."""

from sqlalchemy.orm import Session

from renda_desktop.domain import proposal as p
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Convert
from renda_desktop.domain.matter.state import UNDECIDED_STAGES
from renda_desktop.domain.terms import Disposition
from renda_desktop.queries import programs
from renda_desktop.services import ways
from renda_desktop.services.action import Action, Changes


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
    """Turn one or several matters into one proposal; the first deputy leads it."""
    if not matters:
        raise RuleBroken("proposal.no_matter")
    action = Action(session, by)
    details = p.ProposalDetails(title, deputies, matters, text, number, unit)
    proposal = action.begin(p.PROPOSAL, p.RaiseProposal(_under(session, details, program)))
    for matter in matters:
        if action.load(MATTER, matter).stage in UNDECIDED_STAGES:
            ways.check_offered(action, matter, Disposition.CONVERTED)
        action.record(MATTER, matter, Convert(proposal))
    return action.done(proposal)


def _under(
    session: Session, details: p.ProposalDetails, program: str | None
) -> p.ProposalDetails:
    """Return the details with the program that they begin under; a station may have none."""
    rules = programs.for_proposals(session, key=program)
    if rules is not None:
        details.program, details.version, details.rules = rules.key, rules.version, rules.proposal
    return details
