"""What every chapter of the article plays on: the clock, the desk, places and people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from renda_desktop.demo.agenda import Agenda
from renda_desktop.demo.clock import Clock
from renda_desktop.demo.desk import Desk
from renda_desktop.demo.folk import Folk, person_name, phone
from renda_desktop.demo.hours import at
from renda_desktop.demo.luck import Luck
from renda_desktop.demo.speech import Complaint, complaint
from renda_desktop.demo.texts import people, problems
from renda_desktop.demo.world import Member, Office
from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.deputy import Mandate
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import NOWHERE
from renda_desktop.domain.terms import DeputyLevel
from renda_desktop.services import deputies
from renda_desktop.services.action import Changes

T = TypeVar("T")


@dataclass(slots=True)
class Site:
    """A station with what belongs to it."""

    id: Id
    name: str
    township: Id | None = None
    outposts: list[tuple[Id, str]] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """A district with its stations, departments and deputies."""

    name: str
    sites: list[Site]
    offices: list[Office]
    members: list[Member] = field(default_factory=list)


@dataclass(slots=True)
class Stage:
    """Everything that the chapters share."""

    luck: Luck
    clock: Clock
    agenda: Agenda
    desk: Desk
    folk: Folk
    calendar: Calendar
    terms: dict[DeputyLevel, int]
    scenes: dict[str, Scene] = field(default_factory=dict)
    city: Id = NOWHERE
    supervisor: Id = NOWHERE
    tellers: list[Id] = field(default_factory=list)

    def act(self, site: Site, service: Callable[..., Changes], /, **given: Any) -> Id:
        """Let the head of the desk do something in a station's log; return what it made."""
        return self.desk.act(service, station=site.id, **given).id

    def elect(self, scene: Scene, *levels: DeputyLevel, began: date, group: str = "") -> Member:
        """Register a deputy with a seat at each of these levels."""
        site, name = scene.sites[0], person_name(self.luck)
        seats = tuple(Mandate(level, self.terms[level], began) for level in levels)
        post = self.luck.one(people().posts).format(community=scene.name)
        made = self.act(
            site, deputies.register, name=name, mandates=seats, post=post, phone=phone(self.luck)
        )
        if group:
            self.act(site, deputies.join_group, deputy=made, name=group, day=began)
        member = Member(made, name)
        scene.members.append(member)
        return member

    def complaint(self, theme: str = "") -> Complaint:
        """Return something that somebody says, about a theme where there is one."""
        known = [one for one in problems() if not one.go_to]
        chosen = [one for one in known if one.theme == theme] or known
        return complaint(self.luck, self.luck.one(chosen), of=self.folk.comes())

    def evening(self, day: date, hour: int = 19) -> datetime:
        """Return a moment on that day or the next working day."""
        worked = self.calendar.next_working_day(day).date
        return at(worked, time(hour, self.luck.one((0, 15, 30))))

    def later(self, least: int, most: int) -> datetime:
        """Return a moment in the morning some working days from now."""
        days = self.luck.number(least, most)
        day = self.calendar.add_working_days(self.clock.now.date(), days=days).date
        minutes = timedelta(minutes=self.luck.number(0, 150))
        return max(at(day, time(9)) + minutes, self.clock.now + timedelta(minutes=5))


def dealt(items: Sequence[T], *, into: int) -> list[list[T]]:
    """Deal items into hands whose sizes differ by one at most; nothing is left over."""
    return [list(items[place::into]) for place in range(into)]


def spread(first: date, last: date, *, count: int) -> list[date]:
    """Return days from the first to the last, evenly apart."""
    step = (last - first) / max(count - 1, 1)
    return [first + step * place for place in range(count)]
