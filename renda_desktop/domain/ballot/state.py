"""A vote as it stands: who came, what was counted, by whom, and what it came to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Name, Whole, Words, check_number
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.stream import Details, Stream
from renda_desktop.domain.terms import BallotStatus, VoteOption, field_label
from renda_desktop.domain.verdict import Count, Turnout, Verdict, Votes, check_quorum, decide
from renda_desktop.domain.voting import BallotRules

MOST_ITEMS = 1000


class Item(msgspec.Struct, frozen=True):
    """What is voted on; `amount` is in 万元, `ref` the matter or proposal that it is."""

    number: Whole
    title: Line
    text: Words = ""
    amount: Decimal | None = None
    ref: Ref | None = None


class Member(msgspec.Struct, frozen=True):
    """Somebody who came; `person` is set where they are on the roster."""

    name: Name
    person: Id | None = None


class BallotDetails(Details):
    """What is voted on, by whom and how. `due` is how many members there are.

    `follows` is the vote whose tied items are voted on again.
    """

    needed: ClassVar[tuple[str, ...]] = ("title", "items", "due")
    fixed: ClassVar[tuple[str, ...]] = ("program", "version", "rules", "follows")

    title: Line
    program: Line
    version: Whole
    rules: BallotRules
    day: date
    items: Annotated[tuple[Item, ...], Meta(max_length=MOST_ITEMS)]
    due: Whole
    place: Line = ""
    follows: Ref | None = None
    remark: Words = ""

    def check(self) -> None:
        Details.check(self)
        self.rules.check()
        for place, item in enumerate(self.items, 1):
            if not item.number:
                raise RuleBroken("ballot.number", place=place)
            if not item.title.strip():
                raise RuleBroken("field.empty", field=field_label("title"))
            if item.amount is not None:
                check_number(item.amount, what=field_label("amount"))
                if item.amount < 0:
                    raise RuleBroken("matter.negative", what=field_label("amount"))
        number, times = Counter(self.numbers).most_common(1)[0]
        if times > 1:
            raise RuleBroken("ballot.number_twice", number=number)
        choose = self.rules.choose
        if choose is not None and choose.least > len(self.items):
            raise RuleBroken("ballot.too_few", least=choose.least, count=len(self.items))

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(item.number for item in self.items)


class Tally(msgspec.Struct, frozen=True):
    """One teller's whole count."""

    teller: Id
    at: int
    count: Count


@dataclass(slots=True)
class Round:
    """One counting. `reason` is why it was counted anew; a later round supersedes the verdict."""

    reason: str = ""
    tallies: list[Tally] = field(default_factory=list)
    verdict: Verdict | None = None

    @property
    def differences(self) -> tuple[str, ...]:
        """Return in what the tellers differ, in words."""
        counts = [tally.count for tally in self.tallies]
        found = []
        if len({count.returned for count in counts}) > 1:
            found.append("收回票数")
        if len({count.invalid for count in counts}) > 1:
            found.append("无效票数")
        by_item: dict[int, set[Votes]] = {}
        for count in counts:
            for one in count.items:
                by_item.setdefault(one.number, set()).add(one)
        found += [f"第 {number} 项" for number in sorted(by_item) if len(by_item[number]) > 1]
        return tuple(found)


@dataclass(slots=True)
class Ballot(Stream):
    noun: ClassVar[str] = "ballot"
    term: ClassVar[str] = "票决"

    details: Any = None
    status: BallotStatus = BallotStatus.PREPARED
    present: int | None = None
    members: tuple[Member, ...] = ()
    issued: int | None = None
    rounds: list[Round] = field(default_factory=lambda: [Round()])
    votes: dict[Id, dict[int, VoteOption]] = field(default_factory=dict)
    concluded_at: int | None = None

    def require(self, action: str, *allowed: BallotStatus) -> None:
        if self.status not in allowed:
            raise RuleBroken("ballot.status", status=self.status.label, action=action)

    @property
    def rules(self) -> BallotRules:
        rules: BallotRules = self.details.rules
        return rules

    @property
    def round(self) -> Round:
        return self.rounds[-1]

    @property
    def verdict(self) -> Verdict | None:
        """What was announced, and holds."""
        return self.round.verdict

    @property
    def superseded(self) -> tuple[Verdict, ...]:
        """What was announced before it was counted anew."""
        return tuple(one.verdict for one in self.rounds[:-1] if one.verdict is not None)

    @property
    def turnout(self) -> Turnout:
        return Turnout(self.details.due, self.present or 0, self.issued or 0)

    @property
    def quorate(self) -> bool:
        """Whether enough members came."""
        try:
            self.check_quorum("投票")
        except RuleBroken:
            return False
        return True

    def check_quorum(self, action: str) -> None:
        if self.present is None:
            raise RuleBroken("ballot.not_called", action=action)
        check_quorum(self.rules, turnout=self.turnout)

    @property
    def agreed(self) -> bool:
        """Whether as many tellers as the rules ask for have counted the same."""
        tallies = self.round.tallies
        return len(tallies) >= self.rules.tellers and not self.round.differences

    @property
    def count(self) -> Count | None:
        """The count that stands: that of agreeing tellers, or of the votes of an open ballot."""
        if not self.rules.secret:
            return counted(self) if self.votes else None
        return self.round.tallies[0].count if self.agreed else None

    def decided(self) -> Verdict:
        """Return what the count comes to, or raise RuleBroken where it cannot be announced."""
        self.check_quorum("公布结果")
        self.require("公布结果", BallotStatus.VOTING)
        count = self.count
        if count is None:
            raise self._not_counted()
        if count.returned > self.turnout.issued:
            issued = self.turnout.issued
            raise RuleBroken("ballot.returned", returned=count.returned, issued=issued)
        return decide(self.rules, turnout=self.turnout, count=count)

    def _not_counted(self) -> RuleBroken:
        """Say why there is no count that stands."""
        if not self.rules.secret:
            return RuleBroken("ballot.no_votes")
        tellers, needed = len(self.round.tallies), self.rules.tellers
        if tellers < needed:
            return RuleBroken("ballot.tellers_few", needed=needed, count=tellers)
        return RuleBroken("ballot.tellers_differ", what="、".join(self.round.differences))


def counted(ballot: Ballot) -> Count:
    """Count the votes of an open ballot.

    Who chose fewer items than are to be chosen gave no valid vote; who voted, yet not on an item,
    abstains from that one.
    """
    choose = ballot.rules.choose
    least = choose.least if choose is not None else 0
    valid = [given for given in ballot.votes.values() if len(given) >= least]
    items = []
    for number in ballot.details.numbers:
        options = Counter(given[number] for given in valid if number in given)
        for_, against = options[VoteOption.FOR], options[VoteOption.AGAINST]
        abstain = 0 if choose else len(valid) - for_ - against
        items.append(Votes(number, for_, against, abstain))
    returned = len(ballot.votes)
    return Count(returned, returned - len(valid), tuple(items))
