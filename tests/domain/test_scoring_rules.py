"""Malformed rules of an evaluation are refused, with the key named."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import FigureKey
from renda_desktop.domain.scoring.checks import LEVELS, check
from renda_desktop.domain.scoring.rules import (
    Endpoints,
    Given,
    Grade,
    Graded,
    Indicator,
    Interval,
    ScorecardRules,
    Source,
    Yearly,
)
from renda_desktop.domain.terms import PanelForm
from renda_desktop.services.programs import shipped
from tests.domain.evaluations import FULL, GRADES, SIMPLE

D = Decimal
Change = Callable[[ScorecardRules], ScorecardRules]


def _panel(place: int, **fields: Any) -> Change:
    def change(rules: ScorecardRules) -> ScorecardRules:
        panels = list(rules.panels)
        panels[place] = replace(panels[place], **fields)
        return replace(rules, panels=tuple(panels))

    return change


def _node(place: int, **fields: Any) -> Change:
    def change(rules: ScorecardRules) -> ScorecardRules:
        nodes = list(rules.indicators)
        nodes[place] = replace(nodes[place], **fields)
        return replace(rules, indicators=tuple(nodes))

    return change


def _part(place: int, **fields: Any) -> Change:
    parts = list(FULL.indicators[0].parts)
    parts[place] = replace(parts[place], **fields)
    return _node(0, parts=tuple(parts))


def _whole(**fields: Any) -> Change:
    return lambda rules: replace(rules, **fields)


def _deep(levels: int) -> Indicator:
    inner = Indicator("leaf", "末级", D(30), Interval(D(60), D(95)), ("data",))
    for level in range(levels):
        inner = Indicator(f"n{level}", "上级", D(30), parts=(inner,))
    return inner


_WORST_FIRST = Graded(GRADES.grades[::-1])
_FIGURE = Source(FigureKey.SATISFACTION_RATE)
MALFORMED: list[tuple[str, Change]] = [
    ("scorecard.total", _whole(total=D(0))),
    ("scorecard.total", _whole(total=D("NaN"))),
    ("scorecard.cap", _whole(cap=D("Infinity"))),
    ("scorecard.floor", _whole(floor=D(101))),
    ("scorecard.floor", _whole(floor=D(-1))),
    ("scorecard.kinds.甲", _whole(kinds=("甲", "甲"))),
    ("scorecard.kinds", _whole(kinds=(" ",))),
    ("scorecard.yearly.least", _whole(yearly=Yearly(5, 3))),
    ("scorecard.panels.own", _panel(1, key="own")),
    ("scorecard.panels.1.key", _panel(0, key="")),
    ("scorecard.panels.own.title", _panel(0, title=" ")),
    ("scorecard.panels.own.weight", _panel(0, weight=D(0))),
    ("scorecard.panels.people.weight", _panel(1, weight=D("1E400000"))),
    ("scorecard.panels.people.own", _panel(1, own=True)),
    ("scorecard.panels.own.own", _panel(0, least=2)),
    (
        "scorecard.panels.more",
        lambda r: replace(r, panels=(*r.panels, replace(r.panels[0], key="more"))),
    ),
    ("scorecard.indicators.duty.weight", _node(0, weight=D(-70))),
    ("scorecard.indicators", _node(1, weight=D(31))),
    ("scorecard.indicators.duty.parts", _part(0, weight=D(41))),
    ("scorecard.indicators.duty.parts.work.weight", _part(0, weight=D("1E-7"))),
    ("scorecard.indicators.duty.parts.work.panels", _part(0, panels=("own", "people"))),
    ("scorecard.indicators.duty.parts.work.panels", _part(0, panels=("nobody",))),
    ("scorecard.indicators.duty.parts.work.panels.own", _part(0, panels=("own", "own"))),
    ("scorecard.indicators.duty.parts.work.scale", _part(0, scale=Given())),
    ("scorecard.indicators.duty.parts.care.scale", _part(1, panels=("data",))),
    ("scorecard.indicators.duty.parts.care.source", _part(1, source=_FIGURE)),
    ("scorecard.indicators.duty.parts.care", _part(1, scale=None)),
    ("scorecard.indicators.duty.parts.care.applies", _part(1, applies=("甲",))),
    ("scorecard.indicators.rate", _part(1, key="rate")),
    ("scorecard.indicators.rate", _part(0, key="rate")),
    ("scorecard.indicators.duty", _node(0, scale=Given())),
    ("scorecard.indicators.duty.evidence", _node(0, evidence=True)),
    ("scorecard.indicators.duty.panels", _node(0, panels=("own",))),
    ("scorecard.indicators.rate.scale", _node(1, scale=GRADES)),
    ("scorecard.indicators.rate.scale.full_at", _node(1, scale=Interval(D(5), D(5)))),
    ("scorecard.indicators.rate.scale.zero_at", _node(1, scale=Interval(D("NaN"), D(5)))),
    ("scorecard.indicators.rate.scale.threshold", _node(1, scale=Endpoints(D("sNaN")))),
    ("scorecard.indicators.duty.parts.work.scale.grades", _part(0, scale=_WORST_FIRST)),
    (
        "scorecard.indicators.duty.parts.work.scale.grades.好.share",
        _part(0, scale=Graded((Grade("好", D(2)), Grade("差", D(0))))),
    ),
    (
        "scorecard.indicators.duty.parts.work.scale.grades.好",
        _part(0, scale=Graded((Grade("好", D(1)), Grade("好", D(0))))),
    ),
    ("scorecard.bands", lambda r: replace(r, bands=r.bands[::-1])),
    ("scorecard.bands.合格.at_least", lambda r: replace(r, bands=r.bands[:2])),
    ("scorecard.bands.优秀.at_least", _whole(cap=D(80))),
    ("scorecard.adjustments.praise.least", lambda r: replace(
        r, adjustments=(replace(r.adjustments[0], least=D(4)),)
    )),
    ("scorecard.adjustments.praise", lambda r: replace(r, adjustments=r.adjustments[:1] * 2)),
    ("scorecard.vetoes.absence.most", _whole(floor=D(60))),
    ("scorecard.indicators", lambda r: replace(
        r,
        kinds=("甲", "乙"),
        indicators=tuple(replace(one, applies=("甲",)) for one in r.indicators),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("path", "change"), MALFORMED)
def test_a_malformed_rule_is_refused_and_its_key_named(path: str, change: Change) -> None:
    with pytest.raises(RuleBroken) as broken:
        check(change(FULL))
    assert f"“{path}”" in str(broken.value)


def test_a_tree_has_an_end() -> None:
    deep = replace(FULL, indicators=(FULL.indicators[0], _deep(LEVELS - 1)))
    check(deep)
    with pytest.raises(RuleBroken) as broken:
        check(replace(FULL, indicators=(FULL.indicators[0], _deep(LEVELS))))
    assert broken.value.rule == "program.levels"


def test_measured_leaves_have_one_panel() -> None:
    twice = (
        replace(SIMPLE.panels[0], weight=D(50)),
        replace(SIMPLE.panels[0], key="b", weight=D(50)),
    )
    with pytest.raises(RuleBroken) as broken:
        check(replace(SIMPLE, panels=twice))
    assert broken.value.rule == "program.scale"
    assert twice[0].form is PanelForm.MEASURED


def test_rules_that_hold_are_accepted() -> None:
    check(FULL)
    check(SIMPLE)
    found = {one.key: one.scorecard for one in shipped() if one.scorecard is not None}
    assert {"three-way-review", "officials-review", "state-assets"} <= set(found)
    for rules in found.values():
        check(rules)


def test_the_state_assets_have_seventy_indicators_on_three_levels() -> None:
    (rules,) = (one.scorecard for one in shipped() if one.key == "state-assets")
    assert rules is not None
    leaves = [leaf for top in rules.indicators for mid in top.parts for leaf in mid.parts]
    assert len(leaves) == len({leaf.key for leaf in leaves}) == 70
    assert all(leaf.scale is not None for leaf in leaves)
    assert {type(leaf.scale) for leaf in leaves} == {Interval, Endpoints, Graded, Given}
    assert {kind: sum(1 for _ in rules.leaves(kind)) for kind in rules.kinds} == {
        "竞争类企业": 63, "功能类企业": 65, "公益类企业": 63, "行政事业单位": 52,
    }  # fmt: skip
    assert {leaf.key for kind in rules.kinds for leaf in rules.leaves(kind)} == {
        leaf.key for leaf in leaves
    }
