"""What a vote comes to: for each item its votes, its share, whether it passed, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Whole
from renda_desktop.domain.terms import ItemOutcome, TieRule, VoteBase
from renda_desktop.domain.voting import BallotRules


class Votes(msgspec.Struct, frozen=True, rename={"for_": "for"}):
    """What one item got, named by its number. Where ballots choose, `for_` is all there is."""

    number: Whole
    for_: Whole
    against: Whole = 0
    abstain: Whole = 0


class Count(msgspec.Struct, frozen=True):
    """A whole count: the ballots that came back, those not valid, and the votes of every item."""

    returned: Whole
    invalid: Whole
    items: tuple[Votes, ...]

    @property
    def valid(self) -> int:
        return self.returned - self.invalid


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many members there are, how many came, how many were given a ballot."""

    due: int
    present: int
    issued: int


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What became of one item; `base` is what the share is a share of, None of nobody."""

    votes: Votes
    base: int
    share: Fraction | None
    outcome: ItemOutcome
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of every item, in their order; `places` are left for those that tied."""

    items: tuple[ItemVerdict, ...]
    places: int = 0

    def numbers(self, *outcomes: ItemOutcome) -> tuple[int, ...]:
        """Return the numbers of the items with one of these outcomes."""
        return tuple(one.votes.number for one in self.items if one.outcome in outcomes)

    @property
    def passed(self) -> tuple[int, ...]:
        return self.numbers(ItemOutcome.PASSED, ItemOutcome.ELECTED)

    @property
    def tied(self) -> tuple[int, ...]:
        return self.numbers(ItemOutcome.TIED)


# What a majority is a majority of, for one item.
BASES: Mapping[VoteBase, Callable[[Turnout, Count, Votes], int]] = {
    VoteBase.DUE: lambda turnout, _count, _votes: turnout.due,
    VoteBase.PRESENT: lambda turnout, _count, _votes: turnout.present,
    VoteBase.VALID: lambda _turnout, count, votes: count.valid - votes.abstain,
    VoteBase.VALID_BALLOTS: lambda _turnout, count, _votes: count.valid,
}

# What becomes of items that tie for fewer places than there are of them.
TIES: Mapping[TieRule, ItemOutcome] = {
    TieRule.RUNOFF: ItemOutcome.TIED,
    TieRule.NONE: ItemOutcome.NOT_ELECTED,
    TieRule.ALL: ItemOutcome.ELECTED,
}


def check_quorum(rules: BallotRules, *, turnout: Turnout) -> None:
    """Raise RuleBroken where not enough members came, or more than there are."""
    due, present = turnout.due, turnout.present
    if present > due:
        raise RuleBroken("ballot.present", due=due, present=present)
    if not rules.quorum.reached(present, base=due):
        needed = rules.quorum.words
        raise RuleBroken("ballot.no_quorum", due=due, present=present, needed=needed)


def check_count(rules: BallotRules, *, count: Count, numbers: Sequence[int]) -> None:
    """Raise RuleBroken where a count does not add up: every item once, no vote too many."""
    if count.invalid > count.returned:
        raise RuleBroken("ballot.invalid", returned=count.returned)
    if sorted(one.number for one in count.items) != sorted(numbers):
        raise RuleBroken("ballot.items")
    valid = count.valid
    for one in count.items:
        total = one.for_ + one.against + one.abstain
        if rules.choose is None and total != valid:
            raise RuleBroken("ballot.sum", number=one.number, total=total, valid=valid)
        if rules.choose is not None and (one.against or one.abstain):
            raise RuleBroken("ballot.only_for", number=one.number)
        if one.for_ > valid:
            raise RuleBroken("ballot.over", number=one.number, valid=valid)
    if rules.choose is not None:
        least, most = rules.choose.least * valid, rules.choose.most * valid
        total = sum(one.for_ for one in count.items)
        if not least <= total <= most:
            raise RuleBroken("ballot.choices", total=total, least=least, most=most)


def decide(rules: BallotRules, *, turnout: Turnout, count: Count) -> Verdict:
    """Return what a count comes to by the rules; the count is taken to add up."""
    ordered = sorted(count.items, key=lambda one: one.number)
    enough = [one for one in ordered if _enough(rules, turnout, count, one)]
    taken = {one.number: ItemOutcome.PASSED for one in enough}
    places = 0
    if rules.top is not None:
        taken, places = _first(enough, rules.top, rules.tie)
    found = []
    for one in ordered:
        base = BASES[rules.base](turnout, count, one)
        share = Fraction(one.for_, base) if base > 0 else None
        outcome = taken.get(one.number, ItemOutcome.NOT_PASSED)
        reason = f"{_share(rules, one, base, share)};{_why(rules, outcome, one, ordered)}"
        found.append(ItemVerdict(one, base, share, outcome, reason))
    return Verdict(tuple(found), places)


def _enough(rules: BallotRules, turnout: Turnout, count: Count, one: Votes) -> bool:
    """Return whether an item has the votes to pass; without a majority to reach, one will do."""
    if rules.passes is None:
        return one.for_ > 0
    return rules.passes.reached(one.for_, base=BASES[rules.base](turnout, count, one))


def _first(enough: Sequence[Votes], top: int, tie: TieRule) -> tuple[dict[int, ItemOutcome], int]:
    """Take the first `top` items by votes; return what becomes of each and the places left."""
    if len(enough) <= top:
        return {one.number: ItemOutcome.ELECTED for one in enough}, 0
    ranked = sorted((one.for_ for one in enough), reverse=True)
    last, next_ = ranked[top - 1], ranked[top]
    taken = {one.number: _beside(one.for_, last) for one in enough}
    if last != next_:
        return taken | {one.number: ItemOutcome.ELECTED for one in enough if one.for_ == last}, 0
    tied = TIES[tie]
    taken |= {one.number: tied for one in enough if one.for_ == last}
    before = sum(one.for_ > last for one in enough)
    return taken, top - before if tied is ItemOutcome.TIED else 0


def _beside(votes: int, last: int) -> ItemOutcome:
    return ItemOutcome.ELECTED if votes > last else ItemOutcome.NOT_ELECTED


def _share(rules: BallotRules, one: Votes, base: int, share: Fraction | None) -> str:
    part = "" if share is None else f",占{rules.base.label} {base} 的 {percent(share)}"
    return f"得 {one.for_} 票{part}"


def percent(share: Fraction) -> str:
    """Return a share as papers write it, such as 51.11%, rounded half up."""
    hundredths = (share * 10_000 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _why(rules: BallotRules, outcome: ItemOutcome, one: Votes, all_: Sequence[Votes]) -> str:
    """Say what decided."""
    rank = 1 + sum(other.for_ > one.for_ for other in all_)
    needed = rules.passes.words if rules.passes else "有得票"
    match outcome:
        case ItemOutcome.PASSED:
            return f"已{needed}"
        case ItemOutcome.NOT_PASSED:
            return f"未{needed}" if rules.passes else "没有得票"
        case ItemOutcome.ELECTED:
            return f"得票第 {rank},应选 {rules.top} 项"
        case ItemOutcome.NOT_ELECTED:
            tied = rank <= (rules.top or 0)
            return f"得票第 {rank},{rules.tie.label if tied else f'应选 {rules.top} 项,名额已满'}"
        case ItemOutcome.TIED:
            return f"得票第 {rank} 的项目票数相等,名额不足,须{rules.tie.label}"
