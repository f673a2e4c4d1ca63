"""The person at the keyboard, and what they may do."""

from dataclasses import dataclass
from typing import Any, ClassVar

from renda_desktop.domain import access
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Name, Phone
from renda_desktop.domain.stream import Amend, Begin, Details, Fact, Noun, Settle, Stream
from renda_desktop.domain.terms import Role


class ClerkDetails(Details):
    needed: ClassVar[tuple[str, ...]] = ("name", "roles")

    name: Name
    roles: tuple[Role, ...] = (Role.CLERK,)
    phone: Phone = ""

    def check(self) -> None:
        Details.check(self)
        access.check_roles(self.roles)


@dataclass(slots=True)
class Clerk(Stream):
    noun: ClassVar[str] = "clerk"
    term: ClassVar[str] = "经办人"

    details: Any = None
    active: bool = True


class RegisterClerk(Begin, frozen=True):
    kind: ClassVar[str] = "clerk.register"
    details: ClerkDetails


class AmendClerk(Amend, frozen=True):
    kind: ClassVar[str] = "clerk.amend"


class SettleClerk(Settle, frozen=True):
    kind: ClassVar[str] = "clerk.settle"


class DeactivateClerk(Fact, frozen=True):
    kind: ClassVar[str] = "clerk.deactivate"

    def apply(self, stream: Clerk, entry: Entry) -> None:
        if not stream.active:
            raise RuleBroken("clerk.already")
        stream.active = False


class ReactivateClerk(Fact, frozen=True):
    kind: ClassVar[str] = "clerk.reactivate"

    def apply(self, stream: Clerk, entry: Entry) -> None:
        if stream.active:
            raise RuleBroken("clerk.already")
        stream.active = True


CLERK = Noun(Clerk, [RegisterClerk, AmendClerk, SettleClerk, DeactivateClerk, ReactivateClerk])
