"""The state of one proposal."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.program import (
    Aspect,
    Due,
    ProposalRules,
    ReplyClass,
    Term,
    colour,
)
from renda_desktop.domain.stream import Details, Stream
from renda_desktop.domain.terms import DayUnit, Grade, Signal
from renda_desktop.domain.terms import Term as Word

DEFAULT_RULES: Final = ProposalRules(
    lead=Term(3, DayUnit.MONTH),
    complex=Term(6, DayUnit.MONTH),
    co_unit=Term(1, DayUnit.MONTH),
    returns=Term(10, DayUnit.CALENDAR),
    classes=(
        ReplyClass("A", "已经解决或采纳", Grade.SOLVED),
        ReplyClass("B", "列入计划逐步解决", Grade.BASICALLY_SOLVED, promise=True),
        ReplyClass("C", "因条件限制暂难解决", Grade.UNSOLVED),
        ReplyClass("D", "留作参考", Grade.UNSOLVED),
    ),
    aspects=(Aspect("manner", "办理态度"), Aspect("result", "办理结果")),
)
"""What a proposal goes by that was raised before programs said it."""


class ProposalStage(Word):
    """Where a proposal stands in its loop."""

    RAISED = "raised", "已提出"
    ACCEPTED = "accepted", "已立案"
    DECLINED = "declined", "不予立案"
    ASSIGNED = "assigned", "办理中"
    RETURNED = "returned", "已退回"
    REPLIED = "replied", "已答复"
    CONCLUDED = "concluded", "已办结"
    FILED = "filed", "已归档"


class Verdict(Word):
    """A rating in a word; how many stars it is worth is said by the rules."""

    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


WAITED_FOR = (ProposalStage.ASSIGNED, ProposalStage.RETURNED)
OVER = (ProposalStage.DECLINED, ProposalStage.CONCLUDED, ProposalStage.FILED)


class ProposalDetails(Details):
    """`number` is the congress's own, often given later; `unit` the one its deputies suggest.

    The first of `deputies` is the lead (领衔). It is judged by the `rules` that it began under.
    """

    needed: ClassVar[tuple[str, ...]] = ("title",)
    fixed: ClassVar[tuple[str, ...]] = ("matters", "program", "version", "rules")

    title: Line
    deputies: tuple[Id, ...]
    matters: tuple[Id, ...] = ()
    text: Words = ""
    number: Line = ""
    unit: Id | None = None
    complex: bool = False
    program: Line = ""
    version: Whole = 0
    rules: ProposalRules | None = None

    def check(self) -> None:
        Details.check(self)
        if not self.deputies:
            raise RuleBroken("proposal.no_deputy")


class Dates(msgspec.Struct, frozen=True):
    """What the rules give from the day on which it is handed to its units.

    `latest` is the day for a complex one, which no extension passes. What is handled again
    cannot be returned: it has no `return_by`.
    """

    due: Due
    latest: Due
    co_due: Due
    return_by: Due | None = None

    @property
    def provisional(self) -> bool:
        """Return whether one of the days waits for a year's holidays."""
        days = (self.due, self.latest, self.co_due, self.return_by)
        return any(day.provisional for day in days if day)


class Opinion(msgspec.Struct, frozen=True):
    """协办意见. `late`: it came after the co-units' day."""

    unit: Id
    text: str
    at: int
    late: bool


class Meeting(msgspec.Struct, frozen=True):
    """面商: what was said to the deputies before the reply."""

    deputies: tuple[Id, ...]
    text: str
    at: int


class ReplyText(msgspec.Struct, frozen=True):
    """One written reply, with its class and the grade that follows from it."""

    text: str
    code: str
    grade: Grade
    at: int
    unit: Id | None = None
    official: str = ""
    promised: date | None = None


class FollowUp(msgspec.Struct, frozen=True):
    """跟踪办理: how it stands with what a reply promised."""

    text: str
    kept: bool
    at: int


class Rating(msgspec.Struct, frozen=True):
    """What one deputy gives each aspect, in stars."""

    deputy: Id
    stars: dict[str, Annotated[int, Meta(ge=1, le=5)]]
    at: int
    comment: str = ""


@dataclass(slots=True)
class Round:
    """One round of handling. A proposal that is handled again keeps its earlier rounds."""

    unit: Id | None = None
    co_units: tuple[Id, ...] = ()
    dates: Dates | None = None
    due: Due | None = None  # as in `dates`, or as extended
    assigned_at: int | None = None
    extended: bool = False
    opinions: list[Opinion] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    replies: list[ReplyText] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    ratings: dict[Id, Rating] = field(default_factory=dict)
    reminders: int = 0
    supervisions: int = 0
    returns: int = 0

    @property
    def late(self) -> bool:
        """Return whether its first reply came after its day."""
        if self.due is None or not self.replies:
            return False
        return day_of(from_micros(self.replies[0].at)) > self.due.on

    @property
    def kept_at(self) -> int | None:
        """Return when the promise was kept."""
        return next((one.at for one in self.follow_ups if one.kept), None)


@dataclass(slots=True)
class Proposal(Stream):
    noun: ClassVar[str] = "proposal"
    term: ClassVar[str] = "代表建议"

    details: Any = None
    stage: ProposalStage = ProposalStage.RAISED
    signed: list[Id] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=lambda: [Round()])
    raised_at: int = 0
    accepted_at: int | None = None
    concluded_at: int | None = None
    filed_at: int | None = None

    @property
    def rules(self) -> ProposalRules:
        rules: ProposalRules | None = self.details.rules
        return rules or DEFAULT_RULES

    @property
    def round(self) -> Round:
        """Return the present round of handling."""
        return self.rounds[-1]

    @property
    def lead(self) -> Id:
        """Return the deputy whose rating counts."""
        lead: Id = self.details.deputies[0]
        return lead

    @property
    def deputies(self) -> tuple[Id, ...]:
        """Return the lead and the co-signers, whether they signed at once or later."""
        return tuple(dict.fromkeys((*self.details.deputies, *self.signed)))

    @property
    def reply(self) -> ReplyText | None:
        """Return the newest reply, of whichever round."""
        return next((one.replies[-1] for one in reversed(self.rounds) if one.replies), None)

    @property
    def rating(self) -> Rating | None:
        """Return the lead deputy's newest rating, of whichever round."""
        found = (one.ratings.get(self.lead) for one in reversed(self.rounds))
        return next((rating for rating in found if rating), None)

    def reply_class(self, code: str) -> ReplyClass:
        """Return the class of this code; RuleBroken where the rules have none."""
        known = {one.code: one for one in self.rules.classes}
        if code not in known:
            raise RuleBroken("proposal.class", code=code, known="、".join(known))
        return known[code]

    def satisfied(self, rating: Rating) -> bool:
        """Return whether every aspect has as many stars as the rules ask for."""
        return min(rating.stars.values()) >= self.rules.satisfied_from

    def require(self, action: str, *allowed: ProposalStage) -> None:
        if self.stage not in allowed:
            raise RuleBroken("proposal.stage", stage=self.stage.label, action=action)


def signal(
    *, stage: ProposalStage, due: date | None, amber_on: date | None, today: date
) -> Signal | None:
    """Return the three-colour signal of a proposal that is being handled, else None."""
    return colour(due=due, amber_on=amber_on, today=today) if stage in WAITED_FOR else None


def written(text: str, what: str) -> None:
    """Raise RuleBroken where something has to be written down and is not."""
    if not text.strip():
        raise RuleBroken("field.empty", field=what)
