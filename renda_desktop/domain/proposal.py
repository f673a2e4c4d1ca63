"""闭会期间代表建议: one or several matters put forward by deputies."""

from dataclasses import dataclass
from typing import Any, ClassVar

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Details, Noun, Settle, Stream


class ProposalDetails(Details):
    """`number` is the congress's own, often given later."""

    needed: ClassVar[tuple[str, ...]] = ("title",)
    fixed: ClassVar[tuple[str, ...]] = ("matters",)

    title: Line
    deputies: tuple[Id, ...]
    matters: tuple[Id, ...]
    text: Words = ""
    number: Line = ""
    unit: Id | None = None

    def check(self) -> None:
        Details.check(self)
        if not self.matters:
            raise RuleBroken("proposal.no_matter")
        if not self.deputies:
            raise RuleBroken("proposal.no_deputy")


@dataclass(slots=True)
class Proposal(Stream):
    noun: ClassVar[str] = "proposal"
    term: ClassVar[str] = "代表建议"

    details: Any = None


class RaiseProposal(Begin, frozen=True):
    kind: ClassVar[str] = "proposal.raise"
    details: ProposalDetails


class AmendProposal(Amend, frozen=True):
    kind: ClassVar[str] = "proposal.amend"


class SettleProposal(Settle, frozen=True):
    kind: ClassVar[str] = "proposal.settle"


PROPOSAL = Noun(Proposal, [RaiseProposal, AmendProposal, SettleProposal])
