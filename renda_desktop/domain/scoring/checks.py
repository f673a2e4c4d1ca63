"""What rules of an evaluation must hold, so that every subject can be scored by them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import check_number
from renda_desktop.domain.scoring.rules import (
    Endpoints,
    Given,
    Graded,
    Indicator,
    Interval,
    Panel,
    Scale,
    ScorecardRules,
)
from renda_desktop.domain.terms import PanelForm

LEVELS = 5
"""How deep the tree of indicators may be."""

_WHOLE = Decimal(100)
_FORMS: dict[type[Scale], frozenset[PanelForm]] = {
    Given: frozenset({PanelForm.SHEETS}),
    Graded: frozenset({PanelForm.SHEETS, PanelForm.TALLY}),
    Interval: frozenset({PanelForm.MEASURED}),
    Endpoints: frozenset({PanelForm.MEASURED}),
}


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...


def check(rules: ScorecardRules, *, path: str = "scorecard") -> None:
    """Raise RuleBroken, with the path of the key and what is allowed there."""
    _positive(rules.total, f"{path}.total")
    _between(rules.cap, f"{path}.cap", least=Decimal(0))
    _between(rules.floor, f"{path}.floor", least=Decimal(0), most=rules.cap)
    _unlike(rules.kinds, f"{path}.kinds")
    if rules.yearly is not None and rules.yearly.least > rules.yearly.most:
        raise RuleBroken(
            "program.range", path=f"{path}.yearly.least", least=1, most=rules.yearly.most
        )
    _panels(rules.panels, f"{path}.panels")
    _tree(rules, path)
    _bands(rules, f"{path}.bands")
    _beside(rules, path)


def _panels(panels: Sequence[Panel], path: str) -> None:
    _keyed(panels, path)
    for panel in panels:
        at = f"{path}.{panel.key}"
        _positive(panel.weight, f"{at}.weight")
        if panel.own and (panel.form is not PanelForm.SHEETS or panel.least != 1):
            raise RuleBroken("program.own", path=f"{at}.own")


def _tree(rules: ScorecardRules, path: str) -> None:
    at = f"{path}.indicators"
    nodes = list(_nodes(rules.indicators, at, level=1))
    seen: set[str] = set()
    for where, node in nodes:
        if node.key in seen:
            raise RuleBroken("program.same", path=where)
        seen.add(node.key)
        _positive(node.weight, f"{where}.weight")
    for where, node in nodes:  # now that all weights are numbers to reckon with
        _node(rules, node, where)
    _sum(rules.indicators, rules.total, at)
    for kind in rules.kinds or ("",):
        if not any(rules.leaves(kind)):
            raise RuleBroken("program.kind_empty", path=at, kind=kind)
    used = {panel.key for _, node in nodes if node.scale for panel in rules.panels_of(node)}
    for panel in rules.panels:
        if panel.key not in used:
            raise RuleBroken("program.unused", path=f"{path}.panels.{panel.key}")


def _nodes(nodes: Sequence[Indicator], path: str, *, level: int) -> Iterable[tuple[str, Indicator]]:
    """Return all nodes of a tree, each with its path."""
    if nodes and level > LEVELS:
        raise RuleBroken("program.levels", path=path, most=LEVELS)
    _named(nodes, path)
    for node in nodes:
        at = f"{path}.{node.key}"
        yield at, node
        yield from _nodes(node.parts, f"{at}.parts", level=level + 1)


def _node(rules: ScorecardRules, node: Indicator, path: str) -> None:
    _known(node.applies, f"{path}.applies", allowed=rules.kinds)
    if (node.scale is None) is not bool(node.parts):
        raise RuleBroken("program.leaf", path=path)
    if node.scale is None:
        _sum(node.parts, node.weight, f"{path}.parts")
        for name in ("panels", "source", "evidence"):
            if getattr(node, name):
                raise RuleBroken("program.leaf_only", path=f"{path}.{name}")
        return
    _known(node.panels, f"{path}.panels", allowed=[panel.key for panel in rules.panels])
    _scale(node.scale, f"{path}.scale")
    panels = rules.panels_of(node)
    forms = {panel.form for panel in panels}
    if not forms <= _FORMS[type(node.scale)] or (PanelForm.MEASURED in forms and len(panels) > 1):
        raise RuleBroken("program.scale", path=f"{path}.scale")
    if node.source is not None and PanelForm.MEASURED not in forms:
        raise RuleBroken("program.source", path=f"{path}.source")
    shares = sum((panel.weight for panel in panels), Decimal(0))
    if len(panels) > 1 and shares != _WHOLE:
        raise RuleBroken("program.sum", path=f"{path}.panels", sum=shares, whole=_WHOLE)


def _scale(scale: Scale, path: str) -> None:
    match scale:
        case Given():
            pass
        case Graded(grades):
            _unlike([grade.title for grade in grades], f"{path}.grades")
            for grade in grades:
                at = f"{path}.grades.{grade.title}.share"
                _between(grade.share, at, least=Decimal(0), most=Decimal(1))
            _descending([grade.share for grade in grades], f"{path}.grades")
        case Interval(zero_at, full_at):
            check_number(zero_at, what=f"{path}.zero_at")
            check_number(full_at, what=f"{path}.full_at")
            if zero_at == full_at:
                raise RuleBroken("program.interval", path=f"{path}.full_at")
        case Endpoints(threshold):
            check_number(threshold, what=f"{path}.threshold")


def _bands(rules: ScorecardRules, path: str) -> None:
    _unlike([band.title for band in rules.bands], path)
    for band in rules.bands:
        at = f"{path}.{band.title}.at_least"
        _between(band.at_least, at, least=Decimal(0), most=rules.cap)
    _descending([band.at_least for band in rules.bands], path)
    last = rules.bands[-1]
    if last.at_least != 0:
        raise RuleBroken("program.last_band", path=f"{path}.{last.title}.at_least")


def _beside(rules: ScorecardRules, path: str) -> None:
    """Check what stands beside the indicators: adjustments and vetoes."""
    _keyed(rules.adjustments, f"{path}.adjustments")
    for one in rules.adjustments:
        at = f"{path}.adjustments.{one.key}"
        check_number(one.most, what=f"{at}.most")
        _between(one.least, f"{at}.least", most=one.most)
    _keyed(rules.vetoes, f"{path}.vetoes")
    for veto in rules.vetoes:
        at = f"{path}.vetoes.{veto.key}.most"
        _between(veto.most, at, least=rules.floor, most=rules.cap)


def _sum(nodes: Iterable[Indicator], whole: Decimal, path: str) -> None:
    total = sum((node.weight for node in nodes), Decimal(0))
    if total != whole:
        raise RuleBroken("program.sum", path=path, sum=total, whole=whole)


def _positive(value: Decimal, path: str) -> None:
    check_number(value, what=path)
    if value <= 0:
        raise RuleBroken("program.positive", path=path)


def _between(
    value: Decimal, path: str, *, least: Decimal | None = None, most: Decimal | None = None
) -> None:
    check_number(value, what=path)
    if (least is not None and value < least) or (most is not None and value > most):
        low, high = ("" if end is None else end for end in (least, most))
        raise RuleBroken("program.range", path=path, least=low, most=high)


def _descending(values: Sequence[Decimal], path: str) -> None:
    if any(after >= before for before, after in pairwise(values)):
        raise RuleBroken("program.descending", path=path)


def _known(values: Iterable[str], path: str, *, allowed: Sequence[str]) -> None:
    _unlike(values, path)
    for value in values:
        if value not in allowed:
            raise RuleBroken("program.unknown", path=path, allowed="、".join(allowed) or "(空)")


def _keyed(items: Sequence[_Keyed], path: str) -> None:
    _named(items, path)
    _unlike([item.key for item in items], path)


def _named(items: Sequence[_Keyed], path: str) -> None:
    for place, item in enumerate(items, 1):
        if not item.key.strip():
            raise RuleBroken("program.empty", path=f"{path}.{place}.key")
        if not item.title.strip():
            raise RuleBroken("program.empty", path=f"{path}.{item.key}.title")


def _unlike(values: Iterable[str], path: str) -> None:
    seen: set[str] = set()
    for value in values:
        if not value.strip():
            raise RuleBroken("program.empty", path=path)
        if value in seen:
            raise RuleBroken("program.same", path=f"{path}.{value}")
        seen.add(value)
