"""From choosing the way to the reply: 研判、交办、转办、退回、督办、答复.

`on` is the day that an older list names (`Matter.happened`).
"""

from datetime import date
from typing import ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Name, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import demands
from renda_desktop.domain.matter.state import (
    UNDECIDED_STAGES,
    WAITED_FOR,
    LoopFact,
    Matter,
    ReplyText,
)
from renda_desktop.domain.program import Due
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Disposition, Grade, Outcome, Stage, Step


class Deliberate(LoopFact, frozen=True):
    """研判: deputies or the station weigh it."""

    kind: ClassVar[str] = "matter.deliberate"
    step: ClassVar[Step] = Step.DELIBERATE
    opinion: Words
    deputies: tuple[Id, ...] = ()

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("研判", *UNDECIDED_STAGES)
        if not self.opinion.strip():
            raise RuleBroken("matter.no_text", what="研判意见")
        stream.stage = Stage.DELIBERATED
        self.did(stream)


class AnswerOnSite(LoopFact, frozen=True):
    """当场答复: it is settled, or explained, before the resident goes."""

    kind: ClassVar[str] = "matter.answer_on_site"
    step: ClassVar[Step] = Step.REPLY
    text: Words
    outcome: Outcome = Outcome.RESOLVED_ON_SITE
    unit: Id | None = None
    deputy: Id | None = None
    official: Name = ""
    on: date | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("当场答复", Stage.REGISTERED, Stage.DELIBERATED)
        if self.outcome not in (Outcome.RESOLVED_ON_SITE, Outcome.EXPLAINED):
            raise RuleBroken("matter.on_site_outcome")
        if not self.text.strip():
            raise RuleBroken("matter.no_text", what="答复内容")
        at = stream.happened(self.on, entry)
        settled = self.outcome is Outcome.RESOLVED_ON_SITE
        stream.disposition = Disposition.ANSWERED_ON_SITE if settled else Disposition.EXPLAINED
        stream.outcome = self.outcome
        stream.stage = Stage.RESOLVED
        stream.resolved_at = at
        stream.first_replied_at = stream.first_replied_at or at
        stream.round.hand_to(self.unit, self.deputy)
        stream.round.replies.append(
            ReplyText(
                self.text,
                Grade.SOLVED if settled else Grade.UNSOLVED,
                at,
                self.unit,
                self.deputy,
                self.official,
                on_site=True,
            )
        )
        stream.handlers.add(entry.author)
        self.did(stream)


class Assign(LoopFact, frozen=True):
    """交办: to a department, a deputy or both, with a due date."""

    kind: ClassVar[str] = "matter.assign"
    step: ClassVar[Step] = Step.ASSIGN
    due: Due
    unit: Id | None = None
    deputy: Id | None = None
    co_units: tuple[Id, ...] = ()
    text: Words = ""
    on: date | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("交办", *UNDECIDED_STAGES)
        _check_addressee(self.unit, self.deputy, self.co_units)
        _check_due(self.due)
        demands.check_assign(stream)
        at = stream.happened(self.on, entry)
        stream.disposition = Disposition.ASSIGNED
        stream.stage = Stage.ASSIGNED
        now = stream.round
        now.hand_to(self.unit, self.deputy, self.co_units)
        now.due, now.assigned_at = self.due, at
        self.did(stream)


class Transfer(LoopFact, frozen=True):
    """转办: another unit or deputy goes on with it, by the due date given here."""

    kind: ClassVar[str] = "matter.transfer"
    step: ClassVar[Step] = Step.ASSIGN
    due: Due
    reason: Words
    unit: Id | None = None
    deputy: Id | None = None
    co_units: tuple[Id, ...] = ()

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("转办", Stage.ASSIGNED)
        _check_addressee(self.unit, self.deputy, self.co_units)
        _check_due(self.due)
        now = stream.round
        if (self.unit, self.deputy, self.co_units) == (now.unit, now.deputy, now.co_units):
            raise RuleBroken("matter.same_unit")
        now.hand_to(self.unit, self.deputy, self.co_units)
        now.due, now.assigned_at = self.due, entry.recorded_at
        self.did(stream)


class ReturnMatter(Fact, frozen=True):
    """退回: the addressee says that it is not theirs."""

    kind: ClassVar[str] = "matter.return"
    reason: Words

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("退回", Stage.ASSIGNED)
        if not self.reason.strip():
            raise RuleBroken("matter.no_text", what="退回原因")
        stream.stage = Stage.RETURNED
        stream.round.returns += 1


class Extend(Fact, frozen=True):
    """延期: asked for once a round, granted or not."""

    kind: ClassVar[str] = "matter.extend"
    reason: Words
    granted: bool
    due: Due | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("延期", Stage.ASSIGNED)
        now = stream.round
        if now.extended:
            raise RuleBroken("matter.extended")
        if self.granted:
            if self.due is None:
                raise RuleBroken("matter.no_due")
            _check_due(self.due)
            if now.due is not None and self.due.on <= now.due.on:
                raise RuleBroken("matter.not_later", due=now.due.on)
            now.due = self.due
        now.extended = True


class SettleDue(Fact, frozen=True):
    """The year's holidays became known: a provisional due date is counted again."""

    kind: ClassVar[str] = "matter.settle_due"
    due: Due

    def apply(self, stream: Matter, entry: Entry) -> None:
        if stream.round.due is None or not stream.round.due.provisional:
            raise RuleBroken("matter.not_provisional")
        stream.round.due = self.due


class Remind(Fact, frozen=True):
    """催办, near the due date."""

    kind: ClassVar[str] = "matter.remind"
    text: Words = ""

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("催办", *WAITED_FOR)
        stream.round.reminders += 1


class Supervise(LoopFact, frozen=True):
    """督办, past the due date or because it matters; deputies look on the spot, at results too."""

    kind: ClassVar[str] = "matter.supervise"
    step: ClassVar[Step] = Step.SUPERVISE
    text: Words = ""
    deputies: tuple[Id, ...] = ()

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("督办", *WAITED_FOR, Stage.REPLIED, Stage.RESOLVED)
        stream.round.supervisions += 1
        self.did(stream)


class Reply(LoopFact, frozen=True):
    """答复 / 反馈: the written reply, with how far the matter is solved.

    `on_site`: spoken at the reception, by whoever took the matter on; a written one follows.
    """

    kind: ClassVar[str] = "matter.reply"
    step: ClassVar[Step] = Step.REPLY
    text: Words
    grade: Grade = Grade.SOLVED
    unit: Id | None = None
    deputy: Id | None = None
    official: Name = ""
    on_site: bool = False
    on: date | None = None

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.require("答复", Stage.ASSIGNED, Stage.REPLIED)
        if not self.text.strip():
            raise RuleBroken("matter.no_text", what="答复内容")
        at = stream.happened(self.on, entry)
        stream.stage = Stage.REPLIED
        stream.first_replied_at = stream.first_replied_at or at
        stream.round.replies.append(
            ReplyText(
                self.text,
                self.grade,
                at,
                self.unit or stream.round.unit,
                self.deputy,
                self.official,
                self.on_site,
            )
        )
        stream.handlers.add(entry.author)
        self.did(stream)


def _check_addressee(unit: Id | None, deputy: Id | None, co_units: tuple[Id, ...]) -> None:
    if unit is None and deputy is None:
        raise RuleBroken("matter.no_unit")
    if unit in co_units:
        raise RuleBroken("matter.lead_is_co")


def _check_due(due: Due) -> None:
    if due.on < due.began:
        raise RuleBroken("matter.due_past")
