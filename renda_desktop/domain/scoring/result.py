"""The result of an evaluation, computed from its rules and from what was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from renda_desktop.domain.scoring.opinions import Opinions
from renda_desktop.domain.scoring.rules import (
    Band,
    Endpoints,
    Graded,
    Indicator,
    Interval,
    Panel,
    Rounding,
    Scale,
    ScorecardRules,
)
from renda_desktop.domain.scoring.sheets import Counts, Mark
from renda_desktop.domain.terms import Better, Lack, PanelForm, RoundingMode


@dataclass(frozen=True, slots=True)
class Mean:
    """What one panel gives a leaf: a share of its weight, as a mean of so many."""

    panel: str
    share: Fraction
    heads: int


@dataclass(frozen=True, slots=True)
class Node:
    """An indicator's result.

    `weight` is its full points among those that apply, `points` what it got: rounded for a leaf,
    the sum of those for a branch. A leaf without value has no `exact` and no points.
    """

    indicator: Indicator
    weight: Fraction
    points: Decimal | None
    exact: Fraction | None = None
    value: Fraction | None = None
    means: tuple[Mean, ...] = ()
    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class PanelResult:
    """How many took part in a panel, and what it gives of what it can give, out of the total."""

    panel: Panel
    heads: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What a result waits for: the title of a panel or a leaf."""

    lack: Lack
    key: str
    title: str
    have: int = 0
    need: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """`points` are those of the indicators so far; `score` is None until every leaf has some."""

    nodes: tuple[Node, ...]
    panels: tuple[PanelResult, ...]
    points: Decimal
    adjusted: Decimal
    score: Decimal | None
    band: Band | None
    missing: tuple[Missing, ...]

    @property
    def leaves(self) -> tuple[Node, ...]:
        return tuple(_leaves(self.nodes))


def score(rules: ScorecardRules, *, unit_kind: str, said: Opinions) -> Result:
    """Return what the rules make of what was said so far."""
    nodes = _nodes(rules.indicators, rules, unit_kind, said, rules.full_points(unit_kind))
    leaves = tuple(_leaves(nodes))
    points = _total(nodes)
    adjusted = _adjusted(rules, said)
    whole = all(leaf.points is not None for leaf in leaves)
    final = _final(rules, points + adjusted, said) if whole else None
    panels = tuple(_panels(rules, said, leaves))
    return Result(
        nodes=nodes,
        panels=panels,
        points=points,
        adjusted=adjusted,
        score=final,
        band=None if final is None else next(b for b in rules.bands if final >= b.at_least),
        missing=tuple(_missing(panels, said, leaves)),
    )


def rounded(value: Fraction, *, rounding: Rounding) -> Decimal:
    """Return a number that is not negative, rounded as the rules say."""
    scaled = value * 10**rounding.places
    match rounding.mode:
        case RoundingMode.HALF_UP:
            whole = int(scaled + Fraction(1, 2))
        case RoundingMode.HALF_EVEN:
            whole = round(scaled)
        case RoundingMode.DOWN:
            whole = int(scaled)
    return Decimal(whole).scaleb(-rounding.places)


def _nodes(
    indicators: Iterable[Indicator],
    rules: ScorecardRules,
    unit_kind: str,
    said: Opinions,
    full: Mapping[str, Fraction],
) -> tuple[Node, ...]:
    found = []
    for one in indicators:
        if one.applies and unit_kind not in one.applies:
            continue
        if one.scale is not None:
            found.append(_leaf(one, one.scale, rules, said, full[one.key]))
        elif parts := _nodes(one.parts, rules, unit_kind, said, full):
            weight = sum((part.weight for part in parts), Fraction(0))
            found.append(Node(one, weight, _total(parts), parts=parts))
    return tuple(found)


def _total(nodes: Iterable[Node]) -> Decimal:
    return sum((node.points for node in nodes if node.points is not None), Decimal(0))


