"""The life of an evaluation: what stands, what is void, what it comes to."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from renda_desktop.domain import scorecard as s
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.scoring.rules import ScorecardRules
from renda_desktop.domain.scoring.sheets import (
    Counts,
    Evidence,
    Extra,
    Mark,
    Measurement,
    Sheet,
    Tally,
    Vetoed,
)
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import ScorecardStatus, SubjectKind
from tests.domain.evaluations import FULL, SIMPLE, graded, pointed, tallied
from tests.domain.lives import life

D = Decimal


def begun(rules: ScorecardRules = FULL, **fields: object) -> s.OpenScorecard:
    details = s.ScorecardDetails(
        title="某公司2026年度评价",
        program="x",
        version=1,
        rules=rules,
        subject=s.Subject(SubjectKind.UNIT, "某公司"),
        year=2026,
        begins=date(2026, 1, 1),
        ends=date(2026, 12, 31),
    )
    for name, value in fields.items():
        setattr(details, name, value)
    return s.OpenScorecard(details)


OWN = s.RateScorecard(graded("own", "work", "好", rater="本人", comment="述评"))
EXPERTS = tuple(
    s.RateScorecard(graded("experts", "work", grade, rater=rater))
    for rater, grade in (("甲", "中"), ("乙", "好"))
)
JUDGE = s.RateScorecard(pointed("judges", "care", "22.5", rater="丙"))
PEOPLE = s.TallyScorecard(tallied("people", "work", 好=1, 差=1))
RATE = s.MeasureScorecard(Measurement("rate", D(200), D(3)))
PROOF = s.AddEvidence(Evidence("台账", "rate"))
ALL: tuple[Fact, ...] = (begun(), OWN, *EXPERTS, JUDGE, PEOPLE, RATE, PROOF)
# work: 40·(0.2·1 + 0.3·0.5 + 0.5·0.8) = 30; care 22.5; rate: 200/3 = 66.67, a fifth (20/105) of
# the way from 60 to 95: 30·4/21 = 5.71. Together 58.21: 不合格.
CAME_TO = s.Conclusion(D("58.21"), "不合格", 1)


def fold(entries: Sequence[Entry]) -> s.Scorecard:
    return s.SCORECARD.fold(entries[0].stream, entries)


def voids(state: s.Scorecard) -> list[str]:
    return [event.void.rule for event in state.timeline if event.void is not None]


def test_it_comes_to_what_was_worked_out() -> None:
    state = fold(life(*ALL, s.ConcludeScorecard(CAME_TO)))
    assert voids(state) == []
    assert (state.status, state.conclusion) == (ScorecardStatus.CONCLUDED, CAME_TO)


@pytest.mark.parametrize("left_out", range(1, len(ALL)))
def test_it_is_not_concluded_while_something_is_missing(left_out: int) -> None:
    facts = (*ALL[:left_out], *ALL[left_out + 1 :], s.ConcludeScorecard(CAME_TO))
    state = fold(life(*facts))
    assert voids(state) == ["scorecard.missing"]
    assert state.status is ScorecardStatus.OPEN


def test_what_the_order_brings_before_a_conclusion_makes_it_void() -> None:
    """Somebody else's sheet was numbered before: the result fixed here is not what it comes to."""
    late = s.RateScorecard(graded("experts", "work", "差", rater="丁"))
    state = fold(life(*ALL, late, s.ConcludeScorecard(CAME_TO)))
    assert voids(state) == ["scorecard.changed"]
    assert state.conclusion is None


def test_what_the_order_brings_after_it_is_void_itself() -> None:
    late = s.RateScorecard(graded("experts", "work", "差", rater="丁"))
    again = s.ConcludeScorecard(CAME_TO)
    state = fold(life(*ALL, s.ConcludeScorecard(CAME_TO), late, again, s.WithdrawScorecard("错")))
    assert voids(state) == ["scorecard.status"] * 3
    assert state.conclusion == CAME_TO


def test_it_is_taken_up_again_and_concluded_anew() -> None:
    entries = life(
        *ALL,
        s.ConcludeScorecard(CAME_TO),
        s.ReopenScorecard("漏计加分"),
        s.AdjustScorecard(Extra("praise", D("2.5"), "受表彰")),
        s.ConcludeScorecard(s.Conclusion(D("60.71"), "合格", 3)),
    )
    state = fold(entries)
    assert voids(state) == []
    assert state.conclusion == s.Conclusion(D("60.71"), "合格", 3)
    assert fold(entries[: len(ALL) + 2]).conclusion is None


