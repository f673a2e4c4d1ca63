"""Matters that become a deputy's proposal, and what becomes of that."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.ending import ended
from renda_desktop.demo.texts import phrases
from renda_desktop.demo.world import Case, Office, World
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Outcome
from renda_desktop.services import proposals
from renda_desktop.services.action import Changes

_CLASSES = {"A": 52.0, "B": 32.0, "C": 12.0, "D": 4.0}
_STARS = {5: 55.0, 4: 28.0, 3: 12.0, 2: 5.0}


def convert(world: World, cases: list[Case]) -> None:
    """Turn undecided matters into a deputy's proposal."""
    first = cases[0]
    authors = [case.member for case in cases if case.member] or [world.luck.one(world.members)]
    lead = first.office or world.luck.one(list(world.offices.values()))
    made = world.desk.act(
        proposals.convert,
        matters=tuple(case.id for case in cases),
        title=world.phrase("proposals", first),
        deputies=tuple(dict.fromkeys(author.id for author in authors)),
        text=phrases()["proposal_text"][0].format(topic=first.complaint.topic),
        unit=lead.id,
    )
    year = day_of(world.clock.now).year
    world.proposals[year] += 1
    number = f"{year}-{world.proposals[year]:03}"
    life = _life(world, made.id, cases, authors[0].id, lead, number)
    world.agenda.add(world.hours.in_days(2, 8), life)


def _life(
    world: World, proposal: Id, cases: list[Case], author: Id, lead: Office, number: str
) -> Life:
    def on(service: Callable[..., Changes], /, **given: Any) -> None:
        world.desk.act(service, clerk=world.clerk(), proposal=proposal, **given)

    helpers = [case.office.id for case in cases[1:] if case.office and case.office != lead]
    on(proposals.accept, number=number, complex=world.luck.happens(0.2))
    yield world.hours.in_days(1, 5)
    on(
        proposals.assign,
        unit=lead.id,
        co_units=tuple(helpers),
        text=world.phrase("handed_over"),
    )
    for helper in helpers:
        yield world.hours.in_days(8, 36)
        on(proposals.co_opinion, unit=helper, text=world.phrase("co_opinions"))
    yield world.hours.in_days(14, 45)
    on(proposals.meet, text=world.phrase("met"))
    yield world.hours.in_days(3, 20)
    yield from _answered(world, on, cases, author, lead)
    yield world.hours.in_days(3, 9)
    on(proposals.conclude, text=world.phrase("concluded"))
    if world.luck.happens(0.6):
        yield world.hours.in_days(5, 20)
        world.desk.act(proposals.file, proposal=proposal)


def _answered(
    world: World, on: Callable[..., None], cases: list[Case], author: Id, lead: Office
) -> Life:
    """Reply, to the matters too, and have it rated; it is handled again where that is asked for."""
    code = world.luck.by_weight(_CLASSES)
    later = day_of(world.clock.now) + timedelta(days=world.luck.number(90, 300))
    promised = later if code == "B" else None
    text = cases[0].complaint.fill(world.luck.one(cases[0].complaint.problem.replies))
    of = {"official": lead.contact, "promised": promised}
    on(proposals.reply, code=code, text=text, pass_on=True, **of)
    for case in cases:
        life = ended(world, case, Outcome.RESOLVED_AFTER_FOLLOW_UP)
        world.agenda.add(world.hours.in_days(3, 12), life)
    yield world.hours.in_days(4, 15)
    stars = world.luck.by_weight(_STARS)
    on(proposals.rate, deputy=author, aspects={"manner": min(5, stars + 1), "result": stars})
    if stars < 3:
        yield world.hours.in_days(1, 5)
        on(proposals.rehandle, reason=world.phrase("handled_again"))
        yield world.hours.in_days(10, 40)
        on(proposals.reply, code="A", text=text, official=lead.contact)
        yield world.hours.in_days(4, 15)
        on(proposals.rate, deputy=author, aspects={"manner": 5, "result": 4})
