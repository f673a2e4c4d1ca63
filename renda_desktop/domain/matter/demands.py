"""What a matter's program asks beyond the loop itself: steps, a second person, an early return."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.ending import (
    CallBack,
    LookBack,
    Rate,
    Rehandle,
    Resolve,
    StrikeOff,
)
from renda_desktop.domain.matter.handling import (
    AnswerOnSite,
    Assign,
    Deliberate,
    Reply,
    Supervise,
    Transfer,
)
from renda_desktop.domain.matter.record import RegisterMatter
from renda_desktop.domain.matter.relations import Convert
from renda_desktop.domain.matter.state import Matter
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.program import Due, LoopStep, ProgramDetails, deadline
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Disposition, Stage, Step

_STEPS: Final[dict[type[Fact], Step]] = {
    RegisterMatter: Step.REGISTER,
    Deliberate: Step.DELIBERATE,
    Assign: Step.ASSIGN,
    Transfer: Step.ASSIGN,
    Convert: Step.ASSIGN,
    Supervise: Step.SUPERVISE,
    Reply: Step.REPLY,
    AnswerOnSite: Step.REPLY,
    Rate: Step.RATE,
    CallBack: Step.CALL_BACK,
    LookBack: Step.LOOK_BACK,
    StrikeOff: Step.STRIKE_OFF,
}
_OF_A_RESULT = {Step.RATE, Step.CALL_BACK, Step.LOOK_BACK, Step.STRIKE_OFF}
_OF_HANDLING = {Step.DELIBERATE, Step.ASSIGN, Step.SUPERVISE, Step.REPLY}
_HANDLERS = (Reply, AnswerOnSite, Resolve)


def step_of(fact: Fact | None) -> Step | None:
    """Return which step of the loop a fact is."""
    return None if fact is None else _STEPS.get(type(fact))


def steps(state: Matter) -> frozenset[Step]:
    """Return the steps that a matter has been through.

    A result that did not last takes along what was said of it: where a matter was handled again,
    the later result is to be rated, called back and looked back at anew.
    """
    found: set[Step] = set()
    for fact, _entry in _facts(state):
        step = step_of(fact)
        if step is not None and not (isinstance(fact, CallBack) and not fact.reached):
            found.add(step)
        if _begins_again(fact):
            found -= _OF_A_RESULT
    return frozenset(found)


def missing(state: Matter, rules: ProgramDetails) -> tuple[LoopStep, ...]:
    """Return the steps that the program needs before 销号 and that did not happen yet.

    What was settled without being handed on cannot be deliberated, assigned, supervised or
    replied to any more: those steps are needed of the others only. A proposal has its own
    deliberation.
    """
    passed = {*steps(state), Step.STRIKE_OFF}
    match state.disposition:
        case None | Disposition.ASSIGNED:
            pass
        case Disposition.CONVERTED:
            passed.add(Step.DELIBERATE)
        case _:
            passed |= _OF_HANDLING
    return tuple(one for one in rules.steps if one.needed and one.step not in passed)


def handlers(state: Matter) -> frozenset[Id]:
    """Return who recorded the present result: its reply, its end."""
    found: set[Id] = set()
    for fact, entry in _facts(state):
        if isinstance(fact, _HANDLERS):
            found.add(entry.author)
        if _begins_again(fact):
            found.clear()
    return frozenset(found)


def check_assign(state: Matter, rules: ProgramDetails) -> None:
    """Raise RuleBroken where deliberation has to come first: later it would be too late."""
    for one in missing(state, rules):
        if one.step is Step.DELIBERATE:
            raise RuleBroken("matter.deliberate_first", title=rules.title, step=one.called)


def check_strike_off(state: Matter, rules: ProgramDetails, *, by: Id) -> None:
    """Raise RuleBroken where a needed step is missing, or where the handler would strike off."""
    if state.stage is not Stage.RESOLVED:
        return  # the loop itself refuses it
    still = missing(state, rules)
    if still:
        named = "、".join(one.called for one in still)
        raise RuleBroken("matter.steps_missing", title=rules.title, steps=named)
    if rules.second_person and by in handlers(state):
        raise RuleBroken("matter.second_person", title=rules.title)


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


def _facts(state: Matter) -> Iterator[tuple[Fact, Entry]]:
    """Yield what is in effect."""
    for event in state.timeline:
        if event.fact is not None and event.void is None:
            yield event.fact, event.entry


def _begins_again(fact: Fact) -> bool:
    return isinstance(fact, Rehandle) or (isinstance(fact, LookBack) and fact.reopen)
