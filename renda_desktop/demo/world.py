"""Everything that the story of the made-up station goes on from."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from renda_desktop.demo.agenda import Agenda
from renda_desktop.demo.clock import Clock
from renda_desktop.demo.desk import Desk
from renda_desktop.demo.folk import Folk, Neighbour
from renda_desktop.demo.hours import Hours
from renda_desktop.demo.luck import Luck
from renda_desktop.demo.speech import Complaint
from renda_desktop.demo.texts import phrases
from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import Due, ProgramDetails, due
from renda_desktop.services.action import Changes


@dataclass(frozen=True, slots=True)
class Member:
    """A deputy on the roster."""

    id: Id
    name: str


@dataclass(frozen=True, slots=True)
class Office:
    """A department, by the name that it goes by, and who speaks for it."""

    id: Id
    name: str
    contact: str


@dataclass(slots=True, eq=False)
class Case:
    """A matter on its way. `pace` says how quickly whoever has it works."""

    id: Id
    complaint: Complaint
    program: str
    offices: list[Office]
    member: Member | None = None
    pace: str = ""
    rounds: int = 1
    happy: bool = False

    @property
    def office(self) -> Office | None:
        return self.offices[0] if self.offices else None


@dataclass(slots=True)
class World:
    """The station and its surroundings at the present moment of the story."""

    luck: Luck
    clock: Clock
    agenda: Agenda
    desk: Desk
    folk: Folk
    hours: Hours
    calendar: Calendar
    today: date
    programs: dict[str, ProgramDetails]
    offices: dict[str, Office] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    themes: dict[str, Id] = field(default_factory=dict)
    outposts: list[tuple[Id, str]] = field(default_factory=list)
    in_hand: dict[Id, Case] = field(default_factory=dict)
    queue: list[tuple[Neighbour, str]] = field(default_factory=list)
    registered: int = 0
    proposals: Counter[int] = field(default_factory=Counter)  # by year

    def due(self, program: str) -> Due:
        """Return the term that begins now under a program."""
        return due(self.programs[program], start=day_of(self.clock.now), calendar=self.calendar)

    def phrase(self, use: str, case: Case | None = None, **more: object) -> str:
        """Return one of the phrases for a use, with the particulars of a matter."""
        text = self.luck.one(phrases()[use])
        if case is None:
            return text.format(**more)
        office = case.office.name if case.office else "承办单位"
        return case.complaint.fill(text, office=office, **more)

    def clerk(self) -> Id:
        """Return the clerk who happens to be at the desk."""
        return self.luck.one(self.desk.clerks)

    def on(self, case: Case, service: Callable[..., Changes], /, **given: Any) -> None:
        """Let whoever is at the desk do something about a matter."""
        self.desk.act(service, clerk=self.clerk(), matter=case.id, **given)
