"""A person who visits or writes: personal information, kept to the least."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Name, Phone
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Details, Erase, Fact, Noun, Settle, Stream
from renda_desktop.domain.terms import Gender


class ResidentDetails(Details):
    needed: ClassVar[tuple[str, ...]] = ("name",)

    name: Name
    phone: Phone = ""
    address: Line = ""
    gender: Gender | None = None
    remark: Line = ""


@dataclass(slots=True)
class Resident(Stream):
    noun: ClassVar[str] = "resident"
    term: ClassVar[str] = "选民"

    details: Any = None
    merged_into: Id | None = None
    not_same: set[Id] = field(default_factory=set)

    def require_own(self) -> None:
        if self.merged_into is not None:
            raise RuleBroken("resident.merged")


class RegisterResident(Begin, frozen=True):
    kind: ClassVar[str] = "resident.register"
    details: ResidentDetails


class AmendResident(Amend, frozen=True):
    kind: ClassVar[str] = "resident.amend"


class SettleResident(Settle, frozen=True):
    kind: ClassVar[str] = "resident.settle"


class MergeResident(Fact, frozen=True):
    """This record and another are one person; the other goes on."""

    kind: ClassVar[str] = "resident.merge"
    into: Id

    def apply(self, stream: Resident, entry: Entry) -> None:
        stream.require_own()
        if self.into == stream.id:
            raise RuleBroken("resident.self")
        if self.into in stream.not_same:
            raise RuleBroken("resident.not_same")
        stream.merged_into = self.into


class SeparateResident(Fact, frozen=True):
    """The merge was a mistake."""

    kind: ClassVar[str] = "resident.separate"

    def apply(self, stream: Resident, entry: Entry) -> None:
        if stream.merged_into is None:
            raise RuleBroken("resident.not_merged")
        stream.merged_into = None


class MarkNotSame(Fact, frozen=True):
    """Somebody checked: these two are different persons. Do not suggest it again."""

    kind: ClassVar[str] = "resident.mark_not_same"
    other: Id
    same: bool = False

    def apply(self, stream: Resident, entry: Entry) -> None:
        if self.other == stream.id:
            raise RuleBroken("resident.self")
        if self.same:
            stream.not_same.discard(self.other)
        else:
            stream.not_same.add(self.other)


class EraseResident(Erase, frozen=True):
    """The person asked that what is kept of them be erased (个人信息保护法, article 47)."""

    kind: ClassVar[str] = "resident.erase"
    whole: ClassVar[bool] = True


RESIDENT = Noun(
    Resident,
    [
        RegisterResident,
        AmendResident,
        SettleResident,
        MergeResident,
        SeparateResident,
        MarkNotSame,
        EraseResident,
    ],
)
