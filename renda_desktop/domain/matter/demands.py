"""What a matter's program asks beyond the loop itself: steps, a second person, an early return."""

from datetime import date
from typing import Final

from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.record import RegisterMatter
from renda_desktop.domain.matter.state import Demands, LoopFact, Matter
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.program import Due, LoopStep, ProgramDetails, deadline
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Disposition, Stage, Step

_OF_HANDLING: Final = {Step.DELIBERATE, Step.ASSIGN, Step.SUPERVISE, Step.REPLY}


def demanded(program: ProgramDetails) -> Demands | None:
    """Return what a matter is registered with, so that the fold alone can judge it."""
    needed = tuple(one for one in program.steps if one.needed)
    if not needed and not program.second_person:
        return None
    return Demands(program.title, needed, program.second_person)


def step_of(fact: Fact | None) -> Step | None:
    """Return which step of the loop a fact is."""
    if isinstance(fact, RegisterMatter):
        return Step.REGISTER
    return fact.step if isinstance(fact, LoopFact) else None


def missing(state: Matter) -> tuple[LoopStep, ...]:
    """Return the steps that the program needs before 销号 and that did not happen yet.

    What was settled without being handed on cannot be deliberated, assigned, supervised or
    replied to any more: those steps are needed of the others only. A proposal has its own
    deliberation.
    """
    asked: Demands | None = state.details.demands
    if asked is None:
        return ()
    passed = {*state.passed, Step.STRIKE_OFF}
    match state.disposition:
        case None | Disposition.ASSIGNED:
            pass
        case Disposition.CONVERTED:
            passed.add(Step.DELIBERATE)
        case _:
            passed |= _OF_HANDLING
    return tuple(one for one in asked.needed if one.step not in passed)


def check_assign(state: Matter) -> None:
    """Raise RuleBroken where deliberation has to come first: later it would be too late."""
    for one in missing(state):
        if one.step is Step.DELIBERATE:
            title = state.details.demands.title
            raise RuleBroken("matter.deliberate_first", title=title, step=one.called)


def check_strike_off(state: Matter, *, by: Id) -> None:
    """Raise RuleBroken where a needed step is missing, or where the handler would strike off."""
    asked: Demands | None = state.details.demands
    if asked is None or state.stage is not Stage.RESOLVED:
        return  # the loop itself refuses what is not resolved
    if still := missing(state):
        named = "、".join(one.called for one in still)
        raise RuleBroken("matter.steps_missing", title=asked.title, steps=named)
    if asked.second_person and by in state.handlers:
        raise RuleBroken("matter.second_person", title=asked.title)


def returnable(state: Matter, rules: ProgramDetails, *, calendar: Calendar) -> Due | None:
    """Return until when its addressee may return a matter, None where nothing says so.

    The term begins when the addressee got it.
    """
    got_at = state.round.assigned_at
    if rules.returns is None or got_at is None:
        return None
    start = day_of(from_micros(got_at))
    return deadline(rules.returns, amber=rules.amber, start=start, calendar=calendar)


def check_return(state: Matter, rules: ProgramDetails, *, today: date, calendar: Calendar) -> None:
    """Raise RuleBroken where it is too late to return a matter, as far as holidays are known."""
    until = returnable(state, rules, calendar=calendar) if state.stage is Stage.ASSIGNED else None
    if until is not None and not until.provisional and today > until.on:
        raise RuleBroken("matter.return_late", last=until.on)
