"""The rules of a vote as data: who counts, what can be chosen, what passes."""

from fractions import Fraction
from typing import Annotated

import msgspec
from msgspec import Meta

from renda_desktop.domain.terms import TieRule, VoteBase

Part = Annotated[int, Meta(ge=1, le=100)]


class Ratio(msgspec.Struct, frozen=True):
    """A share such as a half or two thirds; `over`: it must be exceeded, not only reached."""

    part: Part
    of: Part
    over: bool = False

    def reached(self, count: int, *, base: int) -> bool:
        """Return whether `count` of `base` is enough. Nothing is enough of nobody."""
        if base <= 0:
            return False
        share, needed = Fraction(count, base), Fraction(self.part, self.of)
        return share > needed if self.over else share >= needed


class Choice(msgspec.Struct, frozen=True):
    """差额票决: a ballot chooses at least and at most so many of the items."""

    least: Annotated[int, Meta(ge=0, le=1000)]
    most: Annotated[int, Meta(ge=1, le=1000)]


class BallotRules(msgspec.Struct, frozen=True):
    """How items are voted on.

    Without `choose`, every item has for, against and abstain (逐项票决). An item passes where
    its votes reach `passes` of the `base`; with `top`, only the first so many of those.
    """

    quorum: Ratio
    passes: Ratio
    base: VoteBase = VoteBase.DUE
    secret: bool = True
    choose: Choice | None = None
    top: Annotated[int, Meta(ge=1, le=1000)] | None = None
    tie: TieRule = TieRule.RUNOFF
    tellers: Annotated[int, Meta(ge=2, le=5)] = 2
