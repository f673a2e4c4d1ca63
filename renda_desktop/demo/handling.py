"""How an assigned matter goes on: in time, late or stuck, returned, reminded, answered."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.ending import ended, rated, supervised
from renda_desktop.demo.world import Case, World
from renda_desktop.domain.program import Due
from renda_desktop.domain.terms import Grade, Outcome
from renda_desktop.services import matters

_PACES = {"quick": 62, "near": 21, "late": 13, "stuck": 4}
_MOST_ROUNDS = 3

Step = tuple[datetime, Callable[[], object]]


def assigned(world: World, case: Case) -> Life:
    """Let a matter that was just assigned be handled to its end."""
    world.in_hand[case.id] = case
    if world.luck.happens(0.07) and not case.pace:
        yield from _returned(world, case)
    elif world.luck.happens(0.05) and not case.pace:
        yield from _transferred(world, case)
    yield from handled(world, case)


def handled(world: World, case: Case) -> Life:
    """Go through one round of handling, and another if it did not satisfy."""
    pace = case.pace or world.luck.by_weight(_PACES)
    for moment, do in _steps(world, case, pace):
        yield moment
        do()
    yield world.hours.in_days(0, 3)
    grade = _reply(world, case, pace)
    yield from rated(world, case, grade)
    if case.happy or case.rounds >= _MOST_ROUNDS:
        yield world.hours.in_days(1, 6)
        yield from ended(world, case, _outcome(world, grade))
        return
    yield world.hours.in_days(1, 4)
    case.rounds += 1
    world.on(case, matters.rehandle, reason=world.phrase("rehandle", case))
    case.pace = "quick"
    world.in_hand[case.id] = case
    yield from handled(world, case)


def _steps(world: World, case: Case, pace: str) -> list[Step]:
    """Return what happens before the reply, in order."""
    luck, hours, term = world.luck, world.hours, world.due(case.program)
    steps: list[Step] = []
    if luck.happens(0.12):
        steps.append((hours.in_days(1, 8), lambda: _note(world, case)))
    if pace == "quick":
        days = max((term.on - term.began).days, 2)
        steps.append((hours.on(term.began + timedelta(days=luck.number(1, days * 2 // 3))), _wait))
        return sorted(steps, key=_moment)
    if luck.happens(0.75):
        steps.append((hours.on(term.amber_on), lambda: _remind(world, case)))
    answer = term.amber_on + timedelta(days=luck.number(0, max((term.on - term.amber_on).days, 0)))
    if pace != "near":
        if luck.happens(0.35):
            steps.append((hours.on(term.amber_on), lambda: _extend(world, case, term)))
        late = luck.number(3, 24) if pace == "late" else luck.number(60, 170)
        answer = term.on + timedelta(days=late)
        after = [1] if pace == "late" else [1, 30]
        steps += [
            (hours.on(term.on + timedelta(days=days)), lambda: supervised(world, case))
            for days in after
            if luck.happens(0.85)
        ]
    steps.append((hours.on(answer), _wait))
    return sorted(steps, key=_moment)


def _moment(step: Step) -> datetime:
    return step[0]


def _wait() -> None:
    """Do nothing: the moment is what counts."""


def _returned(world: World, case: Case) -> Life:
    office = case.office
    if office is None:
        return
    yield world.hours.in_days(1, 5)
    other = _other(world, case)
    world.on(case, matters.return_, reason=world.phrase("returns", case, other=other))
    world.in_hand.pop(case.id)
    yield world.hours.in_days(0, 4)
    case.offices = [world.offices[other]]
    world.on(case, matters.assign, unit=world.offices[other].id, deputy=_deputy_of(case),
        text=world.phrase("assign", case),
    )  # fmt: skip
    world.in_hand[case.id] = case


def _transferred(world: World, case: Case) -> Life:
    if case.office is None:
        return
    yield world.hours.in_days(1, 7)
    other = world.offices[_other(world, case)]
    reason = world.phrase("transfers", case, other=other.name)
    world.on(case, matters.transfer, reason=reason, unit=other.id, deputy=_deputy_of(case))
    case.offices = [other]


def _other(world: World, case: Case) -> str:
    """Return the name of a department that does not have the matter."""
    mine = {office.name for office in case.offices[:1]}
    likely = [name for name in case.complaint.problem.units if name not in mine]
    return world.luck.one(likely or [name for name in world.offices if name not in mine])


def _deputy_of(case: Case) -> str | None:
    return case.member.id if case.member else None


def _note(world: World, case: Case) -> None:
    world.on(case, matters.note, text=world.phrase("notes", case))


def _remind(world: World, case: Case) -> None:
    world.on(case, matters.remind, text=world.phrase("reminders", case))


def _extend(world: World, case: Case, term: Due) -> None:
    granted = world.luck.happens(0.6)
    days = world.luck.number(8, 20)
    due_on: date | None = world.calendar.add_working_days(term.on, days=days).date
    reason = world.phrase("extensions", case)
    world.on(case, matters.extend, reason=reason, granted=granted,
        due_on=due_on if granted else None,
    )  # fmt: skip


def _reply(world: World, case: Case, pace: str) -> Grade:
    weights = {Grade.SOLVED: 66, Grade.BASICALLY_SOLVED: 26, Grade.UNSOLVED: 8}
    grade = Grade.SOLVED if pace == "quick" and case.pace else world.luck.by_weight(weights)
    match grade:
        case Grade.SOLVED:
            text = case.complaint.fill(world.luck.one(case.complaint.problem.replies))
        case Grade.BASICALLY_SOLVED:
            text = world.phrase("partly", case)
        case Grade.UNSOLVED:
            text = world.phrase("unsolved", case)
    office = case.office
    world.on(case, matters.reply, text=text, grade=grade, unit=office.id if office else None,
        deputy=None if office or not case.member else case.member.id,
        official=office.contact if office else "",
    )  # fmt: skip
    world.in_hand.pop(case.id, None)
    return grade


def _outcome(world: World, grade: Grade) -> Outcome:
    if grade is Grade.UNSOLVED:
        return world.luck.one((Outcome.PLANNED, Outcome.EXPLAINED))
    return Outcome.RESOLVED_AFTER_FOLLOW_UP
