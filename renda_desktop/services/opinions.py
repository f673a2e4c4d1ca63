"""What deputies think of matters, and what was decided on it (代表意见)."""

from datetime import date
from typing import Literal

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain import matter as m
from renda_desktop.domain.deputy import DEPUTY
from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import Due
from renda_desktop.domain.reception import RECEPTION
from renda_desktop.domain.terms import OpinionSource, RaterKind
from renda_desktop.services import ways
from renda_desktop.services.action import Action, Changes

DecisionKind = Literal[ways.WayKind, "deliberate", "supervise", "rate", "rehandle"]


class Decision(msgspec.Struct, frozen=True):
    """What is done with a matter upon an opinion, with what that takes.

    `text` is the opinion's own unless given: what the unit is told, or why.
    """

    kind: DecisionKind
    text: str = ""
    unit: Id | None = None
    co_units: tuple[Id, ...] = ()
    go_to: str = ""
    due_on: date | None = None
    days: int | None = None
    stars: int = 5


def give(
    session: Session,
    *,
    by: Author,
    matter: Id,
    deputy: Id,
    text: str,
    source: OpinionSource = OpinionSource.PAPER,
    reception: Id | None = None,
    row: int = 0,
    decision: Decision | None = None,
) -> Changes:
    """Record a deputy's opinion (代表意见) and what was decided on it, both or neither.

    What was made is the entry, by which the opinion can be withdrawn.

    Args:
        reception: whose briefing it was written on, where it came on paper.
        row: its row there, 0 for none.
    """
    action = Action(session, by)
    action.load(DEPUTY, deputy)
    if reception is not None:
        action.load(RECEPTION, reception)
    opinion = m.GiveOpinion(deputy, text, source, reception, row)
    entry = action.record(m.MATTER, matter, opinion)
    if decision is not None:
        _decide(
            action, matter, deputy, msgspec.structs.replace(decision, text=decision.text or text)
        )
    return action.done(entry)


def withdraw(session: Session, *, by: Author, matter: Id, entry: Id, reason: str) -> Changes:
    """An opinion was recorded by mistake; `entry` is the one that recorded it.

    What was decided on it stays: it has its own ways of being put right.
    """
    action = Action(session, by)
    action.record(m.MATTER, matter, m.WithdrawOpinion(entry, reason))
    return action.done(matter)


def _decide(action: Action, matter: Id, deputy: Id, made: Decision) -> None:
    match made.kind:
        case "deliberate":
            action.record(m.MATTER, matter, m.Deliberate(made.text, (deputy,)))
        case "supervise":
            action.record(m.MATTER, matter, m.Supervise(made.text, (deputy,)))
        case "rate":
            rating = m.Rate(RaterKind.DEPUTY, made.stars, made.text, deputy)
            action.record(m.MATTER, matter, rating)
        case "rehandle":
            action.record(m.MATTER, matter, m.Rehandle(made.text, _term(action, matter, made)))
        case way:
            leads = deputy if way == "answered_on_site" else None
            chosen = ways.Way(
                way, made.text, made.unit, leads, made.co_units, go_to=made.go_to,
                due_on=made.due_on, days=made.days,
            )  # fmt: skip
            ways.choose(action, matter, chosen)


def _term(action: Action, matter: Id, made: Decision) -> Due | None:
    """Return until when a matter is handled again; None where nobody has it to handle."""
    state = action.load(m.MATTER, matter)
    if state.round.unit is None and state.round.deputy is None:
        return None
    d = state.details
    return ways.due_for(action, d.program, d.version, due_on=made.due_on, days=made.days)
