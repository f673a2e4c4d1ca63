"""What a deputy thinks of a matter, told at any time of its life (代表意见)."""

from typing import ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import NOT_COUNTED, Matter, Opinion
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import OpinionSource


class GiveOpinion(Fact, frozen=True):
    """代表意见: it moves nothing by itself; what was decided on it is recorded beside it.

    `reception` is the one whose briefing it was written on, `row` its row there, 0 for none.
    """

    kind: ClassVar[str] = "matter.give_opinion"
    deputy: Id
    text: Words
    source: OpinionSource = OpinionSource.PAPER
    reception: Id | None = None
    row: Whole = 0

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.forbid("登记代表意见", *NOT_COUNTED)
        if not self.text.strip():
            raise RuleBroken("matter.no_text", what="代表意见")
        stream.opinions[entry.id] = Opinion(
            entry.id, self.deputy, self.text, self.source, entry.recorded_at, self.reception,
            self.row,
        )  # fmt: skip


class WithdrawOpinion(Fact, frozen=True):
    """意见作废: it was recorded by mistake. `entry` is the one that recorded it."""

    kind: ClassVar[str] = "matter.withdraw_opinion"
    entry: Id
    reason: Line

    def apply(self, stream: Matter, entry: Entry) -> None:
        if self.entry not in stream.opinions:
            raise RuleBroken("matter.no_opinion")
        if not self.reason.strip():
            raise RuleBroken("matter.no_text", what="作废原因")
        del stream.opinions[self.entry]
