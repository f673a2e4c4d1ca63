"""One evaluation (评议、联评、绩效评价) of one subject, from its opening to its grade."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.scoring import checks
from renda_desktop.domain.scoring.opinions import Opinions
from renda_desktop.domain.scoring.result import Result, score
from renda_desktop.domain.scoring.rules import ScorecardRules, Stars
from renda_desktop.domain.scoring.sheets import (
    Evidence,
    Extra,
    Measurement,
    Opinion,
    Sheet,
    Tally,
    Vetoed,
)
from renda_desktop.domain.stream import Amend, Begin, Details, Fact, Noun, Settle, Stream
from renda_desktop.domain.terms import DeputyLevel, ScorecardStatus, SubjectKind, field_label


class Subject(msgspec.Struct, frozen=True):
    """Who or what is evaluated. `unit` is where a person serves; `unit_kind` one of the rules'.

    `ref` is the deputy or the department, where it is one of ours.
    """

    kind: SubjectKind
    name: Line
    unit: Line = ""
    ref: Ref | None = None
    unit_kind: Line = ""


class ScorecardDetails(Details):
    """What an evaluation begins with: it keeps the rules that it began under.

    `begins` and `ends` are the period that is looked at, both days included. `level` and `term`
    (届) are the mandate under which a deputy is evaluated, `group` the group (中心组).
    """

    needed: ClassVar[tuple[str, ...]] = ("title",)
    fixed: ClassVar[tuple[str, ...]] = (
        "program", "version", "rules", "subject", "year", "level", "term",
    )  # fmt: skip

    title: Line
    program: Line
    version: Whole
    rules: ScorecardRules
    subject: Subject
    year: Whole
    begins: date
    ends: date
    group: Line = ""
    level: DeputyLevel | None = None
    term: Whole | None = None
    remark: Words = ""

    def check(self) -> None:
        Details.check(self)
        checks.check(self.rules)
        if not self.subject.name.strip():
            raise RuleBroken("field.empty", field=field_label("subject"))
        if self.subject.kind is not self.rules.subjects:
            raise RuleBroken("scorecard.subject", kind=self.rules.subjects.label)
        kinds = self.rules.kinds or ("",)
        if self.subject.unit_kind not in kinds:
            raise RuleBroken("scorecard.unit_kind", kinds="、".join(kinds) or "(空)")
        if self.ends < self.begins:
            raise RuleBroken("scorecard.period")


class Conclusion(msgspec.Struct, frozen=True):
    """What an evaluation came to."""

    score: Decimal
    grade: Line
    stars: Stars


@dataclass(slots=True)
class Scorecard(Stream):
    noun: ClassVar[str] = "scorecard"
    term: ClassVar[str] = "评议"

    details: Any = None
    status: ScorecardStatus = ScorecardStatus.OPEN
    said: Opinions = field(default_factory=Opinions)
    conclusion: Conclusion | None = None
    concluded_at: int | None = None

    def require(self, action: str, *allowed: ScorecardStatus) -> None:
        if self.status not in allowed:
            raise RuleBroken("scorecard.status", status=self.status.label, action=action)

    @property
    def result(self) -> Result:
        """Compute what the rules make of what was said so far."""
        d: ScorecardDetails = self.details
        return score(d.rules, unit_kind=d.subject.unit_kind, said=self.said)

    def with_one(self, opinion: Opinion, entry: Id) -> None:
        """Take an opinion in, or raise RuleBroken where it has no place."""
        self.require("登记评议内容", ScorecardStatus.OPEN)
        d: ScorecardDetails = self.details
        if isinstance(opinion, Sheet):
            _check_not_self(opinion, d)
        self.said.check(opinion, rules=d.rules, unit_kind=d.subject.unit_kind)
        self.said.add(entry, opinion)


def _check_not_self(sheet: Sheet, details: ScorecardDetails) -> None:
    """Raise RuleBroken where the subject rates beside others, not on the subject's own sheet."""
    panel, ref = details.rules.panel(sheet.panel), details.subject.ref
    if panel and not panel.own and ref and sheet.person == ref.id:
        raise RuleBroken("scorecard.rated_self", panel=panel.title)


class OpenScorecard(Begin, frozen=True):
    kind: ClassVar[str] = "scorecard.open"
    details: ScorecardDetails


class AmendScorecard(Amend, frozen=True):
    """A correction, before the result rests on it."""

    kind: ClassVar[str] = "scorecard.amend"

    def apply(self, stream: Scorecard, entry: Entry) -> None:
        stream.require("更正", ScorecardStatus.OPEN)
        Amend.apply(self, stream, entry)


class SettleScorecard(Settle, frozen=True):
    kind: ClassVar[str] = "scorecard.settle"


