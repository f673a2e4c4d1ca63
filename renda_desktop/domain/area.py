"""The administrative tree above a station."""

from dataclasses import dataclass
from typing import Any, ClassVar

from renda_desktop.domain.fields import Line
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Details, Noun, Settle, Stream
from renda_desktop.domain.terms import AreaLevel


class AreaDetails(Details):
    needed: ClassVar[tuple[str, ...]] = ("name",)

    name: Line
    level: AreaLevel
    parent: Id | None = None
    code: Line = ""


@dataclass(slots=True)
class Area(Stream):
    noun: ClassVar[str] = "area"
    term: ClassVar[str] = "区域"

    details: Any = None


class RegisterArea(Begin, frozen=True):
    kind: ClassVar[str] = "area.register"
    details: AreaDetails


class AmendArea(Amend, frozen=True):
    kind: ClassVar[str] = "area.amend"


class SettleArea(Settle, frozen=True):
    kind: ClassVar[str] = "area.settle"


AREA = Noun(Area, [RegisterArea, AmendArea, SettleArea])
