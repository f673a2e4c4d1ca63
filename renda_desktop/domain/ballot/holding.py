"""Holding a vote: prepared, called, the ballots issued; announced, counted anew or called off."""

from typing import ClassVar

from renda_desktop.domain.ballot.state import Ballot, BallotDetails, Member, Round
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.stream import Amend, Begin, Fact, Settle
from renda_desktop.domain.terms import BallotStatus, field_label

_BEFORE = (BallotStatus.PREPARED, BallotStatus.CALLED)


def need_reason(reason: str) -> None:
    """Raise RuleBroken where no reason is given."""
    if not reason.strip():
        raise RuleBroken("ballot.no_reason")


class PrepareBallot(Begin, frozen=True):
    kind: ClassVar[str] = "ballot.prepare"
    details: BallotDetails


class AmendBallot(Amend, frozen=True):
    """A correction, as long as no ballot is out."""

    kind: ClassVar[str] = "ballot.amend"

    def apply(self, stream: Ballot, entry: Entry) -> None:
        stream.require("更正", *_BEFORE)
        Amend.apply(self, stream, entry)


class SettleBallot(Settle, frozen=True):
    kind: ClassVar[str] = "ballot.settle"

    def apply(self, stream: Ballot, entry: Entry) -> None:
        stream.require("更正", *_BEFORE)
        Settle.apply(self, stream, entry)


class CallBallot(Fact, frozen=True):
    """报到: how many came, and who, where that is on record. Called again as others arrive."""

    kind: ClassVar[str] = "ballot.call"
    present: Whole
    members: tuple[Member, ...] = ()

    def apply(self, stream: Ballot, entry: Entry) -> None:
        stream.require("报到", *_BEFORE)
        due = stream.details.due
        if self.present > due:
            raise RuleBroken("ballot.present", due=due, present=self.present)
        if len(self.members) > self.present:
            listed = len(self.members)
            raise RuleBroken("ballot.members", listed=listed, present=self.present)
        persons = [one.person for one in self.members if one.person]
        if len(set(persons)) < len(persons):
            raise RuleBroken("ballot.member_twice")
        if not all(one.name for one in self.members):
            raise RuleBroken("field.empty", field=field_label("name"))
        stream.present, stream.members = self.present, self.members
        stream.status = BallotStatus.CALLED


class IssueBallot(Fact, frozen=True):
    """The ballots are given out, or an open vote begins: nothing of it changes any more."""

    kind: ClassVar[str] = "ballot.issue"
    issued: Whole

    def apply(self, stream: Ballot, entry: Entry) -> None:
        stream.require("发票", *_BEFORE)
        stream.check_quorum("发票")
        if stream.conflicts:
            field = field_label(next(iter(stream.conflicts)))
            raise RuleBroken("amend.unsettled", field=field)
        if not 0 < self.issued <= stream.turnout.present:
            raise RuleBroken("ballot.issued", present=stream.turnout.present)
        stream.issued = self.issued
        stream.status = BallotStatus.VOTING


class ConcludeBallot(Fact, frozen=True):
    """The result is announced. `passed` are the numbers of the items that passed.

    The rules say what passed; where another count came first in the order, what was announced is
    not what was counted, and this is not in effect.
    """

    kind: ClassVar[str] = "ballot.conclude"
    passed: tuple[Whole, ...]
    text: Words = ""

    def apply(self, stream: Ballot, entry: Entry) -> None:
        verdict = stream.decided()
        if verdict.passed != self.passed:
            raise RuleBroken("ballot.announced")
        stream.round.verdict = verdict
        stream.concluded_at = entry.recorded_at
        stream.status = BallotStatus.CONCLUDED


class RecountBallot(Fact, frozen=True):
    """重新计票: a new round, whether or not a result was announced; the earlier one stays."""

    kind: ClassVar[str] = "ballot.recount"
    reason: Line

    def apply(self, stream: Ballot, entry: Entry) -> None:
        stream.require("重新计票", BallotStatus.VOTING, BallotStatus.CONCLUDED)
        need_reason(self.reason)
        if not stream.round.tallies and stream.verdict is None:
            raise RuleBroken("ballot.not_counted")
        stream.rounds.append(Round(self.reason))
        stream.status, stream.concluded_at = BallotStatus.VOTING, None


class CancelBallot(Fact, frozen=True):
    """It is not held, or comes to nothing."""

    kind: ClassVar[str] = "ballot.cancel"
    reason: Line

    def apply(self, stream: Ballot, entry: Entry) -> None:
        stream.require("取消", *_BEFORE, BallotStatus.VOTING)
        need_reason(self.reason)
        stream.status = BallotStatus.CANCELLED
