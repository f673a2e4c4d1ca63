"""移交: another station goes on with a matter, in its own log, and neither loses it."""

from typing import ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import OPEN_STAGES, Matter, MatterDetails, Move
from renda_desktop.domain.program import Due
from renda_desktop.domain.stream import Begin, Fact
from renda_desktop.domain.terms import Disposition, Stage, Step


class ProposeMove(Fact, frozen=True):
    """提请移交: somebody who holds both stations is to hand it over; until then it goes on here.

    `station` is known where this PC knows that station; it always has a name.
    """

    kind: ClassVar[str] = "matter.propose_move"
    name: Line
    reason: Line
    station: Id | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("提请移交", *OPEN_STAGES)
        _check_words(self.reason)
        if not self.name.strip():
            raise RuleBroken("matter.no_text", what="接收的联络站")
        if self.station == stream.scope:
            raise RuleBroken("matter.same_station")
        stream.proposed_move = Move(self.name, self.reason, self.station)


class HandOver(Fact, frozen=True):
    """移交: it goes on as another matter, in the log of the station that took it over."""

    kind: ClassVar[str] = "matter.hand_over"
    station: Id
    name: Line
    matter: Id
    reason: Line

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("移交", *OPEN_STAGES)
        _check_words(self.reason)
        if self.station == stream.scope:
            raise RuleBroken("matter.same_station")
        stream.proposed_move = None
        stream.moved = Move(self.name, self.reason, self.station, self.matter)
        stream.stage_before = stream.stage
        stream.stage = Stage.HANDED_OVER


class TakeBack(Fact, frozen=True):
    """收回移交: it goes on here, where it stood, whether it was only proposed or handed over."""

    kind: ClassVar[str] = "matter.take_back"
    reason: Line

    def apply(self, stream: Matter, entry: Entry) -> None:
        _check_words(self.reason)
        if stream.stage is Stage.HANDED_OVER:
            stream.stage = stream.stage_before or Stage.REGISTERED
            stream.stage_before = stream.moved = None
        elif stream.proposed_move is None:
            raise RuleBroken("matter.not_moved")
        stream.proposed_move = None


class TakeOver(Begin, frozen=True):
    """接收移交: a matter of another station goes on here; `details.origin` says which.

    It counts from the day on which it was registered there. Where it was assigned to somebody
    whom this station knows too, it still is, by the same date.
    """

    kind: ClassVar[str] = "matter.take_over"
    details: MatterDetails
    unit: Id | None = None
    deputy: Id | None = None
    co_units: tuple[Id, ...] = ()
    due: Due | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        origin = self.details.origin
        if origin is None:
            raise RuleBroken("matter.no_origin")
        if origin.station == entry.scope:
            raise RuleBroken("matter.same_station")
        Begin.apply(self, stream, entry)
        stream.registered_at = origin.registered_at
        if self.due is not None and (self.unit or self.deputy):
            now = stream.round
            now.hand_to(self.unit, self.deputy, self.co_units)
            now.due, now.assigned_at = self.due, entry.recorded_at
            stream.disposition, stream.stage = Disposition.ASSIGNED, Stage.ASSIGNED
            stream.passed.add(Step.ASSIGN)


def _check_words(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("matter.no_text", what="移交原因")
