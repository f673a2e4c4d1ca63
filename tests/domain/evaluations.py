"""Rules of evaluations and what is said by them, for tests."""

from decimal import Decimal
from typing import Any

from renda_desktop.domain.ids import Id
from renda_desktop.domain.scorecard import Conclusion, Subject
from renda_desktop.domain.scoring.opinions import Opinions
from renda_desktop.domain.scoring.result import Result
from renda_desktop.domain.scoring.rules import (
    Adjustment,
    Band,
    Endpoints,
    Given,
    Grade,
    Graded,
    Indicator,
    Interval,
    Panel,
    ScorecardRules,
    Veto,
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
from renda_desktop.domain.terms import PanelForm, SubjectKind

D = Decimal
BANDS = (Band("优秀", D(90), 5), Band("合格", D(60), 3), Band("不合格", D(0), 1))
GRADES = Graded((Grade("好", D(1)), Grade("中", D("0.6")), Grade("差", D(0))))

SIMPLE = ScorecardRules(
    subjects=SubjectKind.UNIT,
    panels=(Panel("data", "数据", D(100), PanelForm.MEASURED),),
    indicators=(Indicator("rate", "完成率", D(100), Endpoints(D(5))),),
    bands=BANDS,
)
FULL = ScorecardRules(
    subjects=SubjectKind.UNIT,
    panels=(
        Panel("own", "自评", D(20), own=True),
        Panel("people", "民主测评", D(30), PanelForm.TALLY, least=2),
        Panel("experts", "专家组", D(50), least=2),
        Panel("judges", "评分组", D(100), least=1),
        Panel("data", "数据", D(100), PanelForm.MEASURED),
    ),
    indicators=(
        Indicator(
            "duty",
            "履职",
            D(70),
            parts=(
                Indicator("work", "工作", D(40), GRADES, ("own", "people", "experts")),
                Indicator("care", "作风", D(30), Given(), ("judges",)),
            ),
        ),
        Indicator("rate", "满意率", D(30), Interval(D(60), D(95)), ("data",), evidence=True),
    ),
    bands=BANDS,
    adjustments=(
        Adjustment("praise", "表彰", D(0), D(3)),
        Adjustment("blame", "通报", D(-5), D(0)),
    ),
    vetoes=(Veto("absence", "缺席", D(59)),),
)


def graded(panel: str, leaf: str, grade: str, *, rater: str, comment: str = "") -> Sheet:
    """Return a sheet with one grade."""
    return Sheet(panel, (Mark(leaf, grade=grade),), rater, comment=comment)


def pointed(panel: str, leaf: str, points: str, *, rater: str) -> Sheet:
    """Return a sheet with points for one leaf."""
    return Sheet(panel, (Mark(leaf, D(points)),), rater)


def tallied(panel: str, leaf: str, returned: int = 0, **grades: int) -> Tally:
    """Return counts of one leaf."""
    heads = returned or sum(grades.values())
    return Tally(panel, (Counts(leaf, grades),), heads, heads)


# Of what blind chance would never find, some that fit the rules above.
SAMPLES: dict[type, tuple[Any, ...]] = {
    ScorecardRules: (SIMPLE, FULL),
    Subject: (Subject(SubjectKind.UNIT, "市政公司"), Subject(SubjectKind.DEPUTY, "张三")),
    Sheet: (
        graded("own", "work", "好", rater="本人", comment="述评"),
        *(graded("experts", "work", grade, rater=grade) for grade in ("好", "中", "差")),
        *(pointed("judges", "care", points, rater=points) for points in ("0", "12.5", "30")),
        Sheet("experts", (Mark("work", grade="好"),), person=Id("9" * 32)),
        graded("路灯", "work", "好", rater="甲"),
    ),
    Tally: (tallied("people", "work", 好=3, 中=1), tallied("people", "work", 9, 差=1)),
    Measurement: (
        Measurement("rate", D(8)),
        Measurement("rate", D(200), D(3)),
        Measurement("?", D(1)),
    ),
    Extra: (
        Extra("praise", D(2), "受表彰"),
        Extra("blame", D(-3), "被通报"),
        Extra("?", D(1), "无"),
    ),
    Vetoed: (Vetoed("absence", "三次缺席"), Vetoed("?", "无")),
    Evidence: (Evidence("总结", "rate"), Evidence("材料"), Evidence("", "rate")),
    Conclusion: (Conclusion(D(100), "优秀", 5), Conclusion(D(0), "不合格", 1)),
}


def said(*opinions: Opinion, rules: ScorecardRules, unit_kind: str = "") -> Opinions:
    """Return opinions, each judged as the stream judges it."""
    all_ = Opinions()
    for number, one in enumerate(opinions):
        all_.check(one, rules=rules, unit_kind=unit_kind)
        all_.add(Id(f"{number:032x}"), one)
    return all_


def points(result: Result) -> dict[str, Decimal | None]:
    return {leaf.indicator.key: leaf.points for leaf in result.leaves}
