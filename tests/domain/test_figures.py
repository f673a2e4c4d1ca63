from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import (
    Congress,
    Dimension,
    FigureFilter,
    FigureKey,
    Part,
    Reading,
    Value,
    checks,
    percent,
    plain,
    rounded,
)
from renda_desktop.domain.terms import DeputyLevel


@pytest.mark.parametrize(
    ("amount", "of", "places", "shown"),
    [
        (271, 305, 2, "88.85%"),
        (271, 305, 0, "89%"),
        (117, 117, 2, "100.00%"),
        (99_999, 100_000, 2, "99.99%"),  # what is not all never reads 100
        (1, 100_000, 2, "0.01%"),  # nor what is not none 0
        (0, 5, 2, "0.00%"),
        (1, 8, 0, "13%"),  # a half goes up
    ],
)
def test_rates_are_rounded_and_do_not_flatter(
    amount: int, of: int, places: int, shown: str
) -> None:
    assert percent(amount, of=of, places=places) == shown
    assert Value(amount, "件", of, places).shown == shown
    assert Value(amount, "件", of, places).exact == Fraction(amount, of)


@given(amount=st.integers(0, 10**6), rest=st.integers(0, 10**6), places=st.integers(0, 4))
def test_a_rate_is_all_only_where_it_is(amount: int, rest: int, places: int) -> None:
    of = amount + rest
    if of == 0:
        return
    shown = Decimal(percent(amount, of=of, places=places)[:-1])
    assert (shown == 100) == (amount == of)
    assert (shown == 0) == (amount == 0)
    assert abs(shown - Decimal(amount) * 100 / of) <= Decimal(1).scaleb(-places)


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_rounding_is_to_the_nearest_and_a_half_goes_up(exact: Fraction, places: int) -> None:
    off = Fraction(rounded(exact, places=places)) - exact
    assert -Fraction(1, 2) < off * 10**places <= Fraction(1, 2)


def test_a_rate_of_nothing_is_no_rate() -> None:
    value = Value(0, "件", 0, 2)
    assert (value.exact, value.shown) == (None, "—")


def test_units_are_told_apart_and_never_added() -> None:
    parts = (Part("a", "收回资金", "万元", Decimal("3829.50")), Part("b", "新增企业", "家", 230))
    value = Value(None, "", parts=parts)
    assert (value.exact, value.shown) == (None, "收回资金 3829.5 万元;新增企业 230 家")


def test_a_measured_part_is_told_by_its_readings() -> None:
    first, last = Reading(Decimal(49), date(2003, 1, 1)), Reading(Decimal(29), date(2020, 1, 1))
    part = Part("pm", "PM2.5", "μg/m³", Decimal(-20), first=first, last=last)
    assert part.shown == "49 → 29 μg/m³(2003-01-01 至 2020-01-01)"


def test_what_cannot_be_said_is_said() -> None:
    value = Value(None, "名", unfit=(Dimension.THEME, Dimension.KIND))
    assert value.shown == "不适用(主题、接待类别)"


def _raised(**ways: int) -> Value:
    known = {"answered_on_site": 0, "assigned": 0, "planned": 0} | ways
    parts = tuple(Part(key, key, "件", amount) for key, amount in known.items())
    return Value(sum(ways.values()), "件", parts=parts)


def test_the_published_ways_make_up_the_matters_or_the_rest_is_shown() -> None:
    whole = _raised(answered_on_site=61, assigned=44, planned=12)
    (check,) = checks({FigureKey.MATTERS_RAISED: whole})
    assert (check.total, check.whole, check.apart, check.difference) == (117, 117, (), 0)
    more = _raised(answered_on_site=61, assigned=44, planned=12, explained=2, undecided=1)
    (check,) = checks({FigureKey.MATTERS_RAISED: more})
    assert [part.key for part in check.apart] == ["explained", "undecided"]
    assert check.difference == 0


def test_a_difference_is_not_hidden() -> None:
    wrong = msgspec.structs.replace(_raised(assigned=3), amount=5)
    flattering = Value(6, "件", 5)
    found = checks({FigureKey.MATTERS_RAISED: wrong, FigureKey.REPLY_RATE: flattering})
    assert [check.difference for check in found] == [2, -1]


def test_a_filter_says_by_what_it_restricts() -> None:
    where = FigureFilter(since=date(2026, 1, 1), programs=("themed",), group="中心组")
    assert where.dimensions == {Dimension.PERIOD, Dimension.PROGRAM, Dimension.DEPUTY}
    assert FigureFilter().dimensions == frozenset()
    assert str(Congress(DeputyLevel.COUNTY, 19)) == "区县第19届"
    with pytest.raises(RuleBroken, match="结束日期"):
        FigureFilter(since=date(2026, 2, 1), until=date(2026, 1, 31)).check()


def test_every_figure_has_its_definition() -> None:
    assert set(DEFINITIONS) == set(FigureKey)
    for key, definition in DEFINITIONS.items():
        assert definition.key is key
        assert definition.counts.endswith("。")
        assert definition.dated
        assert bool(definition.numerator) == bool(definition.denominator)


def test_numbers_are_written_without_needless_noughts() -> None:
    numbers = (Decimal("3829.500000"), 100, Decimal("100"), Decimal("0.000001"))
    assert [plain(one) for one in numbers] == ["3829.5", "100", "100", "0.000001"]
