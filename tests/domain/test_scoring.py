"""Results worked out by hand, and what always holds of a result."""

from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from renda_desktop.domain.scoring.checks import check
from renda_desktop.domain.scoring.result import Result, rounded, score
from renda_desktop.domain.scoring.rules import (
    Adjustment,
    Endpoints,
    Indicator,
    Interval,
    Rounding,
    ScorecardRules,
)
from renda_desktop.domain.scoring.sheets import (
    Counts,
    Evidence,
    Extra,
    Mark,
    Measurement,
    Opinion,
    Sheet,
    Tally,
    Vetoed,
)
from renda_desktop.domain.terms import Better, Lack, RoundingMode
from renda_desktop.services.programs import shipped
from tests.domain.evaluations import FULL, graded, pointed, points, said, tallied

D, F = Decimal, Fraction


def rules_of(key: str) -> ScorecardRules:
    (found,) = (one.scorecard for one in shipped() if one.key == key)
    assert found is not None
    return found


def _sheet(panel: str, rater: str, *grades: str, comment: str = "") -> Sheet:
    leaves = ("contact", "proposals", "discipline")
    marks = tuple(Mark(leaf, grade=g) for leaf, g in zip(leaves, grades, strict=True))
    return Sheet(panel, marks, rater, comment=comment)


THREE_WAYS: tuple[Opinion, ...] = (
    _sheet("self", "本人", "好", "较好", "好", comment="一年来接待选民四次"),
    Tally(
        "democratic",
        (
            Counts("contact", {"好": 6, "较好": 3, "一般": 1, "差": 1}),
            Counts("proposals", {"好": 5, "较好": 5}),
            Counts("discipline", {"好": 11}),
        ),
        issued=12,
        returned=11,
    ),
    _sheet("core_group", "甲", "好", "较好", "好"),
    _sheet("core_group", "乙", "好", "较好", "好"),
    _sheet("core_group", "丙", "较好", "一般", "好"),
    Measurement("satisfaction", D(8250), D(100)),
    Measurement("attendance", D(4)),
)


def test_three_ways_by_hand() -> None:
    """自我述评 20, 民主测评 40, 中心组考评 40; 履职记录 by its figures.

    联系选民 (30): self 1; democratic (6·1 + 3·0.8 + 1·0.6 + 1·0) / 11 = 9/11;
        core group (1 + 1 + 0.8) / 3 = 14/15;
        0.2·1 + 0.4·9/11 + 0.4·14/15 = 743/825 = 0.900606…; ·30 = 1486/55 = 27.0181… → 27.02
    提出议案建议 (25): self 0.8; democratic (5 + 4) / 10 = 0.9, one gave no grade;
        core group (0.8 + 0.8 + 0.6) / 3 = 11/15;
        0.16 + 0.36 + 0.2933… = 61/75; ·25 = 20.3333… → 20.33
    遵守履职纪律 (25): all 好 → 25.00
    督事满意率 (12): 82.5 between 60 and 95: 22.5/35 = 9/14; ·12 = 7.7142… → 7.71
    参加联络站接待 (8): 4 of 4 → 8.00
    Together 27.02 + 20.33 + 25.00 + 7.71 + 8.00 = 88.06.
    """
    rules = rules_of("three-way-review")
    result = score(rules, unit_kind="", said=said(*THREE_WAYS, rules=rules))
    exact = {leaf.indicator.key: leaf.exact for leaf in result.leaves}
    assert exact["contact"] == F(1486, 55)
    assert exact["proposals"] == F(61, 3)
    assert exact["satisfaction"] == F(54, 7)
    assert points(result) == {
        "contact": D("27.02"),
        "proposals": D("20.33"),
        "discipline": D("25.00"),
        "satisfaction": D("7.71"),
        "attendance": D("8.00"),
    }
    assert [node.points for node in result.nodes] == [D("72.35"), D("15.71")]
    assert result.score == result.points == D("88.06")
    assert result.missing == ()
    assert result.band is not None
    assert (result.band.title, result.band.stars) == ("称职", 4)
    # The core group alone: (30·14/15 + 25·11/15 + 25) / 80 · 100 = 89.1666…
    (group,) = (one for one in result.panels if one.panel.key == "core_group")
    assert (group.heads, group.mean) == (3, F(535, 6))


