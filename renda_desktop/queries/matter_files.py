"""One matter as a whole: its state folded from the log, and its timeline in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from renda_desktop.domain import possible
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.mask import mask_phone
from renda_desktop.domain.matter import MATTER, Matter, demands
from renda_desktop.domain.matter.state import UNDECIDED_STAGES, ReplyText, Round
from renda_desktop.domain.program import Due, ProgramDetails, due
from renda_desktop.domain.stream import NOWHERE, Stream
from renda_desktop.domain.terms import Disposition, Grade, Outcome, RaterKind, Step
from renda_desktop.queries import clerks, programs, references, residents
from renda_desktop.queries.calendar import calendar
from renda_desktop.queries.matters import MatterRow, matter_row
from renda_desktop.queries.names import Names
from renda_desktop.queries.timeline import TimelineEvent, timeline
from renda_desktop.store import log

_OFFERED = {
    "matter.assign": Disposition.ASSIGNED,
    "matter.answer_on_site": Disposition.ANSWERED_ON_SITE,
    "matter.convert": Disposition.CONVERTED,
}


@dataclass(frozen=True, slots=True)
class ConflictVersion:
    """One of the competing values of a field, in words, with who wrote it and when."""

    shown: str
    value: object
    who: str
    at: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply of a round: when (µs since 1970), by whom, how far it solves, what it says."""

    at: int
    by: str
    grade: Grade
    text: str


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round of handling in words; ids stand beside names for forms that begin with them."""

    unit: Id | None
    unit_name: str
    deputy: Id | None
    deputy_name: str
    co_units: tuple[tuple[Id, str], ...]
    due: Due | None
    extended: bool
    reminders: int
    supervisions: int
    replies: tuple[Answer, ...]
    stars: dict[RaterKind, int]


@dataclass(frozen=True, slots=True)
class Raiser:
    """Who raised a matter, as far as screens show it."""

    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the program in its words: whether it is needed before 销号, and happened."""

    step: Step
    title: str
    needed: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class MatterFile:
    """A matter with everything on record about it.

    `possible` holds for each kind of fact why it cannot be recorded now, or ''; `outcomes` are
    those that can end it now; `proposed` is the due date that its program gives from today.
    """

    row: MatterRow
    state: Matter
    timeline: tuple[TimelineEvent, ...]
    conflicts: dict[str, tuple[ConflictVersion, ...]]
    program: ProgramDetails
    proposed: Due
    possible: dict[str, str]
    outcomes: tuple[Outcome, ...]
    rounds: tuple[RoundView, ...]
    steps: tuple[StepView, ...]
    raiser: Raiser
    theme: str
    listeners: str
    joined_into: str
    proposal: bool


def matter_file(session: Session, *, id: Id, today: date) -> MatterFile:  # noqa: A002
    """Return one matter with its timeline, the earliest event first.

    Raises:
        RuleBroken: there is no such matter.
    """
    row = matter_row(session, id=id, today=today)
    if row is None:
        raise RuleBroken("stream.missing", noun=Matter.term)
    state = MATTER.fold(id, log.read(session, stream=id))
    names = Names(session)
    rules = programs.program(session, key=state.details.program, version=state.details.version)
    return MatterFile(
        row=row,
        state=state,
        timeline=timeline(state, names=names, steps=rules.steps),
        conflicts=conflicts(state, names),
        program=rules,
        proposed=due(rules, start=today, calendar=calendar(session)),
        possible=_possible(session, state, rules, today),
        outcomes=tuple(o for o in possible.outcomes(state) if _offers(rules, o)),
        rounds=tuple(_round(one, names) for one in state.rounds),
        steps=_steps(state, rules),
        raiser=_raiser(session, state),
        theme=names.theme(state.details.theme),
        listeners=names.deputies(state.details.listeners),
        joined_into=names.matter(state.joined_into),
        proposal=state.proposal is not None,
    )


def conflicts(state: Stream, names: Names) -> dict[str, tuple[ConflictVersion, ...]]:
    """Return the competing versions of each field in conflict."""
    return {
        field: tuple(
            ConflictVersion(names.shown(v.value), v.value, names.clerk(v.author), v.recorded_at)
            for v in versions
        )
        for field, versions in state.conflicts.items()
    }


def _steps(state: Matter, rules: ProgramDetails) -> tuple[StepView, ...]:
    return tuple(StepView(s.step, s.called, s.needed, s.step in state.passed) for s in rules.steps)


def _possible(
    session: Session, state: Matter, rules: ProgramDetails, today: date
) -> dict[str, str]:
    """Return what the rules allow, and what the services refuse beyond them."""
    at_desk = clerks.at_desk(session)
    found = possible.on_matter(state, roles=at_desk.roles if at_desk else ())
    undecided = state.stage in UNDECIDED_STAGES
    for kind, way in _OFFERED.items() if undecided else ():
        if not found[kind] and way not in rules.dispositions:
            refused = RuleBroken("program.disposition", title=rules.title, disposition=way.label)
            found[kind] = str(refused)
    joined = references.joined_matters(session, into=state.id)
    for kind in ("matter.merge", "matter.withdraw") if joined else ():
        found[kind] = found[kind] or str(RuleBroken("matter.has_joined"))
    who = at_desk.id if at_desk else NOWHERE
    years = calendar(session)
    for kind, check in (
        ("matter.strike_off", partial(demands.check_strike_off, state, by=who)),
        ("matter.return", partial(demands.check_return, state, rules, today=today, calendar=years)),
    ):
        found[kind] = found[kind] or _refused(check)
    if not rules.quantities:
        nothing = str(RuleBroken("program.no_quantities", title=rules.title))
        found["matter.record_quantity"] = found["matter.record_quantity"] or nothing
    return found


def _refused(check: Callable[[], None]) -> str:
    try:
        check()
    except RuleBroken as broken:
        return str(broken)
    return ""


def _offers(rules: ProgramDetails, outcome: Outcome) -> bool:
    way = outcome.value
    return way not in {d.value for d in Disposition} or Disposition(way) in rules.dispositions


def _round(one: Round, names: Names) -> RoundView:
    answers = [
        Answer(reply.at, _by(reply, names), reply.grade, reply.text) for reply in one.replies
    ]
    return RoundView(
        unit=one.unit,
        unit_name=names.department(one.unit),
        deputy=one.deputy,
        deputy_name=names.deputy(one.deputy),
        co_units=tuple((unit, names.department(unit)) for unit in one.co_units),
        due=one.due,
        extended=one.extended,
        reminders=one.reminders,
        supervisions=one.supervisions,
        replies=tuple(answers),
        stars={rater: rating.stars for rater, rating in one.ratings.items()},
    )


def _by(reply: ReplyText, names: Names) -> str:
    who = (names.department(reply.unit), names.deputy(reply.deputy), reply.official)
    return "、".join(filter(None, who))


def _raiser(session: Session, state: Matter) -> Raiser:
    if state.details.resident is None:
        return Raiser()
    found = residents.resident(session, id=state.details.resident)
    return Raiser(found.name, mask_phone(found.phone), found.address) if found else Raiser()
