"""How a matter ends and what comes after: 办结、评价、重新办理、回访、回头看、销号."""

from datetime import date
from typing import ClassVar

from renda_desktop.domain.attachment import Digest
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import demands
from renda_desktop.domain.matter.state import OUT_OF_LOOP, LoopFact, Matter, Rating, Round
from renda_desktop.domain.program import Due
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Disposition, Outcome, RaterKind, Stage, Step

DIRECT = {
    Outcome.PLANNED: Disposition.PLANNED,
    Outcome.EXPLAINED: Disposition.EXPLAINED,
    Outcome.DECLINED: Disposition.DECLINED,
}
_AFTER_REPLY = (Outcome.RESOLVED_AFTER_FOLLOW_UP, Outcome.PLANNED, Outcome.EXPLAINED)
_AFTER_HANDLING = (Stage.REPLIED, Stage.RESOLVED)
_OF_A_RESULT = {Step.RATE, Step.CALL_BACK, Step.LOOK_BACK, Step.STRIKE_OFF}


class Resolve(Fact, frozen=True):
    """办结, or a way that ends it at once: into a plan, explained, declined.

    `go_to` tells the resident of a declined matter where to go (court, arbitration, …);
    `on` is the day that an older list names (`Matter.happened`).
    """

    kind: ClassVar[str] = "matter.resolve"
    outcome: Outcome
    text: Words
    unit: Id | None = None
    go_to: Line = ""
    on: date | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.forbid("办结", Stage.RESOLVED, Stage.CLOSED, Stage.ASSIGNED, *OUT_OF_LOOP)
        direct = stream.stage is not Stage.REPLIED
        if self.outcome not in (DIRECT if direct else _AFTER_REPLY):
            raise RuleBroken("matter.outcome", stage=stream.stage.label, outcome=self.outcome.label)
        if not self.text.strip():
            raise RuleBroken("matter.no_text", what="办结说明")
        at = stream.happened(self.on, entry)
        if direct:
            stream.disposition = DIRECT[self.outcome]
            stream.round.hand_to(self.unit, None)
            stream.first_replied_at = stream.first_replied_at or at
        stream.outcome = self.outcome
        stream.stage = Stage.RESOLVED
        stream.resolved_at = at
        stream.handlers.add(entry.author)


class Rate(LoopFact, frozen=True):
    """星级评价, one to five, by the resident and by the deputy."""

    kind: ClassVar[str] = "matter.rate"
    step: ClassVar[Step] = Step.RATE
    rater: RaterKind
    stars: int
    comment: Words = ""
    deputy: Id | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("评价", *_AFTER_HANDLING, Stage.CLOSED)
        if not 1 <= self.stars <= 5:
            raise RuleBroken("matter.stars")
        stream.round.ratings[self.rater] = Rating(
            self.rater, self.stars, entry.recorded_at, self.deputy, self.comment
        )
        self.did(stream)


class Rehandle(Fact, frozen=True):
    """重新办理: somebody is not satisfied. A new round begins; the earlier reply stays."""

    kind: ClassVar[str] = "matter.rehandle"
    reason: Words
    due: Due | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("重新办理", *_AFTER_HANDLING)
        if not self.reason.strip():
            raise RuleBroken("matter.no_text", what="重新办理的原因")
        handed_on = stream.round.unit is not None or stream.round.deputy is not None
        if handed_on and self.due is None:
            raise RuleBroken("matter.no_due")
        again = _next_round(stream)
        if not handed_on:
            stream.stage = Stage.DELIBERATED
            return
        stream.stage = Stage.ASSIGNED
        stream.disposition = Disposition.ASSIGNED
        again.due, again.assigned_at = self.due, entry.recorded_at


class CallBack(LoopFact, frozen=True):
    """回访: the station asks the resident. `satisfied` is None when there was no answer."""

    kind: ClassVar[str] = "matter.call_back"
    step: ClassVar[Step] = Step.CALL_BACK
    reached: bool
    text: Words = ""
    satisfied: bool | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("回访", *_AFTER_HANDLING, Stage.CLOSED)
        stream.called_back = stream.called_back or self.reached
        if self.reached:
            self.did(stream)


class LookBack(LoopFact, frozen=True):
    """回头看: does the result last? If not, the matter may be opened again."""

    kind: ClassVar[str] = "matter.look_back"
    step: ClassVar[Step] = Step.LOOK_BACK
    lasts: bool
    text: Words
    reopen: bool = False

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("回头看", Stage.RESOLVED, Stage.CLOSED)
        if not self.text.strip():
            raise RuleBroken("matter.no_text", what="回头看情况")
        if self.lasts and self.reopen:
            raise RuleBroken("matter.lasts")
        stream.looked_back = True
        self.did(stream)
        if self.reopen:
            _next_round(stream)
            stream.stage = Stage.DELIBERATED


class StrikeOff(LoopFact, frozen=True):
    """销号: off the list, by the supervisor, on evidence that may lie in attached files."""

    kind: ClassVar[str] = "matter.strike_off"
    step: ClassVar[Step] = Step.STRIKE_OFF
    evidence: Words
    attachments: tuple[Digest, ...] = ()

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("销号", Stage.RESOLVED)
        if not self.evidence.strip():
            raise RuleBroken("matter.no_text", what="销号依据")
        if any(one not in stream.attachments for one in self.attachments):
            raise RuleBroken("matter.evidence")
        demands.check_strike_off(stream, by=entry.author)
        stream.evidence |= set(self.attachments)
        stream.stage = Stage.CLOSED
        stream.closed_at = entry.recorded_at
        self.did(stream)


def _next_round(stream: Matter) -> Round:
    """Begin again: how it was settled no longer holds, and no figure counts it as settled so.

    What was said of the result goes with it: the later one is rated and looked at anew.
    """
    before = stream.round
    again = Round(unit=before.unit, co_units=before.co_units, deputy=before.deputy)
    stream.rounds.append(again)
    stream.disposition = None
    stream.outcome = None
    stream.resolved_at = None
    stream.closed_at = None
    stream.passed -= _OF_A_RESULT
    stream.handlers.clear()
    return again
