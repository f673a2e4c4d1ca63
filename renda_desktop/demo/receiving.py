"""Those who come to a reception: ticket, call, registration."""

from datetime import datetime, timedelta

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.deciding import case_of, follow, way_of
from renda_desktop.demo.folk import Neighbour
from renda_desktop.demo.held import Guest, Held
from renda_desktop.demo.speech import Complaint, complaint
from renda_desktop.demo.texts import Problem, phrases, problems
from renda_desktop.demo.world import Case, World
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Urgency
from renda_desktop.services import amendments, visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way

_QUEUED = 30  # a busier reception registers people as they come
_DECIDED_AT_ONCE = 0.78


def receive(world: World, held: Held, *, until: datetime) -> None:
    """Let as many people come as raise the matters that the plan gave this reception."""
    sizes = _sizes(world, held.occasion.matters)
    gap = (until - held.starts) / (len(sizes) + 1)
    for place, size in enumerate(sizes):
        served = held.starts + gap * (place + 0.4)
        came = max(held.starts + timedelta(seconds=20 * place), served - gap * 3)
        guest = held.guests.pop(0) if held.guests else None
        world.agenda.add(came, _visitor(world, held, size, served, gap, guest))
    if sizes and world.luck.happens(0.2):
        world.agenda.add(held.starts + gap, _leaves(world, held))


def pick_problem(world: World, theme: str) -> Problem:
    """Return what somebody comes with, mostly what the theme calls for."""
    luck, known = world.luck, problems()
    if theme and luck.happens(0.7):
        known = tuple(one for one in known if one.theme == theme) or known
    return luck.one(known)


def said_by(
    world: World, who: Neighbour, theme: str, guest: Guest | None = None
) -> tuple[Complaint, Case | None]:
    """Return what somebody says, and the matter in hand that it is the same as."""
    luck = world.luck
    if guest is not None:
        problem = next(one for one in problems() if one.category == guest.category)
        stuck = (c for c in world.in_hand.values() if c.pace and c.complaint.problem is problem)
        same = next(stuck, None) if guest.joins else None
        return complaint(luck, problem, of=who, like=same.complaint if same else None), same
    if world.in_hand and luck.happens(0.035):
        same = luck.one(list(world.in_hand.values()))
        again = complaint(luck, same.complaint.problem, of=who, like=same.complaint)
        return again, same if luck.happens(0.75) else None
    return complaint(luck, pick_problem(world, theme), of=who), None


def _sizes(world: World, matters: int) -> list[int]:
    sizes: list[int] = []
    while matters > 0:
        size = min(matters, world.luck.by_weight({1: 80, 2: 16, 3: 4}))
        sizes.append(size)
        matters -= size
    return sizes


def _visitor(
    world: World, held: Held, size: int, served: datetime, gap: timedelta, guest: Guest | None
) -> Life:
    luck = world.luck
    who = guest.who if guest else world.folk.comes()
    found = [
        said_by(world, who, held.theme, guest if place == 0 else None) for place in range(size)
    ]
    anonymous = guest is None and luck.happens(0.035)
    visit: Id | None = None
    if held.occasion.matters <= _QUEUED:
        visit = world.desk.act(
            visits.take_ticket,
            clerk=world.clerk(),
            reception=held.id,
            name=who.name,
            topic=found[0][0].topic,
            anonymous=anonymous,
        ).id
        yield served
        world.desk.act(visits.call, clerk=world.clerk(), visit=visit)
        yield served + gap * 0.5
    else:
        yield served
    cases = _register(world, held, who, found, visit, anonymous, guest)
    if cases and luck.happens(0.03) and cases[0].complaint.urgency is Urgency.NORMAL:
        yield world.clock.now + gap * 0.2
        world.desk.act(
            amendments.amend,
            noun="matter",
            stream=cases[0].id,
            changes={"urgency": Urgency.URGENT},
        )


def _register(
    world: World,
    held: Held,
    who: Neighbour,
    found: list[tuple[Complaint, Case | None]],
    visit: Id | None,
    anonymous: bool,
    guest: Guest | None,
) -> list[Case]:
    luck = world.luck
    planned: list[tuple[Raised, Case, Way | None]] = []
    for said, same in found:
        case = case_of(world, said, held.program)
        case.pace = guest.pace if guest else ""
        way = None
        if same is None and (guest or luck.happens(_DECIDED_AT_ONCE)):
            way = way_of(world, case)
        planned.append((_raised(said, way, same), case, way))
    if luck.happens(0.02):
        who.phone = who.phone and who.phone[:-4] + f"{luck.number(0, 9999):04d}"
    changes = world.desk.act(
        visits.register,
        clerk=world.clerk(),
        person=Person(who.name, who.phone, who.address, who.id),
        matters=tuple(raised for raised, _, _ in planned),
        reception=None if visit else held.id,
        visit=visit,
        heads=luck.by_weight({1: 82, 2: 10, 3: 4, 5: 2, 8: 1, 14: 1}),
        anonymous=anonymous,
        confidential=luck.happens(0.03),
        listeners=tuple(member.id for member in held.members[:2]),
    )
    # Ids grow: the matters are the last that the action made, the resident just before them.
    made = sorted(changes.ids - {changes.id})
    if who.id is None and not anonymous:
        who.id = made[-len(planned) - 1]
    held.visits += 1
    return _begin(world, held, planned, made[-len(planned) :])


def _begin(
    world: World, held: Held, planned: list[tuple[Raised, Case, Way | None]], ids: list[Id]
) -> list[Case]:
    begun = []
    for (raised, case, way), made in zip(planned, ids, strict=True):
        case.id = made
        world.registered += 1
        held.cases.append(case)
        if raised.merge_into is not None:
            continue
        begun.append(case)
        if way is None:
            held.undecided.append(case)
        else:
            follow(world, case, way)
    return begun


def _raised(said: Complaint, way: Way | None, same: Case | None) -> Raised:
    return Raised(
        own_words=said.own_words,
        summary=said.summary,
        category=said.problem.category,
        place=said.place,
        urgency=said.urgency,
        appeal=said.appeal,
        way=way,
        merge_into=same.id if same else None,
    )


def _leaves(world: World, held: Held) -> Life:
    if held.occasion.matters > _QUEUED:
        return
    who = world.folk.comes()
    topic = pick_problem(world, held.theme).category.partition("/")[2]
    visit = world.desk.act(visits.take_ticket, reception=held.id, name=who.name, topic=topic).id
    yield world.clock.now + timedelta(minutes=world.luck.number(6, 15))
    reason = world.luck.one(phrases()["left"])
    world.desk.act(visits.leave, visit=visit, reason=reason)


def waiting_room(world: World, held: Held, queue: list[tuple[Neighbour, str]]) -> Life:
    """Let people draw tickets and wait."""
    for who, topic in queue:
        world.desk.act(
            visits.take_ticket, reception=held.id, name=who.name, topic=topic, resident=who.id
        )
        yield world.clock.now + timedelta(minutes=1, seconds=world.luck.number(0, 40))
