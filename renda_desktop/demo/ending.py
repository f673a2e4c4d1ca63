"""How a matter ends: rated, resolved, called back, struck off, looked at again."""

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.world import Case, World
from renda_desktop.domain.matter import demands
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Grade, Outcome, RaterKind, Step
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.services import matters

_STARS: dict[Grade, dict[int, float]] = {
    Grade.SOLVED: {5: 62, 4: 30, 3: 6, 2: 1.5, 1: 0.5},
    Grade.BASICALLY_SOLVED: {5: 18, 4: 52, 3: 22, 2: 6, 1: 2},
    Grade.UNSOLVED: {5: 2, 4: 22, 3: 40, 2: 24, 1: 12},
}
_RESULTS = {
    Outcome.PLANNED: "planned_results",
    Outcome.EXPLAINED: "explained_results",
    Outcome.RESOLVED_AFTER_FOLLOW_UP: "results",
}


def rated(world: World, case: Case, grade: Grade) -> Life:
    """Let the resident and the deputy rate a reply; `case.happy` says whether it will do."""
    case.happy = True
    if world.luck.happens(0.72):
        yield world.hours.in_days(1, 8)
        stars = 5 if case.pace else world.luck.by_weight(_STARS[grade])
        case.happy = stars > 2
        world.on(case, matters.rate, rater=RaterKind.RESIDENT, stars=stars,
            comment=world.phrase(_tone(stars), case),
        )  # fmt: skip
    if case.member is not None and world.luck.happens(0.7):
        yield world.hours.in_days(0, 5)
        stars = min(5, world.luck.by_weight(_STARS[grade]) + 1)
        world.on(case, matters.rate, rater=RaterKind.DEPUTY, stars=stars,
            comment=world.phrase("deputy_words", case), deputy=case.member.id,
        )  # fmt: skip


def ended(world: World, case: Case, outcome: Outcome) -> Life:
    """Resolve a matter that was replied to, and see it off the list."""
    result = world.phrase(_RESULTS[outcome], case)
    world.on(case, matters.resolve, outcome=outcome, text=result)
    yield from settled(world, case)


def settled(world: World, case: Case) -> Life:
    """See a resolved matter off the list."""
    if world.luck.happens(0.55):
        yield world.hours.in_days(2, 12)
        _call_back(world, case)
    if not world.luck.happens(0.94):
        return
    yield from _made_up_for(world, case)
    yield world.hours.in_days(2, 15)
    world.desk.act(matters.strike_off, matter=case.id, evidence=world.phrase("evidence", case))
    if world.luck.happens(0.1):
        yield world.hours.in_days(40, 80)
        yield from _looked_back(world, case)


def supervised(world: World, case: Case) -> None:
    """Let the deputy look after the matter."""
    deputies = (case.member.id,) if case.member else ()
    text = world.phrase("supervisions", case)
    world.on(case, matters.supervise, text=text, deputies=deputies)


def _made_up_for(world: World, case: Case) -> Life:
    """Do what the matter's program still needs before 销号."""
    today = day_of(world.clock.now)
    file = matter_file(world.desk.session, id=case.id, today=today)
    for one in demands.missing(file.state):
        yield world.hours.in_days(1, 4)
        if one.step is Step.SUPERVISE:
            supervised(world, case)
        elif one.step is Step.RATE:
            words = world.phrase("praise", case)
            world.on(case, matters.rate, rater=RaterKind.RESIDENT, stars=4, comment=words)


def _call_back(world: World, case: Case) -> None:
    reached = world.luck.happens(0.86)
    text = world.phrase("called" if reached else "missed", case)
    satisfied = world.luck.happens(0.93) if reached else None
    world.on(case, matters.call_back, reached=reached, text=text, satisfied=satisfied)


def _looked_back(world: World, case: Case) -> Life:
    lasts = world.luck.happens(0.88)
    text = world.phrase("looked" if lasts else "relapsed", case)
    again = not lasts and case.office is not None
    world.on(case, matters.look_back, lasts=lasts, text=text, reopen=again)
    if not again or case.office is None:
        return
    yield world.hours.in_days(1, 3)
    world.on(case, matters.assign, unit=case.office.id, text=world.phrase("assign", case))
    yield world.hours.in_days(5, 15)
    reply = case.complaint.fill(world.luck.one(case.complaint.problem.replies))
    world.on(case, matters.reply, text=reply, unit=case.office.id)
    yield world.hours.in_days(2, 6)
    yield from ended(world, case, Outcome.RESOLVED_AFTER_FOLLOW_UP)


def _tone(stars: int) -> str:
    return "praise" if stars >= 4 else "fine" if stars == 3 else "blame"
