"""The rules of a vote as data: who counts, what can be chosen, what passes."""

from fractions import Fraction
from typing import Annotated

import msgspec
from msgspec import Meta

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import TieRule, VoteBase

Part = Annotated[int, Meta(ge=1, le=100)]
Places = Annotated[int, Meta(ge=1, le=1000)]


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

    @property
    def words(self) -> str:
        return f"{'超过' if self.over else '达到'} {self.part}/{self.of}"

    def check(self, path: str) -> None:
        """Raise RuleBroken where nobody could ever reach it."""
        most = self.of - self.over
        if self.part > most:
            raise RuleBroken("program.range", path=f"{path}.part", least=1, most=most)


class Choice(msgspec.Struct, frozen=True):
    """差额票决: a ballot chooses at least and at most so many of the items."""

    least: Annotated[int, Meta(ge=0, le=1000)]
    most: Places


class BallotRules(msgspec.Struct, frozen=True):
    """How items are voted on.

    Without `choose`, every item has for, against and abstain (逐项票决). An item passes where
    its votes reach `passes` of the `base`. With `top`, only the first so many of those are taken,
    by votes; there `passes` may be left out: the most votes are enough. `tie` says what becomes
    of items that tie for the last places, and `again` what share they need in a second vote
    (left out: the most votes are enough, as in the electoral law, article 44).
    """

    quorum: Ratio
    passes: Ratio | None = None
    base: VoteBase = VoteBase.DUE
    secret: bool = True
    choose: Choice | None = None
    top: Places | None = None
    tie: TieRule = TieRule.RUNOFF
    again: Ratio | None = None
    tellers: Annotated[int, Meta(ge=2, le=5)] = 2

    def check(self, *, path: str = "ballot") -> None:
        """Raise RuleBroken, with the path of the key and what is allowed there."""
        for name in ("quorum", "passes", "again"):
            ratio: Ratio | None = getattr(self, name)
            if ratio is not None:
                ratio.check(f"{path}.{name}")
        if self.top is None and self.passes is None:
            raise RuleBroken("program.empty", path=f"{path}.passes")
        if self.top is not None and self.choose is None:
            raise RuleBroken("program.only_with", path=f"{path}.top", other=f"{path}.choose")
        if self.again is not None and (self.top is None or self.tie is not TieRule.RUNOFF):
            raise RuleBroken("program.only_with", path=f"{path}.again", other='tie = "runoff"')
        self._check_choice(path)

    def _check_choice(self, path: str) -> None:
        """Whoever may choose more than there are places votes for nothing in particular."""
        if self.choose is None:
            return
        least, most = max(self.choose.least, 1), self.top or 1000
        if least > most:
            raise RuleBroken("program.range", path=f"{path}.choose.least", least=0, most=most)
        if not least <= self.choose.most <= most:
            raise RuleBroken("program.range", path=f"{path}.choose.most", least=least, most=most)

    def second_vote(self, *, places: int) -> "BallotRules":
        """Return the rules by which tied items are voted on again for the places left."""
        least = min(self.choose.least, places) if self.choose else 0
        return msgspec.structs.replace(
            self, passes=self.again, choose=Choice(least, places), top=places
        )
