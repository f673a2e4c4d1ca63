"""The rules of an evaluation as data: indicators, panels, scales, bands."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

import msgspec
from msgspec import Meta

from renda_desktop.domain.fields import Line, Words
from renda_desktop.domain.figures import FigureKey
from renda_desktop.domain.terms import Better, PanelForm, RoundingMode, SubjectKind

# Decimals have no bounds of their own in msgspec: `checks.check` sees to them.
Share = Decimal
Points = Decimal
Stars = Annotated[int, Meta(ge=1, le=5)]


class Given(msgspec.Struct, frozen=True, tag_field="by", tag="points"):
    """定性: a rater gives points from 0 to the indicator's weight."""


class Grade(msgspec.Struct, frozen=True):
    """A choice on a sheet, worth a share of the weight."""

    title: Line
    share: Share


class Graded(msgspec.Struct, frozen=True, tag_field="by", tag="grades"):
    """定性: a rater chooses one of these grades, from the best to the worst."""

    grades: Annotated[tuple[Grade, ...], Meta(min_length=2, max_length=10)]


class Interval(msgspec.Struct, frozen=True, tag_field="by", tag="interval"):
    """区间值: nothing at `zero_at`, all at `full_at`, in proportion between; either way up."""

    zero_at: Decimal
    full_at: Decimal
    unit: Line = ""


class Endpoints(msgspec.Struct, frozen=True, tag_field="by", tag="endpoints"):
    """两端值: all or nothing, at a threshold that itself is enough."""

    threshold: Decimal
    better: Better = Better.HIGHER
    unit: Line = ""


Scale = Given | Graded | Interval | Endpoints


class Source(msgspec.Struct, frozen=True):
    """Where a measured value is drawn from: a published figure, for the subject alone."""

    figure: FigureKey
    programs: tuple[Line, ...] = ()


class Indicator(msgspec.Struct, frozen=True):
    """A node of the indicator tree. `weight` is its full points.

    A leaf has a scale; a branch has parts, whose weights add up to its own. A leaf is scored by
    its panels (all, where none is named), and a node only for the kinds of units it applies to
    (all, where none is named). `evidence`: it asks for some.
    """

    key: Line
    title: Line
    weight: Points
    scale: Scale | None = None
    panels: tuple[Line, ...] = ()
    applies: tuple[Line, ...] = ()
    source: Source | None = None
    evidence: bool = False
    parts: tuple["Indicator", ...] = ()


class Panel(msgspec.Struct, frozen=True):
    """A group of raters, or what was measured. Where several score a leaf, weights divide it.

    `least` is how many have to take part; `own` marks the subject's own sheet, with a statement
    (述评).
    """

    key: Line
    title: Line
    weight: Points
    form: PanelForm = PanelForm.SHEETS
    least: Annotated[int, Meta(ge=1, le=10_000)] = 1
    own: bool = False


class Adjustment(msgspec.Struct, frozen=True):
    """加分、扣分 beside the indicators, between a floor and a cap."""

    key: Line
    title: Line
    least: Decimal
    most: Decimal


class Veto(msgspec.Struct, frozen=True):
    """一票否决: the whole is worth at most this many points."""

    key: Line
    title: Line
    most: Points


class Band(msgspec.Struct, frozen=True):
    """A grade of the whole, and its stars."""

    title: Line
    at_least: Points
    stars: Stars


class Rounding(msgspec.Struct, frozen=True):
    """How a leaf's points are rounded; every sum is one of rounded leaves."""

    places: Annotated[int, Meta(ge=0, le=6)] = 2
    mode: RoundingMode = RoundingMode.HALF_UP


class Yearly(msgspec.Struct, frozen=True):
    """How many subjects are chosen for each year."""

    least: Annotated[int, Meta(ge=1, le=1000)]
    most: Annotated[int, Meta(ge=1, le=1000)]


class ScorecardRules(msgspec.Struct, frozen=True):
    """How somebody or something is evaluated. `kinds` are kinds of units (单位类型)."""

    subjects: SubjectKind
    panels: Annotated[tuple[Panel, ...], Meta(min_length=1, max_length=10)]
    indicators: Annotated[tuple[Indicator, ...], Meta(min_length=1, max_length=50)]
    bands: Annotated[tuple[Band, ...], Meta(min_length=1, max_length=10)]
    total: Points = Decimal(100)
    kinds: tuple[Line, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    floor: Points = Decimal(0)
    cap: Points = Decimal(100)
    rounding: Rounding = Rounding()
    confidential: bool = False
    yearly: Yearly | None = None
    about: Words = ""

    def panel(self, key: str) -> Panel | None:
        """Return the panel of this key."""
        return next((panel for panel in self.panels if panel.key == key), None)

    def leaf(self, key: str, *, unit_kind: str) -> Indicator | None:
        """Return the leaf of this key, where it applies to the kind of unit."""
        return next((leaf for leaf in self.leaves(unit_kind) if leaf.key == key), None)

    def leaves(self, unit_kind: str) -> Iterator[Indicator]:
        """Return the leaves that apply to a kind of unit, in their order."""
        return leaves(self.indicators, unit_kind=unit_kind)

    def panels_of(self, leaf: Indicator) -> tuple[Panel, ...]:
        """Return the panels that score a leaf."""
        return tuple(p for p in self.panels if not leaf.panels or p.key in leaf.panels)

    def scored_by(self, panel: Panel, *, unit_kind: str) -> tuple[Indicator, ...]:
        """Return the leaves that a panel scores for a kind of unit."""
        return tuple(leaf for leaf in self.leaves(unit_kind) if panel in self.panels_of(leaf))

    def full_points(self, unit_kind: str) -> dict[str, Fraction]:
        """Return the full points of each leaf that applies; together they are the total.

        Weights are stretched in proportion and cut to the places of the points. What is left over
        goes, one unit each, to those that lost most, the first of equals first (最大余数法). So
        whoever gets everything has the total, whatever applies to the kind of unit.
        """
        found = list(self.leaves(unit_kind))
        applied = sum(Fraction(leaf.weight) for leaf in found)
        unit = Fraction(1, 10 ** max(self.rounding.places, _places(self.total)))
        exact = [Fraction(leaf.weight) * Fraction(self.total) / applied / unit for leaf in found]
        whole = [int(one) for one in exact]
        left = int(Fraction(self.total) / unit) - sum(whole)
        lost = sorted(range(len(found)), key=lambda place: whole[place] - exact[place])
        for place in lost[:left]:
            whole[place] += 1
        return {leaf.key: units * unit for leaf, units in zip(found, whole, strict=True)}


def _places(number: Decimal) -> int:
    return max(-int(number.normalize().as_tuple().exponent), 0)


def leaves(nodes: tuple[Indicator, ...], *, unit_kind: str) -> Iterator[Indicator]:
    """Return the leaves below some nodes that apply to a kind of unit."""
    for node in nodes:
        if node.applies and unit_kind not in node.applies:
            continue
        if node.parts:
            yield from leaves(node.parts, unit_kind=unit_kind)
        else:
            yield node
