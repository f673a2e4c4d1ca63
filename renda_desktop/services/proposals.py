"""Matters that become a deputy's proposal (闭会期间代表建议)."""

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Convert
from renda_desktop.domain.matter.state import UNDECIDED_STAGES
from renda_desktop.domain.proposal import PROPOSAL, ProposalDetails, RaiseProposal
from renda_desktop.domain.terms import Disposition
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
) -> Changes:
    """Turn one or several matters into one proposal."""
    action = Action(session, by)
    details = ProposalDetails(title, deputies, matters, text, number, unit)
    proposal = action.begin(PROPOSAL, RaiseProposal(details))
    for matter in matters:
        if action.load(MATTER, matter).stage in UNDECIDED_STAGES:
            ways.check_offered(action, matter, Disposition.CONVERTED)
        action.record(MATTER, matter, Convert(proposal))
    return action.done(proposal)
