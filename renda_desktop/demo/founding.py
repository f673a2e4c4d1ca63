"""The station on its first days: places, clerks, departments, deputies, themes."""

from datetime import date

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.folk import person_name, phone
from renda_desktop.demo.texts import people, station
from renda_desktop.demo.world import Member, Office, World
from renda_desktop.domain.deputy import Mandate
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import DeputyLevel, Gender, Role
from renda_desktop.services import (
    amendments,
    areas,
    clerks,
    departments,
    deputies,
    stations,
    themes,
)

# The terms that run, and those that ran out before them.
_TERMS = {
    DeputyLevel.PROVINCIAL: 14,
    DeputyLevel.MUNICIPAL: 16,
    DeputyLevel.COUNTY: 12,
    DeputyLevel.TOWNSHIP: 17,
    DeputyLevel.STREET: 2,
}
_BEGAN, _BEGAN_BEFORE = date(2022, 3, 1), date(2017, 3, 1)
_SEATS: tuple[tuple[tuple[DeputyLevel, ...], int], ...] = (
    ((DeputyLevel.PROVINCIAL,), 1),
    ((DeputyLevel.PROVINCIAL, DeputyLevel.MUNICIPAL), 1),
    ((DeputyLevel.MUNICIPAL,), 6),
    ((DeputyLevel.MUNICIPAL, DeputyLevel.COUNTY), 3),
    ((DeputyLevel.COUNTY,), 14),
    ((DeputyLevel.COUNTY, DeputyLevel.TOWNSHIP), 2),
    ((DeputyLevel.TOWNSHIP,), 4),
    ((DeputyLevel.STREET,), 8),
)
_NAMED = {DeputyLevel.MUNICIPAL: "张明", DeputyLevel.COUNTY: "李慧", DeputyLevel.STREET: "陈建国"}


def found(world: World) -> None:
    """Register all that the station begins with."""
    _places(world)
    for name in station().clerks:
        made = world.desk.act(clerks.register, name=name, roles=(Role.CLERK,))
        world.desk.clerks.append(made.id)
    for number, one in enumerate(station().department):
        made = world.desk.act(
            departments.register,
            name=one.name,
            short=one.short,
            contact=one.contact,
            phone=f"0574-555{number + 11:02d}110",
        )
        world.offices[one.short] = Office(made.id, one.short, one.contact)
    for theme in station().theme:
        made = world.desk.act(
            themes.register,
            title=theme.title,
            description=theme.description,
            keywords=theme.keywords,
            source=theme.source,
        )
        world.themes[theme.title] = made.id
    _elect(world)


def _places(world: World) -> None:
    parent: Id | None = None
    for one in station().area:
        made = world.desk.act(
            areas.register, name=one.name, level=one.level, parent=parent, code=one.code
        )
        parent = made.id
    world.desk.act(
        amendments.amend,
        noun="station",
        stream=world.desk.station,
        changes={"area": parent},
    )
    for post in station().outpost:
        made = world.desk.act(stations.add_outpost, name=post.name, address=post.address)
        world.outposts.append((made.id, post.name))


def _elect(world: World) -> None:
    named = dict(_NAMED)
    seats: list[tuple[Member, tuple[DeputyLevel, ...]]] = []
    for levels, count in _SEATS:
        for _ in range(count):
            name = named.pop(levels[0], "") if len(levels) == 1 else ""
            seats.append((_deputy(world, name or person_name(world.luck), levels), levels))
    world.members.extend(member for member, _ in seats)
    for member, levels in world.luck.some(seats, count=5):
        if member.name not in _NAMED.values():
            world.agenda.add(world.hours.in_days(120, 640), _resigns(world, member, levels))


def _deputy(world: World, name: str, levels: tuple[DeputyLevel, ...]) -> Member:
    luck = world.luck
    mandates = [Mandate(level, _TERMS[level], _BEGAN) for level in levels]
    if luck.happens(0.35):
        before = Mandate(levels[-1], _TERMS[levels[-1]] - 1, _BEGAN_BEFORE, _BEGAN, "届满")
        mandates.insert(0, before)
    origins = people().ethnicities
    ours = origins[1:] if "·" in name or luck.happens(0.08) else origins[:1]
    made = world.desk.act(
        deputies.register,
        name=name,
        mandates=tuple(mandates),
        gender=Gender.FEMALE if luck.happens(0.45) else Gender.MALE,
        birth=f"{luck.number(1962, 1992)}-{luck.number(1, 12):02d}",
        ethnicity=luck.one(ours),
        post=luck.one(people().posts).format(community=luck.one(people().places["community"])),
        phone=phone(luck),
        outpost=luck.one(world.outposts)[1] if luck.happens(0.6) else station().name,
        remark="代表小组组长" if luck.happens(0.1) else "",
    )
    return Member(made.id, name)


def _resigns(world: World, member: Member, levels: tuple[DeputyLevel, ...]) -> Life:
    world.members.remove(member)
    for level in levels:
        world.desk.act(
            deputies.end_mandate,
            deputy=member.id,
            level=level,
            term=_TERMS[level],
            ended=day_of(world.clock.now),
            reason="工作调动,辞去代表职务",
        )
    yield from ()
