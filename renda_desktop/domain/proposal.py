"""闭会期间代表建议: one or several matters put forward by deputies."""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Noun, Settle, Stream


class ProposalDetails(msgspec.Struct):
    """`number` is the congress's own, often given later."""

    title: Line
    deputies: tuple[Id, ...]
    matters: tuple[Id, ...]
    text: Words = ""
    number: Line = ""
    unit: Id | None = None


@dataclass(slots=True)
class Proposal(Stream):
    noun: ClassVar[str] = "proposal"
    term: ClassVar[str] = "代表建议"

    details: Any = None


class RaiseProposal(Begin, frozen=True):
    kind: ClassVar[str] = "proposal.raise"
    details: ProposalDetails

    def apply(self, stream: Proposal, entry: Entry) -> None:
        if not self.details.matters:
            raise RuleBroken("proposal.no_matter")
        if not self.details.deputies:
            raise RuleBroken("proposal.no_deputy")
        Begin.apply(self, stream, entry)


class AmendProposal(Amend, frozen=True):
    kind: ClassVar[str] = "proposal.amend"


class SettleProposal(Settle, frozen=True):
    kind: ClassVar[str] = "proposal.settle"


PROPOSAL = Noun(Proposal, [RaiseProposal, AmendProposal, SettleProposal])
