"""One reception from its plan to the archive."""

from datetime import time, timedelta

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.deciding import choose, deliberate
from renda_desktop.demo.held import Guest, Held
from renda_desktop.demo.hours import at
from renda_desktop.demo.proposing import convert
from renda_desktop.demo.receiving import receive, waiting_room
from renda_desktop.demo.texts import people, phrases, station
from renda_desktop.demo.world import Member, World
from renda_desktop.demo.year_plan import Fate, Occasion
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import AttendeeRole, Disposition, Presence, ReceptionKind
from renda_desktop.services import receptions

_OFFICES = {
    ReceptionKind.THEMED: 2,
    ReceptionKind.NIGHT_INQUIRY: 4,
    ReceptionKind.SUPERVISION: 1,
}


def reception(world: World, occasion: Occasion, guests: list[Guest]) -> Life:
    """Let a reception be planned, noticed, held, closed and archived, or what its fate is."""
    held = _plan(world, occasion)
    held.guests = guests
    if occasion.fate is Fate.PLANNED:
        return
    posted = occasion.day - timedelta(days=world.luck.number(4, 8))
    yield at(min(posted, world.today - timedelta(days=1)), time(10, world.luck.number(0, 59)))
    _notice(world, held)
    if occasion.fate is Fate.NOTICED:
        return
    if occasion.fate is Fate.CANCELLED:
        yield world.clock.now + timedelta(days=1, hours=1)
        reason = world.phrase("cancelled")
        world.desk.act(receptions.cancel, reception=held.id, reason=reason)
        return
    if occasion.fate is Fate.POSTPONED:
        yield held.starts - timedelta(days=2)
        _postpone(world, held)
        yield held.starts - timedelta(days=5)
        _notice(world, held)
    yield held.starts - timedelta(minutes=25)
    yield from _sign_in(world, held)
    yield held.starts
    world.desk.act(receptions.open_, reception=held.id)
    still = occasion.fate is Fate.OPEN
    receive(world, held, until=held.starts + timedelta(minutes=64) if still else held.ends)
    if still:
        yield held.starts + timedelta(minutes=66)
        yield from waiting_room(world, held, world.queue)
    else:
        yield from _close(world, held)


def _plan(world: World, occasion: Occasion) -> Held:
    luck, kind = world.luck, occasion.kind
    rules = next(one for one in world.programs.values() if kind in one.kinds)
    theme = luck.one(list(world.themes)) if kind is ReceptionKind.THEMED else ""
    if occasion.fate is Fate.OPEN:
        theme = station().theme[0].title
    outpost, place = luck.one(world.outposts) if occasion.away else (None, station().room)
    members = luck.some(world.members, count=max(rules.least_deputies, luck.number(2, 4)))
    if occasion.fate is Fate.OPEN:
        members = [one for one in world.members if one.name in ("张明", "李慧", "陈建国")]
    offices = luck.some(list(world.offices.values()), count=_OFFICES.get(kind, 0))
    if occasion.fate is Fate.OPEN:
        offices = [world.offices["区住建局"], world.offices["区综合执法局"]]
    leaders = luck.some(people().leaders, count=2) if kind is ReceptionKind.NIGHT_INQUIRY else []
    starts = at(occasion.day, occasion.starts)
    ends = starts + timedelta(minutes=occasion.minutes)
    made = world.desk.act(
        receptions.plan,
        kind=kind,
        program=rules.key,
        place=place,
        starts=starts,
        ends=ends,
        deputies=tuple(one.id for one in members),
        departments=tuple(one.id for one in offices),
        leaders=tuple(leader.partition(" ")[2] for leader in leaders),
        title=f"{theme} · {kind.label}" if theme else "",
        theme=world.themes[theme] if theme else None,
        outpost=outpost,
        moved_from=occasion.moved_from,
    )
    return Held(made.id, occasion, rules.key, theme, starts, ends, members, offices, leaders)


def _notice(world: World, held: Held) -> None:
    title = f"“{held.theme}”" if held.theme else held.occasion.kind.label
    text = phrases()["notice"][0].format(title=title)
    world.desk.act(receptions.notice, clerk=world.clerk(), reception=held.id, text=text)


def _postpone(world: World, held: Held) -> None:
    later = world.calendar.add_working_days(day_of(held.starts), days=8).date
    starts = at(later, held.occasion.starts)
    held.starts, held.ends = starts, starts + timedelta(minutes=held.occasion.minutes)
    world.desk.act(
        receptions.postpone,
        reception=held.id,
        starts=held.starts,
        ends=held.ends,
        reason=world.phrase("postponed"),
    )


def _sign_in(world: World, held: Held) -> Life:
    luck = world.luck
    for place, member in enumerate(held.members):
        presence = Presence.PRESENT
        if place and held.occasion.fate is Fate.HELD and luck.happens(0.12):
            presence = luck.one((Presence.LEAVE, Presence.LEAVE, Presence.ABSENT))
        _signs(world, held, member.name, AttendeeRole.DEPUTY, member, "", presence)
        yield world.clock.now + timedelta(minutes=luck.number(1, 4))
    for office in held.offices:
        _signs(world, held, office.contact, AttendeeRole.OFFICIAL, None, office.name)
    for leader in held.leaders:
        post, _, name = leader.partition(" ")
        _signs(world, held, name, AttendeeRole.LEADER, None, post)
    if held.leaders or luck.happens(0.2):
        unit, _, name = luck.one(people().press).partition(" ")
        _signs(world, held, name, AttendeeRole.PRESS, None, unit)


def _signs(
    world: World,
    held: Held,
    name: str,
    role: AttendeeRole,
    member: Member | None,
    unit: str,
    presence: Presence = Presence.PRESENT,
) -> None:
    world.desk.act(
        receptions.sign_in,
        clerk=world.clerk(),
        reception=held.id,
        name=name,
        role=role,
        person=member.id if member else None,
        unit=unit,
        presence=presence,
    )


def _close(world: World, held: Held) -> Life:
    yield held.ends + timedelta(minutes=4)
    undecided = held.undecided
    offered = Disposition.CONVERTED in world.programs[held.program].dispositions
    if offered and undecided and world.luck.happens(0.2):
        proposed = [case for case in undecided if not case.complaint.problem.go_to][:2]
        undecided = [case for case in undecided if case not in proposed]
        if proposed:
            convert(world, proposed)
    for case in undecided:
        if world.luck.happens(0.5):
            deliberate(world, case)
        choose(world, case)
    yield held.ends + timedelta(minutes=world.luck.number(9, 20))
    topics = dict.fromkeys(case.complaint.topic for case in held.cases)
    minutes = world.phrase(
        "minutes",
        visits=held.visits,
        matters=len(held.cases),
        topic="、".join(list(topics)[:3]) or "社区日常事务",
    )
    world.desk.act(receptions.close, reception=held.id, minutes=minutes)
    if world.luck.happens(0.97):
        yield world.hours.in_days(2, 12)
        world.desk.act(receptions.archive, reception=held.id)