def test_what_is_taken_back_does_not_stand() -> None:
    entries = life(*ALL)
    back = [s.TakeBack(one.id, "写错") for one in entries[1:]]
    extended = [*entries, *_after(entries, *back)]
    state = fold(extended)
    assert voids(state) == []
    assert state.result == fold(entries[:1]).result
    assert voids(fold([*extended, *_after(extended, back[0])])) == ["scorecard.nothing_said"]


def _after(entries: Sequence[Entry], *facts: Fact) -> list[Entry]:
    last, stream = int(entries[-1].id, 16), entries[0].stream
    return [
        replace(
            entries[-1], id=Id(f"{last + n:032x}"), kind=fact.kind, stream=stream,
            body=msgspec.json.encode(fact),
        )
        for n, fact in enumerate(facts, 1)
    ]  # fmt: skip


OTHER = Id("9" * 32)
REFUSED: list[tuple[str, Fact]] = [
    ("scorecard.no_panel", s.RateScorecard(graded("nobody", "work", "好", rater="甲"))),
    ("scorecard.panel_form", s.RateScorecard(graded("people", "work", "好", rater="甲"))),
    ("scorecard.no_rater", s.RateScorecard(graded("experts", "work", "好", rater=""))),
    ("scorecard.statement", s.RateScorecard(graded("own", "work", "好", rater="本人"))),
    ("scorecard.incomplete", s.RateScorecard(Sheet("experts", (), "甲"))),
    ("scorecard.grade", s.RateScorecard(graded("experts", "work", "优", rater="甲"))),
    ("scorecard.grade", s.RateScorecard(graded("experts", "work", "", rater="甲"))),
    ("scorecard.form", s.RateScorecard(pointed("experts", "work", "5", rater="甲"))),
    ("scorecard.form", s.RateScorecard(graded("judges", "care", "好", rater="甲"))),
    ("scorecard.points", s.RateScorecard(pointed("judges", "care", "30.01", rater="甲"))),
    ("scorecard.points", s.RateScorecard(pointed("judges", "care", "-1", rater="甲"))),
    ("field.number", s.RateScorecard(pointed("judges", "care", "NaN", rater="甲"))),
    ("field.number", s.RateScorecard(pointed("judges", "care", "1E-9", rater="甲"))),
    (
        "scorecard.leaf_twice",
        s.RateScorecard(Sheet("experts", (Mark("work", grade="好"),) * 2, "甲")),
    ),
    (
        "scorecard.no_leaf",
        s.RateScorecard(Sheet("experts", (Mark("work", grade="好"), Mark("care", D(1))), "甲")),
    ),
    ("scorecard.panel_form", s.TallyScorecard(tallied("experts", "work", 好=3))),
    ("scorecard.grade", s.TallyScorecard(tallied("people", "work", 优=3))),
    ("scorecard.returned", s.TallyScorecard(tallied("people", "work", 2, 好=2, 中=1))),
    (
        "scorecard.issued",
        s.TallyScorecard(Tally("people", (Counts("work", {"好": 1}),), issued=1, returned=2)),
    ),
    ("scorecard.incomplete", s.TallyScorecard(Tally("people", (), 3, 3))),
    ("scorecard.no_leaf", s.MeasureScorecard(Measurement("duty", D(1)))),
    ("scorecard.not_measured", s.MeasureScorecard(Measurement("work", D(1)))),
    ("scorecard.divisor", s.MeasureScorecard(Measurement("rate", D(1), D(0)))),
    ("field.number", s.MeasureScorecard(Measurement("rate", D("1E400000")))),
    ("scorecard.no_adjustment", s.AdjustScorecard(Extra("nothing", D(1), "好"))),
    ("scorecard.points", s.AdjustScorecard(Extra("praise", D("3.01"), "好"))),
    ("scorecard.points", s.AdjustScorecard(Extra("blame", D(1), "好"))),
    ("scorecard.places", s.AdjustScorecard(Extra("praise", D("0.125"), "好"))),
    ("scorecard.no_reason", s.AdjustScorecard(Extra("praise", D(1), " "))),
    ("scorecard.no_veto", s.VetoScorecard(Vetoed("nothing", "有"))),
    ("scorecard.no_reason", s.VetoScorecard(Vetoed("absence", ""))),
    ("scorecard.no_evidence", s.AddEvidence(Evidence("", "rate"))),
    ("scorecard.no_leaf", s.AddEvidence(Evidence("有", "nothing"))),
    ("scorecard.nothing_said", s.TakeBack(OTHER, "写错")),
    ("scorecard.status", s.ReopenScorecard("再议")),
    ("scorecard.no_reason", s.WithdrawScorecard(" ")),
]


