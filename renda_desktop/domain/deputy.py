"""A people's-congress deputy and the mandates held."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Name, Phone, Whole
from renda_desktop.domain.stream import Amend, Begin, Details, Fact, Noun, Settle, Stream
from renda_desktop.domain.terms import DeputyLevel, Gender


class DeputyDetails(Details):
    """`post` is unit and office (单位及职务); `birth` as the roster gives it."""

    needed: ClassVar[tuple[str, ...]] = ("name",)

    name: Name
    gender: Gender | None = None
    birth: Line = ""
    ethnicity: Line = ""
    post: Line = ""
    phone: Phone = ""
    outpost: Line = ""
    remark: Line = ""


class Mandate(msgspec.Struct, frozen=True):
    """A seat at one level for one term (届). `ended` is None while it lasts."""

    level: DeputyLevel
    term: Whole
    began: date | None = None
    ended: date | None = None
    reason: Line = ""


@dataclass(slots=True)
class Deputy(Stream):
    """`groups` (中心组、代表小组) are those of now, each with the day of joining."""

    noun: ClassVar[str] = "deputy"
    term: ClassVar[str] = "代表"

    details: Any = None
    mandates: list[Mandate] = field(default_factory=list)
    groups: dict[str, date] = field(default_factory=dict)

    @property
    def current(self) -> list[Mandate]:
        """Return the mandates that last, the highest level first."""
        lasting = [m for m in self.mandates if m.ended is None]
        return sorted(lasting, key=lambda m: list(DeputyLevel).index(m.level))

    def seat(self, level: DeputyLevel, term: int) -> Mandate | None:
        """Return the lasting mandate at `level` for `term`."""
        return next((m for m in self.current if (m.level, m.term) == (level, term)), None)


class RegisterDeputy(Begin, frozen=True):
    kind: ClassVar[str] = "deputy.register"
    details: DeputyDetails
    mandates: tuple[Mandate, ...]

    def apply(self, stream: Deputy, entry: Entry) -> None:
        if not self.mandates:
            raise RuleBroken("deputy.no_mandate")
        Begin.apply(self, stream, entry)
        stream.mandates = list(self.mandates)


class AmendDeputy(Amend, frozen=True):
    kind: ClassVar[str] = "deputy.amend"


class SettleDeputy(Settle, frozen=True):
    kind: ClassVar[str] = "deputy.settle"


class GrantMandate(Fact, frozen=True):
    """The deputy was elected at a level for a term."""

    kind: ClassVar[str] = "deputy.grant_mandate"
    mandate: Mandate

    def apply(self, stream: Deputy, entry: Entry) -> None:
        seat = self.mandate
        if stream.seat(seat.level, seat.term):
            raise RuleBroken("deputy.mandate_exists", level=seat.level.label, term=seat.term)
        stream.mandates.append(seat)


class EndMandate(Fact, frozen=True):
    """The mandate ended: the term is over, or the deputy resigned or was removed."""

    kind: ClassVar[str] = "deputy.end_mandate"
    level: DeputyLevel
    term: Whole
    ended: date
    reason: Line = ""

    def apply(self, stream: Deputy, entry: Entry) -> None:
        seat = stream.seat(self.level, self.term)
        if seat is None:
            raise RuleBroken("deputy.mandate_missing", level=self.level.label, term=self.term)
        stream.mandates[stream.mandates.index(seat)] = msgspec.structs.replace(
            seat, ended=self.ended, reason=self.reason
        )


class JoinGroup(Fact, frozen=True):
    """The deputy belongs to a group from this day on."""

    kind: ClassVar[str] = "deputy.join_group"
    name: Line
    day: date

    def apply(self, stream: Deputy, entry: Entry) -> None:
        if not self.name.strip():
            raise RuleBroken("deputy.no_group")
        if self.name in stream.groups:
            raise RuleBroken("deputy.in_group", name=self.name)
        stream.groups[self.name] = self.day


class LeaveGroup(Fact, frozen=True):
    """The deputy belongs to a group no longer."""

    kind: ClassVar[str] = "deputy.leave_group"
    name: Line
    day: date

    def apply(self, stream: Deputy, entry: Entry) -> None:
        joined = stream.groups.get(self.name)
        if joined is None:
            raise RuleBroken("deputy.not_in_group", name=self.name)
        if self.day < joined:
            raise RuleBroken("deputy.left_early", name=self.name, joined=joined)
        del stream.groups[self.name]


DEPUTY = Noun(
    Deputy,
    [
        RegisterDeputy,
        AmendDeputy,
        SettleDeputy,
        GrantMandate,
        EndMandate,
        JoinGroup,
        LeaveGroup,
    ],
)
