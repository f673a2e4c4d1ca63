"""What always holds of a result, for rules and opinions made at random."""

import random
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from renda_desktop.domain.ids import Id
from renda_desktop.domain.scoring.checks import check
from renda_desktop.domain.scoring.result import Node, score
from renda_desktop.domain.scoring.rules import (
    Given,
    Graded,
    Indicator,
    Interval,
    Rounding,
    Scale,
    ScorecardRules,
)
from renda_desktop.domain.scoring.sheets import (
    Counts,
    Extra,
    Mark,
    Measurement,
    Opinion,
    Sheet,
    Tally,
    Vetoed,
)
from renda_desktop.domain.terms import PanelForm, RoundingMode
from tests.domain.evaluations import FULL, GRADES, points, said

D, F = Decimal, Fraction

_WEIGHT = st.decimals(min_value="0.5", max_value=40, places=1)
_LEAF_FORMS: dict[str, Scale] = {
    "people": GRADES,
    "experts": GRADES,
    "judges": Given(),
    "data": Interval(D(9), D(2)),
}


@st.composite
def trees(draw: st.DrawFn) -> ScorecardRules:
    """Return rules with a tree of random weights, of which some apply to one kind of unit only."""
    branches: list[Indicator] = []
    count = 0
    for _ in range(draw(st.integers(1, 4))):
        leaves = []
        for panel in draw(st.lists(st.sampled_from(list(_LEAF_FORMS)), min_size=1, max_size=4)):
            applies = draw(st.sampled_from([(), (), ("甲",), ("乙",)]))
            count += 1
            weight = draw(_WEIGHT)
            scale = _LEAF_FORMS[panel]
            leaves.append(Indicator(f"l{count}", "末级", weight, scale, (panel,), applies))
        total = sum((leaf.weight for leaf in leaves), D(0))
        branches.append(Indicator(f"b{len(branches)}", "一级", total, parts=tuple(leaves)))
    every = tuple(Indicator(f"e{p}", "末级", D(1), s, (p,)) for p, s in _LEAF_FORMS.items())
    nodes = (*branches, *every)
    places = draw(st.integers(0, 4))
    mode = draw(st.sampled_from(list(RoundingMode)))
    made = replace(
        FULL,
        kinds=("甲", "乙"),
        panels=FULL.panels[1:],
        indicators=nodes,
        total=sum((node.weight for node in nodes), D(0)),
        rounding=Rounding(places, mode),
    )
    check(made)
    return made


def opinions(rules: ScorecardRules, kind: str, chance: random.Random) -> list[Opinion]:
    """Return a whole set of opinions, at random."""
    found: list[Opinion] = []
    for panel in rules.panels:
        leaves = rules.scored_by(panel, unit_kind=kind)
        match panel.form:
            case PanelForm.SHEETS:
                for rater in range(chance.randrange(2, 5)):
                    marks = tuple(_marked(leaf, chance) for leaf in leaves)
                    found.append(Sheet(panel.key, marks, f"评分人{rater}"))
            case PanelForm.TALLY:
                counts = (
                    Counts(leaf.key, {"好": chance.randrange(1, 9), "中": 2}) for leaf in leaves
                )
                found += [Tally(panel.key, tuple(counts), 20, 15)]
            case PanelForm.MEASURED:
                found += [Measurement(one.key, D(chance.randrange(120)) / 10) for one in leaves]
    extras = [Extra("praise", D(chance.randrange(4)), "好"), Extra("blame", D(-4), "差")]
    found += chance.sample(extras, chance.randrange(3))
    if chance.random() < 0.3:
        found.append(Vetoed("absence", "缺席"))
    return found


def _marked(leaf: Indicator, chance: random.Random) -> Mark:
    if isinstance(leaf.scale, Graded):
        return Mark(leaf.key, grade=chance.choice(["好", "中", "差"]))
    return Mark(
        leaf.key, (leaf.weight * chance.randrange(101) / 100).quantize(D("0.01"), "ROUND_DOWN")
    )


def branches(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        if node.parts:
            yield node
            yield from branches(node.parts)


KINDS = st.sampled_from(["甲", "乙"])
CHANCE = st.integers(0, 10_000).map(random.Random)


@given(trees(), KINDS, CHANCE)
def test_parts_add_up_to_the_whole(rules: ScorecardRules, kind: str, chance: random.Random) -> None:
    result = score(
        rules,
        unit_kind=kind,
        said=said(*opinions(rules, kind, chance), rules=rules, unit_kind=kind),
    )
    leaves = [leaf.points for leaf in result.leaves]
    assert all(one is not None and one == round(one, rules.rounding.places) for one in leaves)
    assert sum(one for one in leaves if one is not None) == result.points
    for branch in branches(result.nodes):
        assert branch.points == sum(part.points for part in branch.parts if part.points is not None)
    assert sum(leaf.weight for leaf in result.leaves) == F(rules.total)
    for leaf in result.leaves:
        assert leaf.exact is not None
        assert 0 <= leaf.exact <= leaf.weight


@given(trees(), KINDS, CHANCE)
def test_the_score_stays_within_its_bounds(
    rules: ScorecardRules, kind: str, chance: random.Random
) -> None:
    rules = replace(rules, floor=D(12), cap=D(90), bands=FULL.bands)
    found = opinions(rules, kind, chance)
    result = score(rules, unit_kind=kind, said=said(*found, rules=rules, unit_kind=kind))
    assert result.score is not None
    assert rules.floor <= result.score <= rules.cap
    assert result.band is not None
    assert result.score >= result.band.at_least
    if any(isinstance(one, Vetoed) for one in found):
        assert result.score <= 59


@given(trees(), KINDS, CHANCE)
def test_the_order_of_what_is_said_does_not_matter(
    rules: ScorecardRules, kind: str, chance: random.Random
) -> None:
    first = opinions(rules, kind, chance)
    then = chance.sample(first, len(first))
    results = [
        score(rules, unit_kind=kind, said=said(*order, rules=rules, unit_kind=kind))
        for order in (first, then)
    ]
    assert results[0].nodes == results[1].nodes or points(results[0]) == points(results[1])
    assert results[0].score == results[1].score
    assert results[0].missing == results[1].missing


@given(trees(), KINDS, CHANCE)
def test_taking_something_back_restores_the_result(
    rules: ScorecardRules, kind: str, chance: random.Random
) -> None:
    found = opinions(rules, kind, chance)
    place = chance.randrange(len(found))
    without = said(*found[:place], *found[place + 1 :], rules=rules, unit_kind=kind)
    one = Id("f" * 32)
    before = score(rules, unit_kind=kind, said=without)
    without.check(found[place], rules=rules, unit_kind=kind)
    without.add(one, found[place])
    assert without.drop(one)
    assert score(rules, unit_kind=kind, said=without) == before
    assert not without.drop(one)
