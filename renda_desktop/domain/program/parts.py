"""What a program is put together from: steps, quantities, measures, the rules of proposals."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line
from renda_desktop.domain.program.deadlines import Amber, Term
from renda_desktop.domain.scoring import Stars
from renda_desktop.domain.terms import Better, Grade, Step


class LoopStep(msgspec.Struct, frozen=True):
    """A step of the loop in the mechanism's own words; a `needed` one comes before 销号."""

    step: Step
    title: Line
    needed: bool = False

    @property
    def called(self) -> str:
        """Return both words where its own does not contain the common one: 督 · 督办."""
        common = self.step.label
        return self.title if common in self.title else f"{self.title} · {common}"


class Quantity(msgspec.Struct, frozen=True):
    """What a matter can bring: money recovered, enterprises added. Units never mix."""

    key: Line
    title: Line
    unit: Line


class Measure(msgspec.Struct, frozen=True):
    """What is measured on a theme, before and after."""

    key: Line
    title: Line
    unit: Line
    better: Better = Better.HIGHER


class ReplyClass(msgspec.Struct, frozen=True):
    """办理答复类别, such as A: what it means differs by city.

    `promise`: it says what will be done later, which is followed up (跟踪办理).
    """

    code: Line
    title: Line
    grade: Grade
    promise: bool = False


class Aspect(msgspec.Struct, frozen=True):
    """One of the things that a proposal's deputies rate: the result, the manner."""

    key: Line
    title: Line


class Verdicts(msgspec.Struct, frozen=True):
    """满意、基本满意、不满意: how many stars each is worth."""

    satisfied: Stars = 5
    basically: Stars = 3
    unsatisfied: Stars = 1


class ProposalRules(msgspec.Struct, frozen=True):
    """闭会期间代表建议: its terms, its reply classes, what is rated.

    `lead` and `complex` are the lead unit's terms, `co_unit` the co-units'; `returns` is within
    which a unit may return it. A rating below `satisfied_from` asks for another round, which has
    the term `again`, or the lead unit's.
    """

    lead: Term
    complex: Term
    co_unit: Term
    returns: Term
    classes: Annotated[tuple[ReplyClass, ...], Meta(min_length=1, max_length=10)]
    aspects: Annotated[tuple[Aspect, ...], Meta(min_length=1, max_length=5)]
    amber: Amber = Amber(10, 20)
    satisfied_from: Stars = 3
    again: Term | None = None
    verdicts: Verdicts = Verdicts()

    def check(self, path: str) -> None:
        """Raise RuleBroken, with the path of the key, where the rules cannot work."""
        for name in ("lead", "complex", "co_unit", "returns", "again"):
            term: Term | None = getattr(self, name)
            if term is not None:
                term.check(f"{path}.{name}")
        check_unlike([one.code for one in self.classes], f"{path}.classes", "code")
        check_unlike([one.key for one in self.aspects], f"{path}.aspects", "key")


def check_unlike(values: Sequence[str], path: str, part: str = "") -> None:
    """Raise RuleBroken at the second of two equal values."""
    for place, value in enumerate(values, 1):
        if value in values[: place - 1]:
            raise RuleBroken("program.same", path=_place(path, place, part))


def check_filled(values: Sequence[str], path: str, part: str) -> None:
    """Raise RuleBroken at the first value that is blank."""
    for place, value in enumerate(values, 1):
        if not value.strip():
            raise RuleBroken("program.empty", path=_place(path, place, part))


def _place(path: str, place: int, part: str) -> str:
    return f"{path}[{place}]{'.' if part else ''}{part}"