@pytest.mark.parametrize(("rule", "fact"), REFUSED)
def test_what_has_no_place_changes_nothing(rule: str, fact: Fact) -> None:
    state = fold(life(begun(), fact))
    assert voids(state) == [rule]
    untouched = fold(life(begun()))
    assert (state.said, state.status, state.result) == (
        untouched.said, untouched.status, untouched.result,
    )  # fmt: skip


@pytest.mark.parametrize("fact", [OWN, EXPERTS[0], RATE, s.VetoScorecard(Vetoed("absence", "缺"))])
def test_the_same_is_not_said_twice(fact: Fact) -> None:
    assert len(voids(fold(life(begun(), fact, fact)))) == 1


def test_several_meetings_are_counted_together() -> None:
    more = s.TallyScorecard(tallied("people", "work", 好=8))
    state = fold(life(*ALL, more))
    (panel,) = (one for one in state.result.panels if one.panel.key == "people")
    assert panel.heads == 10
    assert panel.mean == 90


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("field.empty", {"title": " "}),
        ("scorecard.period", {"ends": date(2025, 12, 31)}),
        ("scorecard.subject", {"subject": s.Subject(SubjectKind.DEPUTY, "张三")}),
        ("field.empty", {"subject": s.Subject(SubjectKind.UNIT, "")}),
        ("scorecard.unit_kind", {"subject": s.Subject(SubjectKind.UNIT, "某", unit_kind="甲")}),
        ("program.last_band", {"rules": replace(SIMPLE, bands=SIMPLE.bands[:1])}),
    ],
)
def test_what_cannot_begin(rule: str, fields: dict[str, Any]) -> None:
    state = fold(life(begun(**fields)))
    assert voids(state) == [rule]
    assert not state.exists


def _amend(field: str, was: object, now: object) -> s.AmendScorecard:
    raw = [msgspec.Raw(msgspec.json.encode(value)) for value in (was, now)]
    return s.AmendScorecard(field=field, was=raw[0], now=raw[1])


def test_corrections_come_before_the_result() -> None:
    period = _amend("begins", date(2026, 1, 1), date(2026, 2, 1))
    state = fold(life(*ALL, period, s.ConcludeScorecard(CAME_TO), _amend("remark", "", "后记")))
    assert state.details.begins == date(2026, 2, 1)
    assert voids(state) == ["scorecard.status"]


@pytest.mark.parametrize("field", ["rules", "subject", "program", "version", "year"])
def test_what_others_rest_on_is_not_amended(field: str) -> None:
    assert voids(fold(life(begun(), _amend(field, 1, 1)))) == ["amend.fixed"]


def test_it_is_not_concluded_over_a_conflict() -> None:
    clash = (
        _amend("title", "某公司2026年度评价", "甲"),
        _amend("title", "某公司2026年度评价", "乙"),
    )
    settled = s.SettleScorecard(field="title", value=msgspec.Raw(b'"\xe4\xb9\x99"'))
    concluded = s.ConcludeScorecard(CAME_TO)
    state = fold(life(*ALL, *clash, concluded, settled, concluded))
    assert voids(state) == ["amend.conflict", "amend.unsettled"]
    assert (state.details.title, state.conclusion) == ("乙", CAME_TO)


def test_a_number_that_is_none_is_void_and_breaks_nothing() -> None:
    """A signalling NaN decodes, and raises as soon as it is compared."""
    conclude = s.ConcludeScorecard(CAME_TO)
    *entries, last = life(*ALL, conclude)
    said = msgspec.json.encode({"conclusion": {"score": "sNaN", "grade": "不合格", "stars": 1}})
    state = fold([*entries, replace(last, body=said)])
    assert (voids(state), state.status) == (["stream.malformed"], ScorecardStatus.OPEN)
    with pytest.raises(RuleBroken, match="格式不对"):
        s.SCORECARD.accept(fold(entries), replace(last, body=said))


def test_a_result_holds_however_a_later_version_reckons_and_not_beside_other_words() -> None:
    """88 is not what these entries come to today; it is what was announced of them."""
    entries = life(*ALL)
    announced = s.Conclusion(D(88), "合格", 3)
    conclude = s.ConcludeScorecard(announced, tuple(entry.id for entry in entries[1:]))
    late = s.AdjustScorecard(Extra("praise", D(1), "受表彰"))
    *_, extra, last = life(*ALL, late, conclude)
    assert fold([*entries, last]).conclusion == announced
    overtaken = fold([*entries, extra, last])
    assert (voids(overtaken), overtaken.conclusion) == (["scorecard.changed"], None)
