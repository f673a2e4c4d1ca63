"""What comes after the reply: 评价、重新办理、跟踪办理、办结、归档."""

from typing import ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.proposal.handling import check_dates, hand_over
from renda_desktop.domain.proposal.state import (
    Dates,
    FollowUp,
    Proposal,
    ProposalStage,
    Rating,
    Round,
    Verdict,
    written,
)
from renda_desktop.domain.scoring import Stars
from renda_desktop.domain.stream import Fact

_ANSWERED = (ProposalStage.REPLIED, ProposalStage.CONCLUDED)


class Rate(Fact, frozen=True):
    """评价: a deputy rates every aspect, in stars or in a word that the rules turn into stars."""

    kind: ClassVar[str] = "proposal.rate"
    deputy: Id
    aspects: dict[str, Stars | Verdict]
    comment: Words = ""

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("评价", *_ANSWERED)
        if self.deputy not in stream.deputies:
            raise RuleBroken("proposal.not_deputy")
        asked = {one.key: one.title for one in stream.rules.aspects}
        if self.aspects.keys() != asked.keys():
            raise RuleBroken("proposal.aspects", asked="、".join(asked.values()))
        worth = stream.rules.verdicts
        stars = {
            key: getattr(worth, said.value) if isinstance(said, Verdict) else said
            for key, said in self.aspects.items()
        }
        rating = Rating(self.deputy, stars, entry.recorded_at, self.comment)
        stream.round.ratings[self.deputy] = rating


class Rehandle(Fact, frozen=True):
    """重新办理: a deputy is not satisfied. A new round begins; the earlier reply stays."""

    kind: ClassVar[str] = "proposal.rehandle"
    reason: Words
    dates: Dates

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("重新办理", *_ANSWERED)
        written(self.reason, "重新办理的原因")
        check_dates(self.dates)
        before = stream.round
        if all(stream.satisfied(rating) for rating in before.ratings.values()):
            raise RuleBroken("proposal.satisfied")
        stream.rounds.append(Round())
        hand_over(stream, before.unit, before.co_units, self.dates)
        stream.round.assigned_at = entry.recorded_at
        stream.concluded_at = None
        stream.stage = ProposalStage.ASSIGNED


class Track(Fact, frozen=True):
    """跟踪办理: what the reply promised is followed up, until it is kept."""

    kind: ClassVar[str] = "proposal.track"
    text: Words
    kept: bool = False

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("跟踪办理", *_ANSWERED, ProposalStage.FILED)
        written(self.text, "跟踪办理情况")
        now = stream.round
        if not now.replies:  # it was declined, and filed without a reply
            raise RuleBroken("proposal.no_reply")
        found = stream.reply_class(now.replies[-1].code)
        if not found.promise:
            raise RuleBroken("proposal.no_promise", code=found.code, title=found.title)
        if now.kept_at is not None:
            raise RuleBroken("proposal.kept")
        now.follow_ups.append(FollowUp(self.text, self.kept, entry.recorded_at))


class Conclude(Fact, frozen=True):
    """办结. Where the lead deputy is not satisfied, it says why it ends all the same."""

    kind: ClassVar[str] = "proposal.conclude"
    text: Words = ""

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("办结", ProposalStage.REPLIED)
        rating = stream.round.ratings.get(stream.lead)
        if rating and not stream.satisfied(rating) and not self.text.strip():
            raise RuleBroken("proposal.unsatisfied")
        stream.stage = ProposalStage.CONCLUDED
        stream.concluded_at = entry.recorded_at


class File(Fact, frozen=True):
    """归档, whichever way it went."""

    kind: ClassVar[str] = "proposal.file"
    text: Words = ""

    def apply(self, stream: Proposal, entry: Entry) -> None:
        stream.require("归档", ProposalStage.CONCLUDED, ProposalStage.DECLINED)
        stream.stage = ProposalStage.FILED
        stream.filed_at = entry.recorded_at
