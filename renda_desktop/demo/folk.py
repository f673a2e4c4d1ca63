"""The residents: households, people who come again, and one person's several records."""

from dataclasses import dataclass, field

from renda_desktop.demo.luck import Luck
from renda_desktop.demo.texts import people
from renda_desktop.domain.ids import Id

_MOST_REMEMBERED = 20_000


@dataclass(slots=True)
class Neighbour:
    """Somebody who may come to the station. `id` is the record, once there is one."""

    name: str
    phone: str
    estate: str
    building: int
    unit: int
    id: Id | None = None

    @property
    def address(self) -> str:
        return f"{self.estate}{self.building}幢{self.unit}单元"


@dataclass(slots=True)
class Folk:
    """All who came so far, and how the next one is found."""

    luck: Luck
    known: list[Neighbour] = field(default_factory=list)
    twice: list[tuple[Neighbour, Neighbour]] = field(default_factory=list)
    housemates: list[tuple[Neighbour, Neighbour]] = field(default_factory=list)

    def comes(self) -> Neighbour:
        """Return who comes next: often a known one, sometimes one of a known household."""
        luck = self.luck
        if self.known and luck.happens(0.32):
            return luck.one(self.known)
        someone = self._somebody()
        if self.known and luck.happens(0.12):
            other = luck.one(self.known)
            someone = Neighbour(
                person_name(luck), other.phone, other.estate, other.building, other.unit
            )
            self.housemates.append((other, someone))
        elif self.known and luck.happens(0.03):
            other = luck.one(self.known)
            someone = Neighbour(other.name, "", other.estate, other.building, other.unit)
            self.twice.append((other, someone))
        self._remember(someone)
        return someone

    def _somebody(self) -> Neighbour:
        luck, estates = self.luck, people().places["estate"]
        building, unit = luck.number(1, 32), luck.number(1, 4)
        return Neighbour(person_name(luck), phone(luck), luck.one(estates), building, unit)

    def _remember(self, someone: Neighbour) -> None:
        if len(self.known) < _MOST_REMEMBERED:
            self.known.append(someone)
        else:
            self.known[self.luck.number(0, _MOST_REMEMBERED - 1)] = someone


def person_name(luck: Luck) -> str:
    """Return a name: mostly common ones, now and then rare characters or several parts."""
    parts = people()
    if luck.happens(0.025):
        return luck.one(parts.minority)
    rare = luck.happens(0.015)
    if luck.happens(0.02):
        surname = luck.one(parts.compounds)
    else:
        surname = luck.one(parts.rare_surnames) if rare else luck.one(parts.surnames)
    given = luck.one(parts.given)
    if luck.happens(0.02):
        given = luck.one(parts.rare_given)
    if luck.happens(0.72):
        given += luck.one(parts.given)
    return surname + given


def phone(luck: Luck) -> str:
    """Return a telephone number that is nobody's."""
    return f"{luck.one(people().prefixes)}{luck.number(0, 99_999_999):08d}"