def test_praise_lifts_and_a_veto_bounds() -> None:
    """88.06 + 2 = 90.06: 优秀; twice 2 is 4, of which 3 count: 91.06; a veto leaves 59."""
    rules = rules_of("three-way-review")
    praise = Extra("praise", D(2), "受表彰")

    def with_(*more: Opinion) -> Result:
        return score(rules, unit_kind="", said=said(*THREE_WAYS, *more, rules=rules))

    once, twice = with_(praise), with_(praise, praise)
    assert (once.adjusted, once.score) == (D(2), D("90.06"))
    assert once.band is not None
    assert once.band.title == "优秀"
    assert (twice.adjusted, twice.score) == (D(3), D("91.06"))
    vetoed = with_(praise, Vetoed("absence", "缺席两次"))
    assert vetoed.score == D(59)
    assert vetoed.band is not None
    assert (vetoed.band.title, vetoed.band.stars) == ("不称职", 1)
    assert vetoed.points == D("88.06")  # what the indicators got stays to be seen


def test_the_cap_and_the_floor_bound_the_whole() -> None:
    rules = replace(
        FULL,
        floor=D(10),
        cap=D(97),
        adjustments=(
            Adjustment("praise", "表彰", D(0), D(50)),
            Adjustment("blame", "通报", D(-99), D(0)),
        ),
    )
    check(rules)
    all_said = (*WHOLE, Extra("praise", D(50), "好"))
    assert score(rules, unit_kind="", said=said(*all_said, rules=rules)).score == D(97)
    all_said = (*WHOLE, Extra("blame", D(-99), "差"))
    assert score(rules, unit_kind="", said=said(*all_said, rules=rules)).score == D(10)


def test_state_assets_by_hand() -> None:
    """For 竞争类企业 indicators of 10 points do not apply, for 行政事业单位 of 26.5.

    So weights are multiplied by 100/90 and by 100/73.5, and are 100 in hundredths again. 资产闲置率
    (2): full points 2·10/9 = 2.2222… → 2.22 and 2·200/147 = 2.7210…, which gets one of the
    hundredths left over → 2.73. 5.5 between 10 and 1 is half: 1.11 and 1.365 → 1.37.
    权属证书办理率 (2): 85 between 70 and 100 is half as well. 资产安全责任事故 (1.5): none is
    enough, one is not: 1.5·10/9 = 1.6666… → 1.67, and 0.
    """
    rules = rules_of("state-assets")
    figures = (Measurement("idle-rate", D("5.5")), Measurement("titles", D(85)))
    none, one = Measurement("accidents", D(0)), Measurement("accidents", D(1))

    def by(kind: str, *opinions: Opinion) -> dict[str, Decimal | None]:
        whole = said(*opinions, rules=rules, unit_kind=kind)
        return points(score(rules, unit_kind=kind, said=whole))

    company = by("竞争类企业", *figures, none)
    assert (company["idle-rate"], company["titles"]) == (D("1.11"), D("1.11"))
    assert company["accidents"] == D("1.67")
    office = by("行政事业单位", *figures, one)
    assert (office["idle-rate"], office["titles"]) == (D("1.37"), D("1.37"))
    assert office["accidents"] == D("0.00")
    assert "debt-ratio" in company
    assert "debt-ratio" not in office


@pytest.mark.parametrize("program", ["state-assets", "officials-review"])
def test_whoever_gets_everything_has_the_total(program: str) -> None:
    """Rounded one by one, the full points of 公益类企业 would be 100.13, of 功能类企业 99.90."""
    rules = rules_of(program)
    for kind in rules.kinds:
        full = rules.full_points(kind)
        assert sum(full.values()) == 100
        assert all(points == rounded(points, rounding=rules.rounding) for points in full.values())
        for leaf in rules.leaves(kind):
            exact = F(leaf.weight) * 100 / sum(F(one.weight) for one in rules.leaves(kind))
            assert abs(full[leaf.key] - exact) < F(1, 100)


