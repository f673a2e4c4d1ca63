"""One resident's coming to one reception: ticket, queue, registration."""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Name
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Details, Erase, Fact, Noun, Settle, Stream
from renda_desktop.domain.terms import VisitStatus

MOST_HEADS = 999


class VisitDetails(Details):
    """`ticket` is a desk letter and a number (A018); `heads` counts all who came.

    `name` is what the visitor gave at the door; the person is `resident`. An anonymous visit
    has neither. A confidential one is known to the station only.
    """

    fixed: ClassVar[tuple[str, ...]] = ("reception", "ticket", "number")

    reception: Id
    ticket: Line
    number: Line
    name: Name = ""
    topic: Line = ""
    heads: int = 1
    anonymous: bool = False
    confidential: bool = False
    resident: Id | None = None
    listeners: tuple[Id, ...] = ()

    def check(self) -> None:
        if not 1 <= self.heads <= MOST_HEADS:
            raise RuleBroken("visit.heads")
        if self.anonymous and (self.resident is not None or self.name):
            raise RuleBroken("visit.anonymous")


@dataclass(slots=True)
class Visit(Stream):
    noun: ClassVar[str] = "visit"
    term: ClassVar[str] = "来访"

    details: Any = None
    status: VisitStatus = VisitStatus.WAITING
    came_at: int = 0
    received_at: int | None = None

    def require(self, action: str, *allowed: VisitStatus) -> None:
        if self.status not in allowed:
            raise RuleBroken("visit.status", status=self.status.label, action=action)


class TakeTicket(Begin, frozen=True):
    """取号: the visitor waits."""

    kind: ClassVar[str] = "visit.take_ticket"
    details: VisitDetails

    def apply(self, stream: Visit, entry: Entry) -> None:
        Begin.apply(self, stream, entry)
        stream.came_at = entry.recorded_at


class AmendVisit(Amend, frozen=True):
    kind: ClassVar[str] = "visit.amend"


class SettleVisit(Settle, frozen=True):
    kind: ClassVar[str] = "visit.settle"


class CallVisit(Fact, frozen=True):
    """叫号: the visitor is at the desk."""

    kind: ClassVar[str] = "visit.call"

    def apply(self, stream: Visit, entry: Entry) -> None:
        stream.require("叫号", VisitStatus.WAITING)
        stream.status = VisitStatus.RECEIVING
        stream.received_at = entry.recorded_at


class RegisterVisit(Fact, frozen=True):
    """登记: who came and who listened is known; the matters are streams of their own."""

    kind: ClassVar[str] = "visit.register"
    heads: int = 1
    name: Name = ""
    anonymous: bool = False
    confidential: bool = False
    resident: Id | None = None
    listeners: tuple[Id, ...] = ()

    def apply(self, stream: Visit, entry: Entry) -> None:
        stream.require("登记", VisitStatus.WAITING, VisitStatus.RECEIVING)
        if not self.anonymous and self.resident is None:
            raise RuleBroken("visit.no_resident")
        own = {name: getattr(self, name) for name in self.__struct_fields__}
        known = msgspec.structs.replace(stream.details, **own)
        known.check()
        stream.details = known
        stream.status = VisitStatus.RECEIVED
        if stream.received_at is None:
            stream.received_at = entry.recorded_at


class LeaveVisit(Fact, frozen=True):
    """The visitor left without being received."""

    kind: ClassVar[str] = "visit.leave"
    reason: Line = ""

    def apply(self, stream: Visit, entry: Entry) -> None:
        stream.require("标记离开", VisitStatus.WAITING, VisitStatus.RECEIVING)
        stream.status = VisitStatus.LEFT


class RejoinVisit(Fact, frozen=True):
    """The visitor came back to the queue."""

    kind: ClassVar[str] = "visit.rejoin"

    def apply(self, stream: Visit, entry: Entry) -> None:
        stream.require("重新候访", VisitStatus.LEFT, VisitStatus.RECEIVING)
        stream.status = VisitStatus.WAITING
        stream.received_at = None


class WithdrawVisit(Fact, frozen=True):
    """The registration was a slip; it stays on record and no longer counts."""

    kind: ClassVar[str] = "visit.withdraw"
    reason: Line

    def apply(self, stream: Visit, entry: Entry) -> None:
        if stream.status is VisitStatus.WITHDRAWN:
            raise RuleBroken("visit.status", status=stream.status.label, action="作废")
        stream.status = VisitStatus.WITHDRAWN


class RedactVisit(Erase, frozen=True):
    """A person who is erased stands here as a visitor without a name."""

    kind: ClassVar[str] = "visit.redact"


VISIT = Noun(
    Visit,
    [
        TakeTicket,
        AmendVisit,
        SettleVisit,
        CallVisit,
        RegisterVisit,
        LeaveVisit,
        RejoinVisit,
        WithdrawVisit,
        RedactVisit,
    ],
)
