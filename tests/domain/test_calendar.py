"""Counting days over real, invented and unknown years."""

import timeit
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.calendar import (
    Calendar,
    Count,
    Day,
    YearTable,
    fixed_holidays,
    tomb_sweeping_day,
)
from renda_desktop.store.known_years import known_years

SHIPPED = Calendar(known_years().values())
EMPTY = Calendar()
days_of_century = st.dates(date(2003, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "working", "name"),
    [
        (date(2025, 1, 27), True, ""),
        (date(2025, 1, 28), False, "春节"),
        (date(2025, 1, 26), True, ""),  # a Sunday that is worked
        (date(2025, 10, 6), False, "中秋节"),
        (date(2025, 9, 28), True, ""),
        (date(2025, 3, 8), False, ""),
        (date(2015, 9, 3), False, "抗战胜利纪念日"),
        (date(2026, 2, 28), True, ""),
    ],
)
def test_a_known_day(day: date, working: bool, name: str) -> None:
    kind = SHIPPED.is_working_day(day)
    assert (kind.working, kind.name, kind.provisional) == (working, name, False)
    assert bool(kind) is working


def test_a_duty_day_on_a_holiday_moves_to_the_next_worked_day() -> None:
    assert SHIPPED.next_working_day(date(2025, 10, 1)) == Day(date(2025, 10, 9), provisional=False)
    assert SHIPPED.next_working_day(date(2025, 1, 25)).date == date(2025, 1, 26)
    assert SHIPPED.next_working_day(date(2025, 3, 3)).date == date(2025, 3, 3)


def test_working_days_run_over_holidays_and_make_up_days() -> None:
    assert SHIPPED.add_working_days(date(2025, 9, 26), days=4).date == date(2025, 10, 9)
    assert SHIPPED.add_working_days(date(2025, 10, 9), days=-4).date == date(2025, 9, 26)
    assert SHIPPED.add_working_days(date(2025, 10, 4), days=0) == Day(date(2025, 10, 4), False)
    assert SHIPPED.working_days_between(date(2025, 9, 26), until=date(2025, 10, 9)) == Count(
        4, provisional=False
    )
    assert SHIPPED.working_days_between(date(2025, 10, 9), until=date(2025, 9, 26)) == Count(
        -4, provisional=False
    )


def test_beyond_the_known_years_the_answer_says_so() -> None:
    kind = SHIPPED.is_working_day(date(2030, 5, 2))
    assert (kind.working, kind.name, kind.provisional) == (False, "劳动节", True)
    assert SHIPPED.add_working_days(date(2026, 12, 18), days=5) == Day(date(2026, 12, 25), False)
    assert SHIPPED.add_working_days(date(2026, 12, 25), days=9).provisional
    assert SHIPPED.next_working_day(date(2027, 1, 1)) == Day(date(2027, 1, 4), provisional=True)
    assert SHIPPED.working_days_between(date(2026, 12, 1), until=date(2027, 1, 4)).provisional
    # A span over an unknown year between two known ones is no surer than that year.
    gap = Calendar([YearTable(year=2030), YearTable(year=2032)])
    assert gap.working_days_between(date(2030, 6, 3), until=date(2032, 6, 3)).provisional


def test_the_year_end_waits_for_the_next_notice() -> None:
    assert not SHIPPED.is_working_day(date(2026, 12, 27)).provisional
    assert SHIPPED.is_working_day(date(2026, 12, 28)).provisional
    table = YearTable(year=2027, holidays={date(2026, 12, 31): "元旦"}, workdays=())
    longer = Calendar([*known_years().values(), table])
    kind = longer.is_working_day(date(2026, 12, 31))
    assert (kind.working, kind.name, kind.provisional) == (False, "元旦", False)


def test_a_later_notice_overrides_an_earlier_one() -> None:
    first = YearTable(year=2027, workdays=(date(2027, 12, 25),))
    second = YearTable(year=2028, holidays={date(2027, 12, 25): "元旦"})
    assert not Calendar([second, first]).is_working_day(date(2027, 12, 25))


def test_no_lunar_holiday_is_guessed() -> None:
    names = {name for year in range(2027, 2060) for name in fixed_holidays(year).values()}
    assert names == {"元旦", "清明节", "劳动节", "国庆节"}


def test_the_tomb_sweeping_rule_agrees_with_every_notice_since_it_is_a_holiday() -> None:
    for year in range(2008, 2027):
        day = tomb_sweeping_day(year)
        assert day is not None
        assert known_years()[year].holidays[day] == "清明节", year
    assert tomb_sweeping_day(2100) is None


def test_a_table_travels_as_json() -> None:
    table = known_years()[2025]
    assert msgspec.json.decode(msgspec.json.encode(table), type=YearTable) == table


@given(start=days_of_century, days=st.integers(1, 600))
def test_counting_back_gives_what_was_added(start: date, days: int) -> None:
    for calendar in (SHIPPED, EMPTY):
        found = calendar.add_working_days(start, days=days)
        assert calendar.is_working_day(found.date)
        assert calendar.working_days_between(start, until=found.date) == Count(
            days, found.provisional
        )
        if calendar.is_working_day(start):
            assert calendar.add_working_days(found.date, days=-days).date == start


@given(start=days_of_century, days=st.integers(0, 60))
def test_adding_is_the_same_as_walking(start: date, days: int) -> None:
    day, left, provisional = start, days, False
    while left:
        day += timedelta(days=1)
        kind = SHIPPED.is_working_day(day)
        provisional |= kind.provisional
        left -= kind.working
    assert SHIPPED.add_working_days(start, days=days) == Day(day, provisional)


def test_adding_thirty_working_days_is_quick() -> None:
    rounds = 2000
    spent = min(
        timeit.repeat(
            lambda: SHIPPED.add_working_days(date(2025, 12, 20), days=30), number=rounds, repeat=5
        )
    )
    assert spent / rounds < 20e-6
