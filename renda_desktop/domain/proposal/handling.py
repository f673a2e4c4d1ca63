"""From a unit's desk to its reply: 交办、退回、转办、延期、协办、面商、催办、督办、答复."""

from datetime import date
from typing import ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Name, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.program import Due
from renda_desktop.domain.proposal.state import (
    WAITED_FOR,
    Dates,
    Meeting,
    Opinion,
    Proposal,
    ProposalStage,
    ReplyText,
    written,
)
from renda_desktop.domain.stream import Fact


class Assign(Fact, frozen=True):
    """交办: to one lead unit and any number of co-units."""

    kind: ClassVar[str] = "proposal.assign"
    unit: Id
    dates: Dates
    co_units: tuple[Id, ...] = ()
    text: Words = ""

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("交办", ProposalStage.ACCEPTED, ProposalStage.RETURNED)
        _check_units(self.unit, self.co_units)
        check_dates(self.dates)
        hand_over(stream, self.unit, self.co_units, self.dates)
        stream.round.assigned_at = entry.recorded_at
        stream.stage = ProposalStage.ASSIGNED


class ReturnProposal(Fact, frozen=True):
    """退回: the unit says in time that it is not theirs."""

    kind: ClassVar[str] = "proposal.return"
    reason: Words

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("退回", ProposalStage.ASSIGNED)
        written(self.reason, "退回原因")
        now = stream.round
        last = now.dates.return_by if now.dates else None
        if last is None:
            raise RuleBroken("proposal.return_again")
        if _day(entry) > last.on:
            raise RuleBroken("proposal.return_late", last=last.on)
        now.returns += 1
        stream.stage = ProposalStage.RETURNED


class Transfer(Fact, frozen=True):
    """转办: another unit goes on with it."""

    kind: ClassVar[str] = "proposal.transfer"
    unit: Id
    dates: Dates
    reason: Words
    co_units: tuple[Id, ...] = ()

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("转办", ProposalStage.ASSIGNED)
        written(self.reason, "转办原因")
        _check_units(self.unit, self.co_units)
        check_dates(self.dates)
        now = stream.round
        if (self.unit, self.co_units) == (now.unit, now.co_units):
            raise RuleBroken("proposal.same_unit")
        hand_over(stream, self.unit, self.co_units, self.dates)


class Extend(Fact, frozen=True):
    """延期: asked for once a round, granted or not, never past the day of a complex one."""

    kind: ClassVar[str] = "proposal.extend"
    reason: Words
    granted: bool
    due: Due | None = None

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("延期", ProposalStage.ASSIGNED)
        written(self.reason, "延期原因")
        now = stream.round
        if now.extended:
            raise RuleBroken("proposal.extended")
        if self.granted:
            if self.due is None:
                raise RuleBroken("proposal.no_due")
            if now.due and self.due.on <= now.due.on:
                raise RuleBroken("proposal.not_later", due=now.due.on)
            if now.dates and self.due.on > now.dates.latest.on:
                raise RuleBroken("proposal.too_late", latest=now.dates.latest.on)
            now.due = self.due
        now.extended = True


class SettleDates(Fact, frozen=True):
    """The year's holidays became known: provisional days are counted again."""

    kind: ClassVar[str] = "proposal.settle_dates"
    dates: Dates

    def apply(self, stream: Proposal, entry: Entry) -> None:
        now = stream.round
        if now.dates is None or not now.dates.provisional:
            raise RuleBroken("proposal.not_provisional")
        check_dates(self.dates)
        if now.due == now.dates.due:
            now.due = self.dates.due
        now.dates = self.dates


class CoOpinion(Fact, frozen=True):
    """协办意见: a co-unit's word to the lead unit; late ones are recorded as late."""

    kind: ClassVar[str] = "proposal.co_opinion"
    unit: Id
    text: Words

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("登记协办意见", ProposalStage.ASSIGNED, ProposalStage.REPLIED)
        written(self.text, "协办意见")
        now = stream.round
        if self.unit not in now.co_units:
            raise RuleBroken("proposal.not_co_unit")
        late = now.dates is not None and _day(entry) > now.dates.co_due.on
        now.opinions.append(Opinion(self.unit, self.text, entry.recorded_at, late))


class Meet(Fact, frozen=True):
    """面商: the unit talks with the deputies before it replies."""

    kind: ClassVar[str] = "proposal.meet"
    text: Words
    deputies: tuple[Id, ...]

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("面商", ProposalStage.ASSIGNED)
        written(self.text, "面商情况")
        if not self.deputies or not set(self.deputies) <= set(stream.deputies):
            raise RuleBroken("proposal.not_deputy")
        stream.round.meetings.append(Meeting(self.deputies, self.text, entry.recorded_at))


class Remind(Fact, frozen=True):
    """催办, near the due date."""

    kind: ClassVar[str] = "proposal.remind"
    text: Words = ""

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("催办", *WAITED_FOR)
        stream.round.reminders += 1


class Supervise(Fact, frozen=True):
    """督办, past the due date or because it matters; deputies may look on the spot."""

    kind: ClassVar[str] = "proposal.supervise"
    text: Words = ""
    deputies: tuple[Id, ...] = ()

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("督办", *WAITED_FOR, ProposalStage.REPLIED)
        stream.round.supervisions += 1


class Reply(Fact, frozen=True):
    """答复: its class says how far the proposal is solved.

    It can be replaced until somebody has rated it; after that, it is handled again. `promised`
    is the day of what a class promises.
    """

    kind: ClassVar[str] = "proposal.reply"
    code: Line
    text: Words
    unit: Id | None = None
    official: Name = ""
    promised: date | None = None

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("答复", ProposalStage.ASSIGNED, ProposalStage.REPLIED)
        written(self.text, "答复内容")
        found = stream.reply_class(self.code)
        now = stream.round
        if now.ratings:
            raise RuleBroken("proposal.rated")
        if self.promised and not found.promise:
            raise RuleBroken("proposal.no_promise", code=found.code, title=found.title)
        unit = self.unit or now.unit
        now.replies.append(
            ReplyText(
                self.text, found.code, found.grade, entry.recorded_at, unit, self.official,
                self.promised,
            )
        )  # fmt: skip
        stream.stage = ProposalStage.REPLIED


def hand_over(stream: Proposal, unit: Id | None, co_units: tuple[Id, ...], dates: Dates) -> None:
    """Let units have it in the present round, by these dates."""
    now = stream.round
    now.unit, now.co_units, now.dates, now.due = unit, co_units, dates, dates.due


def check_dates(dates: Dates) -> None:
    """Raise RuleBroken unless the days stand in their order."""
    if dates.due.on < dates.due.began:
        raise RuleBroken("proposal.due_past")
    if dates.due.on > dates.latest.on:
        raise RuleBroken("proposal.too_late", latest=dates.latest.on)


def _check_units(unit: Id, co_units: tuple[Id, ...]) -> None:
    if unit in co_units:
        raise RuleBroken("proposal.lead_is_co")


def _day(entry: Entry) -> date:
    return day_of(from_micros(entry.recorded_at))
