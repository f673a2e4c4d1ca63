"""From a deputy's word to the congress's list: 提出、附议、立案、不予立案."""

from typing import ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.proposal.state import Proposal, ProposalDetails, ProposalStage, written
from renda_desktop.domain.stream import Amend, Begin, Fact, Settle, Version
from renda_desktop.domain.terms import field_label


class RaiseProposal(Begin, frozen=True):
    """提出."""

    kind: ClassVar[str] = "proposal.raise"
    details: ProposalDetails

    def apply(self, stream: Proposal, entry: Entry) -> None:
        Begin.apply(self, stream, entry)
        stream.raised_at = entry.recorded_at


class AmendProposal(Amend, frozen=True):
    """更正. Whose rating counts does not change once somebody has rated."""

    kind: ClassVar[str] = "proposal.amend"

    def apply(self, stream: Proposal, entry: Entry) -> None:
        if self.field == "deputies" and any(one.ratings for one in stream.rounds):
            raise RuleBroken("proposal.deputies_fixed")
        Amend.apply(self, stream, entry)


class SettleProposal(Settle, frozen=True):
    """冲突已选定."""

    kind: ClassVar[str] = "proposal.settle"


class Sign(Fact, frozen=True):
    """附议: another deputy signs it, before it is handed to a unit."""

    kind: ClassVar[str] = "proposal.sign"
    deputy: Id

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("附议", ProposalStage.RAISED, ProposalStage.ACCEPTED)
        if self.deputy in stream.deputies:
            raise RuleBroken("proposal.signed")
        stream.signed.append(self.deputy)


class Accept(Fact, frozen=True):
    """立案: on the congress's list, mostly with its number; a complex one has more time."""

    kind: ClassVar[str] = "proposal.accept"
    number: Line = ""
    complex: bool = False

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("立案", ProposalStage.RAISED, ProposalStage.DECLINED)
        given = {"number": self.number, "complex": self.complex}
        changed = {
            name: value
            for name, value in given.items()
            if value and value != getattr(stream.details, name)
        }
        for name in changed:
            if name in stream.conflicts:
                raise RuleBroken("amend.unsettled", field=field_label(name))
        stream.details = msgspec.structs.replace(stream.details, **changed)
        for name, value in changed.items():
            version = Version(value, entry.id, entry.author, entry.recorded_at)
            stream.origins[name] = version
        stream.stage = ProposalStage.ACCEPTED
        stream.accepted_at = entry.recorded_at


class Decline(Fact, frozen=True):
    """不予立案; it can still be accepted later."""

    kind: ClassVar[str] = "proposal.decline"
    reason: Words

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("作不予立案处理", ProposalStage.RAISED, ProposalStage.ACCEPTED)
        written(self.reason, "不予立案的原因")
        stream.stage = ProposalStage.DECLINED
        stream.accepted_at = None