class Say(Fact, frozen=True):
    """Something is said of the subject."""

    said: Opinion

    def apply(self, stream: Scorecard, entry: Entry) -> None:
        stream.with_one(self.said, entry.id)


class RateScorecard(Say, frozen=True):
    """评分: one rater's sheet."""

    kind: ClassVar[str] = "scorecard.rate"
    said: Sheet


class TallyScorecard(Say, frozen=True):
    """计票: the counts of a secret 民主测评."""

    kind: ClassVar[str] = "scorecard.tally"
    said: Tally


class MeasureScorecard(Say, frozen=True):
    """取数: the figure of a leaf."""

    kind: ClassVar[str] = "scorecard.measure"
    said: Measurement


class AdjustScorecard(Say, frozen=True):
    """加分、扣分."""

    kind: ClassVar[str] = "scorecard.adjust"
    said: Extra


class VetoScorecard(Say, frozen=True):
    """一票否决."""

    kind: ClassVar[str] = "scorecard.veto"
    said: Vetoed


class AddEvidence(Say, frozen=True):
    """佐证."""

    kind: ClassVar[str] = "scorecard.evidence"
    said: Evidence


class TakeBack(Fact, frozen=True):
    """What an entry said does not stand any more; the entry stays on the timeline."""

    kind: ClassVar[str] = "scorecard.take_back"
    entry: Id
    reason: Line

    def apply(self, stream: Scorecard, entry: Entry) -> None:
        stream.require("撤回评议内容", ScorecardStatus.OPEN)
        if not self.reason.strip():
            raise RuleBroken("scorecard.no_reason")
        if not stream.said.drop(self.entry):
            raise RuleBroken("scorecard.nothing_said")


class ConcludeScorecard(Fact, frozen=True):
    """评定: the result is fixed.

    `rests_on` are the entries that it was reckoned from. Where others stand by then, it is void.
    Where they are the same it holds: no later version of the program reckons it anew. One that
    names none has to be what the records make of it.
    """

    kind: ClassVar[str] = "scorecard.conclude"
    conclusion: Conclusion
    rests_on: tuple[Id, ...] = ()

    def apply(self, stream: Scorecard, entry: Entry) -> None:
        stream.require("评定", ScorecardStatus.OPEN)
        if stream.conflicts:
            raise RuleBroken("amend.unsettled", field=field_label(next(iter(stream.conflicts))))
        if not self._holds(stream):
            raise RuleBroken("scorecard.changed")
        stream.status = ScorecardStatus.CONCLUDED
        stream.conclusion, stream.concluded_at = self.conclusion, entry.recorded_at

    def _holds(self, stream: Scorecard) -> bool:
        if self.rests_on:
            return set(self.rests_on) == stream.said.entries
        return concluded(stream.result) == self.conclusion


class ReopenScorecard(Fact, frozen=True):
    """The result is taken up again."""

    kind: ClassVar[str] = "scorecard.reopen"
    reason: Line

    def apply(self, stream: Scorecard, entry: Entry) -> None:
        stream.require("重新评议", ScorecardStatus.CONCLUDED)
        if not self.reason.strip():
            raise RuleBroken("scorecard.no_reason")
        stream.status = ScorecardStatus.OPEN
        stream.conclusion = stream.concluded_at = None


class WithdrawScorecard(Fact, frozen=True):
    """作废: it was opened by mistake, and no longer counts."""

    kind: ClassVar[str] = "scorecard.withdraw"
    reason: Line

    def apply(self, stream: Scorecard, entry: Entry) -> None:
        stream.require("作废", ScorecardStatus.OPEN)
        if not self.reason.strip():
            raise RuleBroken("scorecard.no_reason")
        stream.status = ScorecardStatus.WITHDRAWN


def concluded(result: Result) -> Conclusion:
    """Return what a result comes to; RuleBroken says what it still waits for."""
    if result.missing or result.score is None or result.band is None:
        waits = dict.fromkeys(f"{one.title}({one.lack.label})" for one in result.missing)
        shown = "、".join(list(waits)[:5]) + ("…" if len(waits) > 5 else "")
        raise RuleBroken("scorecard.missing", waits=shown)
    return Conclusion(result.score, result.band.title, result.band.stars)


SCORECARD = Noun(
    Scorecard,
    [
        OpenScorecard,
        AmendScorecard,
        SettleScorecard,
        RateScorecard,
        TallyScorecard,
        MeasureScorecard,
        AdjustScorecard,
        VetoScorecard,
        AddEvidence,
        TakeBack,
        ConcludeScorecard,
        ReopenScorecard,
        WithdrawScorecard,
    ],
)
