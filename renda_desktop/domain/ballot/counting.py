"""Counting: tellers' tallies of a secret ballot, single votes of an open one."""

from typing import ClassVar

from renda_desktop.domain.ballot.holding import need_reason
from renda_desktop.domain.ballot.state import Ballot, Tally
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import BallotStatus, VoteOption
from renda_desktop.domain.verdict import Count, check_count


class TallyBallot(Fact, frozen=True):
    """One teller's whole count, signed by being theirs. It says nothing of any voter.

    More ballots than were issued are counted as they are: that is why it comes to nothing then.
    """

    kind: ClassVar[str] = "ballot.tally"
    count: Count

    def apply(self, stream: Ballot, entry: Entry) -> None:
        if not stream.rules.secret:
            raise RuleBroken("ballot.open")
        stream.require("计票", BallotStatus.VOTING)
        tallies = stream.round.tallies
        if any(tally.teller == entry.author for tally in tallies):
            raise RuleBroken("ballot.teller_twice")
        if len(tallies) >= stream.rules.tellers:
            raise RuleBroken("ballot.counted", tellers=len(tallies))
        check_count(stream.rules, count=self.count, numbers=stream.details.numbers)
        tallies.append(Tally(entry.author, entry.recorded_at, self.count))


class CastVote(Fact, frozen=True):
    """One member's vote on one item of an open ballot."""

    kind: ClassVar[str] = "ballot.vote"
    voter: Id
    item: Whole
    option: VoteOption

    def apply(self, stream: Ballot, entry: Entry) -> None:
        _check_open(stream, self.item)
        listed = {one.person for one in stream.members if one.person}
        if len(listed) == stream.present and self.voter not in listed:
            raise RuleBroken("ballot.not_present")
        if self.voter not in stream.votes and len(stream.votes) >= stream.turnout.issued:
            raise RuleBroken("ballot.voters", issued=stream.turnout.issued)
        given = stream.votes.get(self.voter, {})
        if self.item in given:
            raise RuleBroken("ballot.voted", number=self.item)
        _check_option(stream, self.option, chosen=len(given))
        stream.votes[self.voter] = given | {self.item: self.option}


class ChangeVote(Fact, frozen=True):
    """A vote was entered wrongly; without an option it is taken back."""

    kind: ClassVar[str] = "ballot.change_vote"
    voter: Id
    item: Whole
    option: VoteOption | None
    reason: Line

    def apply(self, stream: Ballot, entry: Entry) -> None:
        _check_open(stream, self.item)
        need_reason(self.reason)
        given = stream.votes.get(self.voter, {})
        if self.item not in given:
            raise RuleBroken("ballot.not_voted", number=self.item)
        if given[self.item] is self.option:
            raise RuleBroken("ballot.same_vote", number=self.item)
        others = {item: option for item, option in given.items() if item != self.item}
        if self.option is not None:
            _check_option(stream, self.option, chosen=len(others))
            others[self.item] = self.option
        stream.votes[self.voter] = others
        if not others:
            del stream.votes[self.voter]


def _check_open(stream: Ballot, item: int) -> None:
    if stream.rules.secret:
        raise RuleBroken("ballot.secret")
    stream.require("登记投票", BallotStatus.VOTING)
    if item not in stream.details.numbers:
        raise RuleBroken("ballot.no_item", number=item)


def _check_option(stream: Ballot, option: VoteOption, *, chosen: int) -> None:
    """Where items are chosen, one chooses or does not, and not too many."""
    choose = stream.rules.choose
    if choose is None:
        return
    if option is not VoteOption.FOR:
        raise RuleBroken("ballot.option")
    if chosen >= choose.most:
        raise RuleBroken("ballot.too_many", most=choose.most)
