"""How a matter ends and what comes after: its end, its ratings, another round, 销号."""

from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain import access
from renda_desktop.domain import matter as m
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.ending import DIRECT
from renda_desktop.domain.matter.state import UNDECIDED_STAGES
from renda_desktop.domain.terms import Outcome, RaterKind
from renda_desktop.services import ways
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.matters.one import one


def resolve(
    session: Session,
    *,
    by: Author,
    matter: Id,
    outcome: Outcome,
    text: str,
    unit: Id | None = None,
    go_to: str = "",
) -> Changes:
    """End the handling with an outcome (办结), or choose a way that ends it at once."""
    action = Action(session, by)
    stage = action.load(m.MATTER, matter).stage
    if stage in UNDECIDED_STAGES and outcome in DIRECT:
        ways.check_offered(action, matter, DIRECT[outcome])
    action.record(m.MATTER, matter, m.Resolve(outcome, text, unit, go_to))
    return action.done(matter)


def rate(
    session: Session,
    *,
    by: Author,
    matter: Id,
    rater: RaterKind,
    stars: int,
    comment: str = "",
    deputy: Id | None = None,
) -> Changes:
    """Record a star rating (星级评价): the residents' by those who call them back."""
    if rater is RaterKind.RESIDENT and not access.allowed(m.CallBack.kind, roles=by.roles):
        raise RuleBroken("matter.residents_rate")
    return one(session, by, matter, m.Rate(rater, stars, comment, deputy))


def rehandle(
    session: Session, *, by: Author, matter: Id, reason: str,
    due_on: date | None = None, days: int | None = None,
) -> Changes:  # fmt: skip
    """Begin another round of handling (重新办理); the earlier reply stays."""
    action = Action(session, by)
    state = action.load(m.MATTER, matter)
    d = state.details
    term = None
    if state.round.unit or state.round.deputy:
        term = ways.due_for(action, d.program, d.version, due_on=due_on, days=days)
    action.record(m.MATTER, matter, m.Rehandle(reason, term))
    return action.done(matter)


def call_back(
    session: Session,
    *,
    by: Author,
    matter: Id,
    reached: bool,
    text: str = "",
    satisfied: bool | None = None,
) -> Changes:
    """Ask the resident (回访)."""
    return one(session, by, matter, m.CallBack(reached, text, satisfied))


def look_back(
    session: Session, *, by: Author, matter: Id, lasts: bool, text: str, reopen: bool = False
) -> Changes:
    """Check later whether the result lasts (回头看)."""
    return one(session, by, matter, m.LookBack(lasts, text, reopen))


def strike_off(
    session: Session, *, by: Author, matter: Id, evidence: str, attachments: tuple[str, ...] = ()
) -> Changes:
    """Strike a resolved matter off the list (销号): the supervisor's, on evidence.

    `attachments` are files of the matter that show it, by their SHA-256 or their names.

    Raises:
        RuleBroken: a step that the program needs is missing, or the program asks for a second
            person and `by` recorded the result.
    """
    action = Action(session, by)
    state = action.load(m.MATTER, matter)
    shown = tuple(state.attachment(one).sha256 for one in attachments)
    action.record(m.MATTER, matter, m.StrikeOff(evidence, shown))
    return action.done(matter)