@pytest.mark.parametrize(
    ("scale", "value", "share"),
    [
        (Interval(D(60), D(95)), "60", F(0)),
        (Interval(D(60), D(95)), "95", F(1)),
        (Interval(D(60), D(95)), "95.1", F(1)),
        (Interval(D(60), D(95)), "59", F(0)),
        (Interval(D(60), D(95)), "67", F(1, 5)),
        (Interval(D(10), D(1)), "10", F(0)),
        (Interval(D(10), D(1)), "1", F(1)),
        (Interval(D(10), D(1)), "0", F(1)),
        (Interval(D(10), D(1)), "12", F(0)),
        (Interval(D(10), D(1)), "4", F(2, 3)),
        (Interval(D(-5), D(8)), "-5", F(0)),
        (Interval(D(-5), D(8)), "1.5", F(1, 2)),
        (Endpoints(D(100)), "100", F(1)),
        (Endpoints(D(100)), "99.999999", F(0)),
        (Endpoints(D(0), Better.LOWER), "0", F(1)),
        (Endpoints(D(0), Better.LOWER), "0.000001", F(0)),
    ],
)
def test_scales_at_their_ends(scale: Interval | Endpoints, value: str, share: Fraction) -> None:
    rules = replace(
        FULL, indicators=(FULL.indicators[0], Indicator("rate", "率", D(30), scale, ("data",)))
    )
    result = score(rules, unit_kind="", said=said(Measurement("rate", D(value)), rules=rules))
    assert result.leaves[-1].exact == 30 * share


@pytest.mark.parametrize(
    ("value", "up", "even", "down"),
    [
        (F(1, 200), "0.01", "0.00", "0.00"),
        (F(3, 200), "0.02", "0.02", "0.01"),
        (F(49, 10_000), "0.00", "0.00", "0.00"),
        (F(2, 3), "0.67", "0.67", "0.66"),
        (F(0), "0.00", "0.00", "0.00"),
    ],
)
def test_rounding(value: Fraction, up: str, even: str, down: str) -> None:
    modes = zip(RoundingMode, (up, even, down), strict=True)
    for mode, wanted in modes:
        assert rounded(value, rounding=Rounding(2, mode)) == D(wanted)


def test_what_is_missing_is_named() -> None:
    rules = rules_of("three-way-review")
    result = score(rules, unit_kind="", said=said(*THREE_WAYS[2:4], rules=rules))
    assert (result.score, result.band) == (None, None)
    assert [(one.lack, one.key, one.have, one.need) for one in result.missing] == [
        (Lack.PANEL, "self", 0, 1),
        (Lack.PANEL, "democratic", 0, 10),
        (Lack.PANEL, "core_group", 2, 3),
        (Lack.VALUE, "contact", 0, 1),
        (Lack.VALUE, "proposals", 0, 1),
        (Lack.VALUE, "discipline", 0, 1),
        (Lack.VALUE, "satisfaction", 0, 1),
        (Lack.VALUE, "attendance", 0, 1),
    ]
    shown = score(FULL, unit_kind="", said=said(*WHOLE[:-1], rules=FULL))
    assert [(one.lack, one.key) for one in shown.missing] == [(Lack.EVIDENCE, "rate")]


WHOLE: tuple[Opinion, ...] = (
    graded("own", "work", "好", rater="本人", comment="述评"),
    tallied("people", "work", 好=1, 差=1),
    graded("experts", "work", "中", rater="甲"),
    graded("experts", "work", "好", rater="乙"),
    pointed("judges", "care", "22.5", rater="丙"),
    Measurement("rate", D(200), D(3)),
    Evidence("台账", "rate"),
)
