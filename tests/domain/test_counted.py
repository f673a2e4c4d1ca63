"""What is counted beside the loop: quantities of matters, measurements, groups of deputies."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from renda_desktop.domain import deputy as d
from renda_desktop.domain import matter as m
from renda_desktop.domain import theme as h
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Fact, Noun, Stream
from renda_desktop.domain.terms import DeputyLevel
from tests.domain.lives import life

TODAY = date(2023, 11, 15)  # in China, when lives are made
TOMORROW = TODAY + timedelta(days=1)
NOWHERE = Id("9" * 32)
REGISTER = m.RegisterMatter(m.MatterDetails("YH-2026-A-00001", "补助未收回", "audit", 1))
THEME = h.RegisterTheme(h.ThemeDetails("环保"))
DEPUTY = d.RegisterDeputy(d.DeputyDetails("张明"), (d.Mandate(DeputyLevel.COUNTY, 16),))


def quantity(amount: str, day: date = TODAY) -> m.RecordQuantity:
    return m.RecordQuantity("recovered", "收回资金", "万元", Decimal(amount), day)


def measure(value: str, day: date = TODAY, key: str = "pm25") -> h.Measure:
    return h.Measure("environment", key, "PM2.5", "微克/立方米", Decimal(value), day)


def fold(noun: Noun[Any], *facts: Fact) -> Any:
    entries = life(*facts)
    return noun.fold(entries[0].stream, entries)


def last_void(state: Stream) -> str:
    void = state.timeline[-1].void
    assert void is not None
    assert "{" not in str(void)
    return void.rule


def test_amounts_stay_exact_and_nought_is_one() -> None:
    state = fold(m.MATTER, REGISTER, quantity("0"), quantity("0.1"), quantity("0.2"))
    amounts = [one.amount for one in state.quantities.values()]
    assert state.voids == 0
    assert sum(amounts) == Decimal("0.3")
    assert [*state.quantities] == [event.entry.id for event in state.timeline[1:]]


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        (quantity("-0.000001"), "matter.negative"),
        (quantity("0.0000001"), "field.number"),
        (quantity("1000000000000"), "field.number"),
        (quantity("NaN"), "field.number"),
        (quantity("Infinity"), "field.number"),
        (quantity("1", TOMORROW), "field.day_ahead"),
        (m.WithdrawQuantity(NOWHERE, "登错"), "matter.no_quantity"),
    ],
)
def test_what_is_no_quantity(fact: Fact, rule: str) -> None:
    state = fold(m.MATTER, REGISTER, fact)
    assert last_void(state) == rule
    assert state.quantities == {}


def withdrawn(*, twice: bool = False, reason: str = "登错") -> m.Matter:
    entries = life(REGISTER, quantity("5"), quantity("7"), *[m.Note("记")] * (1 + twice))
    fact = m.WithdrawQuantity(entries[1].id, reason)
    slips = [
        msgspec.structs.replace(one, kind=fact.kind, body=msgspec.json.encode(fact))
        for one in entries[3:]
    ]
    return m.MATTER.fold(entries[0].stream, [*entries[:3], *slips])


def test_a_quantity_is_withdrawn_by_its_entry_once_and_with_a_reason() -> None:
    assert [one.amount for one in withdrawn().quantities.values()] == [7]
    assert last_void(withdrawn(twice=True)) == "matter.no_quantity"
    assert last_void(withdrawn(reason=" ")) == "matter.no_text"


@pytest.mark.parametrize("over", [m.WithdrawMatter("登错"), m.Merge(NOWHERE)])
def test_what_does_not_count_brings_nothing(over: Fact) -> None:
    assert last_void(fold(m.MATTER, REGISTER, over, quantity("1"))) == "matter.stage"


def test_what_a_struck_off_matter_brought_may_come_to_light_later() -> None:
    ways = (m.AnswerOnSite("办妥"), m.StrikeOff("凭证"))
    assert fold(m.MATTER, REGISTER, *ways, quantity("1")).voids == 0


def test_the_day_is_that_of_china() -> None:
    late = datetime(2026, 5, 1, 17, tzinfo=UTC)  # 1 a.m. on 2 May in China
    entry: Entry = life(REGISTER)[0]
    at = msgspec.structs.replace(entry, recorded_at=int(late.timestamp() * 1_000_000))
    for day, voids in ((date(2026, 5, 2), 0), (date(2026, 5, 3), 1)):
        fact = quantity("1", day)
        said = msgspec.structs.replace(at, kind=fact.kind, body=msgspec.json.encode(fact))
        assert m.MATTER.fold(entry.stream, [entry, said]).voids == voids


def test_a_measurement_is_one_value_a_day() -> None:
    before = date(2016, 12, 31)
    state = fold(h.THEME, THEME, measure("49", before), measure("29"), measure("-3.5", key="t"))
    assert state.voids == 0
    assert [one.value for one in state.measured.values()] == [49, 29, Decimal("-3.5")]
    assert last_void(fold(h.THEME, THEME, measure("49"), measure("50"))) == "theme.measured"


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        (measure("1", TOMORROW), "field.day_ahead"),
        (measure("NaN"), "field.number"),
        (h.WithdrawMeasurement(NOWHERE, "抄错"), "theme.not_measured"),
    ],
)
def test_what_is_no_measurement(fact: Fact, rule: str) -> None:
    assert last_void(fold(h.THEME, THEME, fact)) == rule


def test_a_withdrawn_value_makes_room_for_the_right_one() -> None:
    entries = life(THEME, measure("94"), h.CloseTheme(), measure("49"))
    gone = h.WithdrawMeasurement(entries[1].id, "抄错")
    entries[2] = msgspec.structs.replace(entries[2], kind=gone.kind, body=msgspec.json.encode(gone))
    state = h.THEME.fold(entries[0].stream, entries)
    assert [one.value for one in state.measured.values()] == [49]


def test_a_deputy_belongs_to_groups() -> None:
    joined = [d.JoinGroup("中心组", TODAY), d.JoinGroup("代表一起来", TODAY)]
    state = fold(d.DEPUTY, DEPUTY, *joined, d.LeaveGroup("中心组", TODAY))
    assert state.voids == 0
    assert state.groups == {"代表一起来": TODAY}
    again = fold(d.DEPUTY, DEPUTY, *joined, d.LeaveGroup("中心组", TODAY), joined[0])
    assert [*again.groups] == ["代表一起来", "中心组"]


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ([d.JoinGroup("中心组", TODAY), d.JoinGroup("中心组", TOMORROW)], "deputy.in_group"),
        ([d.JoinGroup(" ", TODAY)], "deputy.no_group"),
        ([d.LeaveGroup("中心组", TODAY)], "deputy.not_in_group"),
        ([d.JoinGroup("中心组", TOMORROW), d.LeaveGroup("中心组", TODAY)], "deputy.left_early"),
    ],
)
def test_groups_are_joined_and_left_once(facts: list[Fact], rule: str) -> None:
    state = fold(d.DEPUTY, DEPUTY, *facts)
    assert last_void(state) == rule
    assert len(state.groups) == len(facts) - 1
