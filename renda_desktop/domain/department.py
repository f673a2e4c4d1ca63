"""The offices that handle assigned matters."""

from dataclasses import dataclass
from typing import Any, ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Name, Phone
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Details, Fact, Noun, Settle, Stream


class DepartmentDetails(Details):
    needed: ClassVar[tuple[str, ...]] = ("name",)

    name: Line
    short: Line = ""
    contact: Name = ""
    phone: Phone = ""
    address: Line = ""
    area: Id | None = None


@dataclass(slots=True)
class Department(Stream):
    noun: ClassVar[str] = "department"
    term: ClassVar[str] = "承办单位"

    details: Any = None
    active: bool = True


class RegisterDepartment(Begin, frozen=True):
    kind: ClassVar[str] = "department.register"
    details: DepartmentDetails


class AmendDepartment(Amend, frozen=True):
    kind: ClassVar[str] = "department.amend"


class SettleDepartment(Settle, frozen=True):
    kind: ClassVar[str] = "department.settle"


class DeactivateDepartment(Fact, frozen=True):
    """The office no longer takes matters (merged, renamed, dissolved)."""

    kind: ClassVar[str] = "department.deactivate"

    def apply(self, stream: Department, entry: Entry) -> None:
        if not stream.active:
            raise RuleBroken("department.already")
        stream.active = False


class ReactivateDepartment(Fact, frozen=True):
    kind: ClassVar[str] = "department.reactivate"

    def apply(self, stream: Department, entry: Entry) -> None:
        if stream.active:
            raise RuleBroken("department.already")
        stream.active = True


DEPARTMENT = Noun(
    Department,
    [
        RegisterDepartment,
        AmendDepartment,
        SettleDepartment,
        DeactivateDepartment,
        ReactivateDepartment,
    ],
)
