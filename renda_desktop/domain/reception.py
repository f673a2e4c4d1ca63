"""One reception from plan to archive: planned, noticed, open, closed, archived."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Moment, Name, Whole, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Details, Fact, Noun, Settle, Stream
from renda_desktop.domain.terms import (
    AttendeeRole,
    Disposition,
    Presence,
    ReceptionKind,
    ReceptionStatus,
)


class ReceptionDetails(Details):
    """What is planned. `number` is the period (期); times are aware UTC.

    `moved_from` is the duty day that fell on a holiday; `provisional` says that the year's
    holidays were not known when it was moved.
    """

    needed: ClassVar[tuple[str, ...]] = ("title",)
    fixed: ClassVar[tuple[str, ...]] = ("kind", "program", "version")

    title: Line
    kind: ReceptionKind
    program: Line
    version: Whole
    number: Whole
    place: Line
    starts: Moment
    ends: Moment
    deputies: tuple[Id, ...] = ()
    departments: tuple[Id, ...] = ()
    leaders: tuple[Name, ...] = ()
    theme: Id | None = None
    outpost: Id | None = None
    moved_from: date | None = None
    provisional: bool = False
    remark: Words = ""

    def check(self) -> None:
        Details.check(self)
        if self.ends <= self.starts:
            raise RuleBroken("reception.times")


class Attendance(msgspec.Struct, frozen=True):
    """One person's being there. `person` is set where the person is on the roster."""

    name: Name
    role: AttendeeRole
    person: Id | None = None
    unit: Line = ""
    presence: Presence = Presence.PRESENT

    @property
    def key(self) -> str:
        return self.person or f"{self.role}:{self.unit}:{self.name}"


class Counts(msgspec.Struct, frozen=True):
    """What a reception closed with; the dispositions add up to the matters."""

    visits: Whole
    heads: Whole
    matters: Whole
    dispositions: dict[Disposition, Whole]

    @property
    def total(self) -> int:
        return sum(self.dispositions.values())


@dataclass(slots=True)
class Reception(Stream):
    noun: ClassVar[str] = "reception"
    term: ClassVar[str] = "接待活动"

    details: Any = None
    status: ReceptionStatus = ReceptionStatus.PLANNED
    posted: date | None = None
    attendances: dict[str, Attendance] = field(default_factory=dict)
    opened_at: int | None = None
    closed_at: int | None = None
    counts: Counts | None = None
    minutes: str = ""
    postponed: int = 0

    def require(self, action: str, *allowed: ReceptionStatus) -> None:
        if self.status not in allowed:
            raise RuleBroken("reception.status", status=self.status.label, action=action)

    @property
    def deputies_present(self) -> int:
        return sum(
            a.role is AttendeeRole.DEPUTY and a.presence is Presence.PRESENT
            for a in self.attendances.values()
        )


_AHEAD = (ReceptionStatus.PLANNED, ReceptionStatus.NOTICED)
_BEFORE_CLOSE = (*_AHEAD, ReceptionStatus.OPEN)


class PlanReception(Begin, frozen=True):
    kind: ClassVar[str] = "reception.plan"
    details: ReceptionDetails


class AmendReception(Amend, frozen=True):
    kind: ClassVar[str] = "reception.amend"


class SettleReception(Settle, frozen=True):
    kind: ClassVar[str] = "reception.settle"


class ConfirmDay(Fact, frozen=True):
    """The holidays of the day's year are known now, and it stays."""

    kind: ClassVar[str] = "reception.confirm_day"

    def apply(self, stream: Reception, entry: Entry) -> None:
        if not stream.details.provisional:
            raise RuleBroken("reception.not_provisional")
        stream.details = msgspec.structs.replace(stream.details, provisional=False)


class NoticeReception(Fact, frozen=True):
    """接待公告 was posted. `late` says why it was not posted in time."""

    kind: ClassVar[str] = "reception.notice"
    posted: date
    text: Words = ""
    late: Line = ""

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("发布公告", *_AHEAD)
        stream.posted = self.posted
        stream.status = ReceptionStatus.NOTICED


class SignIn(Fact, frozen=True):
    """签到: somebody is there, on leave or absent."""

    kind: ClassVar[str] = "reception.sign_in"
    attendance: Attendance

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("签到", *_BEFORE_CLOSE)
        if not self.attendance.name:
            raise RuleBroken("reception.attendee")
        known = stream.attendances.get(self.attendance.key)
        if known is not None and known.presence is self.attendance.presence:
            raise RuleBroken("reception.signed_in")
        stream.attendances[self.attendance.key] = self.attendance


class SignOut(Fact, frozen=True):
    """The sign-in was a slip."""

    kind: ClassVar[str] = "reception.sign_out"
    key: str

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("撤销签到", *_BEFORE_CLOSE)
        if self.key not in stream.attendances:
            raise RuleBroken("reception.not_signed_in")
        del stream.attendances[self.key]


class OpenReception(Fact, frozen=True):
    kind: ClassVar[str] = "reception.open"

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("开始接待", *_AHEAD)
        if not stream.deputies_present:
            raise RuleBroken("reception.none_present")
        stream.status = ReceptionStatus.OPEN
        stream.opened_at = entry.recorded_at


class CloseReception(Fact, frozen=True):
    """The reception is over; the counts agree with one another."""

    kind: ClassVar[str] = "reception.close"
    counts: Counts
    minutes: Words = ""
    press: Line = ""

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("结束接待", ReceptionStatus.OPEN)
        if self.counts.total != self.counts.matters:
            raise RuleBroken("reception.sum", total=self.counts.total, matters=self.counts.matters)
        stream.status = ReceptionStatus.CLOSED
        stream.closed_at = entry.recorded_at
        stream.counts = self.counts
        stream.minutes = self.minutes


class ReopenReception(Fact, frozen=True):
    """It was closed too early."""

    kind: ClassVar[str] = "reception.reopen"
    reason: Line

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("重新开始", ReceptionStatus.CLOSED)
        stream.status = ReceptionStatus.OPEN
        stream.closed_at = None
        stream.counts = None


class ArchiveReception(Fact, frozen=True):
    kind: ClassVar[str] = "reception.archive"

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("归档", ReceptionStatus.CLOSED)
        stream.status = ReceptionStatus.ARCHIVED


class PostponeReception(Fact, frozen=True):
    """It is held on another day. One that was opened by mistake can be postponed as well."""

    kind: ClassVar[str] = "reception.postpone"
    starts: Moment
    ends: Moment
    reason: Line

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("延期", *_BEFORE_CLOSE)
        if self.ends <= self.starts:
            raise RuleBroken("reception.times")
        stream.details.starts, stream.details.ends = self.starts, self.ends
        stream.status, stream.posted = ReceptionStatus.PLANNED, None
        stream.attendances, stream.opened_at = {}, None
        stream.postponed += 1


class CancelReception(Fact, frozen=True):
    """It is not held. One that was opened by mistake can be cancelled as well."""

    kind: ClassVar[str] = "reception.cancel"
    reason: Line

    def apply(self, stream: Reception, entry: Entry) -> None:
        stream.require("取消", *_BEFORE_CLOSE)
        stream.status, stream.opened_at = ReceptionStatus.CANCELLED, None


RECEPTION = Noun(
    Reception,
    [
        PlanReception,
        AmendReception,
        SettleReception,
        ConfirmDay,
        NoticeReception,
        SignIn,
        SignOut,
        OpenReception,
        CloseReception,
        ReopenReception,
        ArchiveReception,
        PostponeReception,
        CancelReception,
    ],
)
