"""Votes for tests: rules, details, tallies, and samples for random histories."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from renda_desktop.domain import ballot as b
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import TieRule, VoteBase
from renda_desktop.domain.verdict import Count, Votes
from renda_desktop.domain.voting import BallotRules, Choice, Ratio
from tests.domain.lives import entry, ids

Done = Fact | tuple[Id, Fact]
"""A fact, with the clerk who recorded it where that matters."""

HALF = Ratio(1, 2, over=True)
TWO_THIRDS = Ratio(2, 3)
EACH = BallotRules(TWO_THIRDS, HALF)
OPEN = BallotRules(TWO_THIRDS, HALF, secret=False)
WANG, LI, ZHAO = (Id(f"{n:032x}") for n in (0xA1, 0xA2, 0xA3))


def top(
    places: int, *, tie: TieRule = TieRule.RUNOFF, base: VoteBase = VoteBase.DUE, **more: Any
) -> BallotRules:
    """Return rules by which so many of the items are chosen."""
    chosen = Choice(1, places)
    return BallotRules(TWO_THIRDS, HALF, base=base, choose=chosen, top=places, tie=tie, **more)


def details(rules: BallotRules, *, items: int = 3, due: int = 45) -> b.BallotDetails:
    """Return a vote on so many items."""
    projects = tuple(b.Item(n, f"第{n}个项目", amount=Decimal(n)) for n in range(1, items + 1))
    return b.BallotDetails("重大项目", "x", 1, rules, date(2026, 11, 23), projects, due)


def count(*items: Sequence[int], returned: int, invalid: int = 0) -> Count:
    """Return a count: the items' votes in their order, for, against and abstain."""
    votes = tuple(Votes(n, *got) for n, got in enumerate(items, 1))
    return Count(returned, invalid, votes)


def held(rules: BallotRules, *, present: int, items: int = 3, due: int = 45) -> list[Fact]:
    """Return what happens until the ballots are out."""
    prepared = b.PrepareBallot(details(rules, items=items, due=due))
    return [prepared, b.CallBallot(present), b.IssueBallot(present)]


def folded(*facts: Done) -> b.Ballot:
    """Fold facts, each by a clerk of no account unless another is named."""
    made = ids()
    stream = next(made)
    entries: list[Entry] = []
    for one in facts:
        author, fact = one if isinstance(one, tuple) else (None, one)
        written = entry(fact, stream=stream, id=next(made))
        entries.append(msgspec.structs.replace(written, author=author) if author else written)
    return b.BALLOT.fold(stream, entries)


def refused(*facts: Done) -> list[str]:
    """Return the rules by which facts are not in effect."""
    return [event.void.rule for event in folded(*facts).timeline if event.void]


SAMPLES: dict[type, tuple[Any, ...]] = {
    BallotRules: (EACH, OPEN, OPEN, top(2), top(1, secret=False), BallotRules(HALF)),
    b.Item: (b.Item(1, "学校"), b.Item(2, "道路", "东段", Decimal("1200.5")), b.Item(3, "桥")),
    b.CallBallot: (
        b.CallBallot(2, (b.Member("张三"),)),
        b.CallBallot(1, (b.Member("李四", WANG),)),
        b.CallBallot(4),
        b.CallBallot(1, (b.Member("张三"), b.Member("李四"))),
    ),
    Count: (
        count((1, 1, 0), returned=2),
        count((1,), returned=1),
        count((1, 0, 0), (0, 1, 0), returned=1),
        count((1,), (1,), returned=9, invalid=10),
    ),
}
