"""A reception while it is being held."""

from dataclasses import dataclass, field
from datetime import datetime

from renda_desktop.demo.folk import Neighbour
from renda_desktop.demo.world import Case, Member, Office
from renda_desktop.demo.year_plan import Occasion
from renda_desktop.domain.ids import Id


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody whose coming is part of the story; `joins` adds the matter to one in hand."""

    who: Neighbour
    category: str
    pace: str = ""
    joins: bool = False


@dataclass(slots=True)
class Held:
    """A reception with who is there and what came up so far."""

    id: Id
    occasion: Occasion
    program: str
    theme: str
    starts: datetime
    ends: datetime
    members: list[Member]
    offices: list[Office]
    leaders: list[str]
    guests: list[Guest] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    undecided: list[Case] = field(default_factory=list)
    visits: int = 0
