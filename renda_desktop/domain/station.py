"""A liaison station and its outposts."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Phone
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Details, Fact, Noun, Settle, Stream


class StationDetails(Details):
    """`code` stands in every number the station gives; `township` names its area."""

    needed: ClassVar[tuple[str, ...]] = ("name", "code")

    name: Line
    code: Line
    address: Line = ""
    phone: Phone = ""
    hours: Line = ""
    area: Id | None = None


class OutpostDetails(msgspec.Struct):
    name: Line
    address: Line = ""


@dataclass(slots=True)
class Station(Stream):
    noun: ClassVar[str] = "station"
    term: ClassVar[str] = "联络站"

    details: Any = None
    outposts: dict[Id, OutpostDetails] = field(default_factory=dict)


class RegisterStation(Begin, frozen=True):
    kind: ClassVar[str] = "station.register"
    details: StationDetails


class AmendStation(Amend, frozen=True):
    kind: ClassVar[str] = "station.amend"


class SettleStation(Settle, frozen=True):
    kind: ClassVar[str] = "station.settle"


class AddOutpost(Fact, frozen=True):
    """联络点: a smaller contact point of the station."""

    kind: ClassVar[str] = "station.add_outpost"
    outpost: Id
    details: OutpostDetails

    def apply(self, stream: Station, entry: Entry) -> None:
        if self.outpost in stream.outposts:
            raise RuleBroken("outpost.exists")
        stream.outposts[self.outpost] = self.details


class RemoveOutpost(Fact, frozen=True):
    kind: ClassVar[str] = "station.remove_outpost"
    outpost: Id

    def apply(self, stream: Station, entry: Entry) -> None:
        if self.outpost not in stream.outposts:
            raise RuleBroken("outpost.missing")
        del stream.outposts[self.outpost]


STATION = Noun(Station, [RegisterStation, AmendStation, SettleStation, AddOutpost, RemoveOutpost])
