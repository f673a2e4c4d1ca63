"""A matter beside others: joined into one, or turned into a proposal."""

from typing import ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import OUT_OF_LOOP, UNDECIDED_STAGES, LoopFact, Matter
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Disposition, Stage, Step


class Convert(LoopFact, frozen=True):
    """转化为闭会期间代表建议. Being converted is independent of being solved."""

    kind: ClassVar[str] = "matter.convert"
    step: ClassVar[Step] = Step.ASSIGN
    proposal: Id

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.forbid("转为代表建议", *OUT_OF_LOOP, Stage.CLOSED)
        if stream.proposal is not None:
            raise RuleBroken("matter.converted")
        stream.proposal = self.proposal
        self.did(stream)
        if stream.stage in UNDECIDED_STAGES:
            stream.round.hand_to(None, None)
            stream.round.due = None
            stream.disposition = Disposition.CONVERTED
            stream.stage = Stage.ASSIGNED


class Merge(Fact, frozen=True):
    """并案: it is the same matter as another, which goes on for both."""

    kind: ClassVar[str] = "matter.merge"
    into: Id

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.forbid("并案", *OUT_OF_LOOP, Stage.CLOSED)
        if self.into == stream.id:
            raise RuleBroken("matter.self")
        stream.joined_into = self.into
        stream.stage_before = stream.stage
        stream.stage = Stage.JOINED


class Separate(Fact, frozen=True):
    """拆分: the joining was a mistake; the matter is where it was before."""

    kind: ClassVar[str] = "matter.separate"
    reason: Line = ""

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("拆分", Stage.JOINED)
        stream.joined_into = None
        stream.stage = stream.stage_before or Stage.REGISTERED
        stream.stage_before = None