def _leaves(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        if node.parts:
            yield from _leaves(node.parts)
        else:
            yield node


def _leaf(
    one: Indicator, scale: Scale, rules: ScorecardRules, said: Opinions, weight: Fraction
) -> Node:
    panels = rules.panels_of(one)
    value = next((m.exact for m in said.measurements.values() if m.leaf == one.key), None)
    found = ((panel, _mean(panel, one, scale, said, value)) for panel in panels)
    means = [(panel, mean) for panel, mean in found if mean is not None]
    if len(means) < len(panels):
        given = tuple(mean for _, mean in means)
        return Node(one, weight, None, value=value, means=given)
    shares = sum(Fraction(panel.weight) * mean.share for panel, mean in means)
    exact = weight * shares / sum(Fraction(panel.weight) for panel, _ in means)
    points = rounded(exact, rounding=rules.rounding)
    return Node(one, weight, points, exact, value, tuple(mean for _, mean in means))


def _mean(
    panel: Panel, leaf: Indicator, scale: Scale, said: Opinions, value: Fraction | None
) -> Mean | None:
    """Return what a panel gives a leaf; None where it gave nothing yet."""
    match panel.form:
        case PanelForm.MEASURED:
            return None if value is None else Mean(panel.key, _measured(scale, value), 1)
        case PanelForm.SHEETS:
            sheets = (sheet for sheet in said.sheets.values() if sheet.panel == panel.key)
            marks = [mark for sheet in sheets for mark in sheet.marks if mark.leaf == leaf.key]
            shares = [(_share(mark, leaf, scale), 1) for mark in marks]
        case PanelForm.TALLY:
            tallies = (tally for tally in said.tallies.values() if tally.panel == panel.key)
            counts = (one for tally in tallies for one in tally.counts if one.leaf == leaf.key)
            shares = [pair for one in counts for pair in _counted(one, scale)]
    heads = sum(number for _, number in shares)
    if not heads:
        return None
    total = sum((share * number for share, number in shares), Fraction(0))
    return Mean(panel.key, total / heads, heads)


def _share(mark: Mark, leaf: Indicator, scale: Scale) -> Fraction:
    if isinstance(scale, Graded):
        return _worth(scale)[mark.grade]
    return Fraction(mark.points or 0) / Fraction(leaf.weight)


def _counted(counts: Counts, scale: Scale) -> Iterable[tuple[Fraction, int]]:
    worth = _worth(scale) if isinstance(scale, Graded) else {}
    return ((worth[grade], number) for grade, number in counts.grades.items())


def _worth(scale: Graded) -> dict[str, Fraction]:
    return {grade.title: Fraction(grade.share) for grade in scale.grades}


def _measured(scale: Scale, value: Fraction) -> Fraction:
    """Return the share that a figure is worth: in proportion, or all or nothing."""
    match scale:
        case Interval(zero_at, full_at):
            whole = Fraction(full_at) - Fraction(zero_at)
            return min(max((value - Fraction(zero_at)) / whole, Fraction(0)), Fraction(1))
        case Endpoints(threshold, Better.HIGHER):
            return Fraction(value >= threshold)
        case Endpoints(threshold):
            return Fraction(value <= threshold)
        case _:
            return Fraction(0)


def _adjusted(rules: ScorecardRules, said: Opinions) -> Decimal:
    """Return what is added and taken away; those of one kind stay within its bounds."""
    total = Decimal(0)
    for rule in rules.adjustments:
        points = [extra.points for extra in said.extras.values() if extra.key == rule.key]
        if points:
            total += min(max(sum(points, Decimal(0)), rule.least), rule.most)
    return total


def _final(rules: ScorecardRules, points: Decimal, said: Opinions) -> Decimal:
    keys = {veto.key for veto in said.vetoes.values()}
    most = [rules.cap, *(veto.most for veto in rules.vetoes if veto.key in keys)]
    return min(max(points, rules.floor), *most)


def _panels(rules: ScorecardRules, said: Opinions, leaves: Sequence[Node]) -> Iterable[PanelResult]:
    for panel in rules.panels:
        theirs = [leaf for leaf in leaves if panel in rules.panels_of(leaf.indicator)]
        if not theirs:
            continue
        pairs = [(leaf.weight, m) for leaf in theirs for m in leaf.means if m.panel == panel.key]
        weight = sum(weight for weight, _ in pairs)
        got = sum((weight * mean.share for weight, mean in pairs), Fraction(0))
        mean = Fraction(rules.total) * got / weight if weight else None
        yield PanelResult(panel, _heads(panel, said, theirs), mean)


def _heads(panel: Panel, said: Opinions, leaves: Sequence[Node]) -> int:
    match panel.form:
        case PanelForm.SHEETS:
            return sum(sheet.panel == panel.key for sheet in said.sheets.values())
        case PanelForm.TALLY:
            return sum(one.returned for one in said.tallies.values() if one.panel == panel.key)
        case PanelForm.MEASURED:
            return sum(leaf.value is not None for leaf in leaves)


def _missing(
    panels: Iterable[PanelResult], said: Opinions, leaves: Sequence[Node]
) -> Iterable[Missing]:
    for found in panels:
        panel = found.panel
        if panel.form is not PanelForm.MEASURED and found.heads < panel.least:
            yield Missing(Lack.PANEL, panel.key, panel.title, found.heads, panel.least)
    shown = {one.leaf for one in said.evidence.values()}
    for leaf in leaves:
        one = leaf.indicator
        if leaf.points is None:
            yield Missing(Lack.VALUE, one.key, one.title)
        if one.evidence and one.key not in shown:
            yield Missing(Lack.EVIDENCE, one.key, one.title)
