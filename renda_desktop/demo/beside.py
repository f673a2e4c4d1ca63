"""What happens beside receptions: calls, letters, deputies' reports, and keeping order."""

from datetime import timedelta

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.deciding import case_of, choose, deliberate
from renda_desktop.demo.receiving import said_by
from renda_desktop.demo.texts import phrases
from renda_desktop.demo.world import Case, World
from renda_desktop.domain.terms import Channel, ReceptionKind
from renda_desktop.services import matters, residents, themes

_CHANNELS = {
    Channel.PHONE: 45,
    Channel.ONLINE: 25,
    Channel.DEPUTY_REPORT: 22,
    Channel.LETTER: 8,
    Channel.LIST: 6,
}


def raised(world: World) -> Case:
    """Register a matter that came without a visit."""
    luck = world.luck
    channel = luck.by_weight(_CHANNELS)
    reporter = luck.one(world.members) if channel is Channel.DEPUTY_REPORT else None
    who = world.folk.comes()
    spoken = reporter is None and channel is not Channel.LIST
    if spoken and who.id is None:
        who.id = world.desk.act(
            residents.register, name=who.name, phone=who.phone, address=who.address
        ).id
    said, _ = said_by(world, who, "")
    rules = next(one for one in world.programs.values() if ReceptionKind.REGULAR in one.kinds)
    case = case_of(world, said, rules.key)
    case.id = world.desk.act(
        matters.register,
        clerk=world.clerk(),
        program=rules.key,
        own_words=said.summary if channel is Channel.LIST else said.own_words,
        channel=channel,
        summary=said.summary,
        category=said.problem.category,
        place=said.place,
        urgency=said.urgency,
        appeal=said.appeal,
        resident=who.id if spoken else None,
        reporter=reporter.id if reporter else None,
        theme=world.themes.get(said.problem.theme),
    ).id
    world.registered += 1
    return case


def came_in(world: World, *, slip: bool) -> Life:
    """Let a matter that came without a visit find its way, or be withdrawn as a slip."""
    case = raised(world)
    if slip:
        yield world.clock.now + timedelta(minutes=world.luck.number(2, 50))
        reason = world.luck.one(phrases()["withdrawn"])
        world.desk.act(matters.withdraw, matter=case.id, reason=reason)
        return
    yield world.hours.in_days(0, 2)
    if world.luck.happens(0.4):
        deliberate(world, case)
        yield world.hours.in_days(1, 3)
    choose(world, case)


def still_open(world: World) -> Life:
    """Let a matter come in that nobody answers before the story ends."""
    case = raised(world)
    case.pace = "stuck"
    yield world.clock.now + timedelta(minutes=world.luck.number(5, 40))
    choose(world, case)


def kept_in_order(world: World) -> Life:
    """Once a month, put one person's several records together; tell households apart."""
    while True:
        for first, second in world.folk.twice:
            if first.id and second.id and first.id != second.id and world.luck.happens(0.7):
                world.desk.act(residents.merge, resident=second.id, into=first.id)
                second.id = first.id
        for first, second in world.folk.housemates:
            if first.id and second.id and first.id != second.id and world.luck.happens(0.3):
                world.desk.act(residents.mark_not_same, resident=second.id, other=first.id)
        world.folk.twice.clear()
        world.folk.housemates.clear()
        yield world.hours.in_days(20, 22)


def theme_closed(world: World) -> Life:
    """Let a theme that is done with be offered no more."""
    title = list(world.themes)[-2]
    world.desk.act(themes.close, theme=world.themes.pop(title))
    yield from ()
