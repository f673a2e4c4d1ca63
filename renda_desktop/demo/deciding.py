"""Which way a matter goes: answered on site, assigned, planned, explained, declined."""

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.ending import rated, settled
from renda_desktop.demo.handling import assigned
from renda_desktop.demo.speech import Complaint
from renda_desktop.demo.world import Case, World
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Grade
from renda_desktop.services import matters
from renda_desktop.services.ways import Way, WayKind

_WAYS: dict[WayKind, float] = {
    "answered_on_site": 30,
    "assigned": 54,
    "planned": 7,
    "explained": 9,
}


def case_of(world: World, complaint: Complaint, program: str) -> Case:
    """Return the case of a matter that is about to be registered: who will have it."""
    luck, units = world.luck, complaint.problem.units
    offices = [world.offices[name] for name in units[: 2 if luck.happens(0.2) else 1]]
    if len(units) > 1 and luck.happens(0.3):
        offices = [world.offices[units[1]]]
    member = luck.one(world.members) if luck.happens(0.55) else None
    if member is not None and luck.happens(0.12):
        offices = []
    return Case(Id(""), complaint, program, offices, member)


def way_of(world: World, case: Case) -> Way:
    """Choose the way of a matter."""
    problem = case.complaint.problem
    if problem.go_to:
        text = world.phrase("declined", case)
        return Way("declined", text, go_to=world.luck.one(problem.go_to))
    kind = "assigned" if case.pace else world.luck.by_weight(_WAYS)
    lead = case.office
    unit = lead.id if lead else None
    match kind:
        case "assigned":
            co_units = tuple(office.id for office in case.offices[1:])
            member = case.member.id if case.member else None
            return Way(kind, world.phrase("assign", case), unit, member, co_units)
        case "answered_on_site":
            text = case.complaint.fill(world.luck.one(problem.answers))
            return Way(kind, text, unit, official=lead.contact if lead else "")
        case "planned":
            return Way(kind, world.phrase("plans", case), unit)
        case _:
            return Way(kind, world.phrase("explained", case), unit)


def follow(world: World, case: Case, way: Way) -> None:
    """Let the matter go on by the way that was chosen."""
    match way.disposition:
        case "assigned":
            life = assigned(world, case)
        case "answered_on_site":
            life = _answered(world, case)
        case _:
            life = settled(world, case)
    world.agenda.add(world.clock.now, life)


def choose(world: World, case: Case) -> None:
    """Choose the way of a registered matter, now, and let it go on."""
    way = way_of(world, case)
    world.desk.act(matters.choose, clerk=world.clerk(), matter=case.id, way=way)
    follow(world, case, way)


def deliberate(world: World, case: Case) -> None:
    """Write down what the deputies think of it."""
    deputies = (case.member.id,) if case.member else ()
    opinion = world.phrase("opinions", case)
    world.desk.act(matters.deliberate, matter=case.id, opinion=opinion, deputies=deputies)


def _answered(world: World, case: Case) -> Life:
    yield from rated(world, case, Grade.SOLVED)
    yield from settled(world, case)
