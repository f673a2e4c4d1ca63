"""The shipped years, and an administrator's file with every mistake it can hold."""

from datetime import date

import pytest

from renda_desktop import resources
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.store.known_years import known_years, parse_year_file

GOOD = """
year = 2027
[[holiday]]
name = "元旦"
first = 2026-12-31
last = 2027-01-02
workdays = [2027-01-03]
[[holiday]]
name = "清明节"
first = 2027-04-03
last = 2027-04-05
[[holiday]]
name = "劳动节"
first = 2027-05-01
last = 2027-05-05
[[holiday]]
name = "国庆节、中秋节"
first = 2027-10-01
last = 2027-10-07
"""


def test_the_shipped_years() -> None:
    years = known_years()
    assert set(years) >= set(range(2004, 2027))
    assert years[2025].workdays == (
        date(2025, 1, 26),
        date(2025, 2, 8),
        date(2025, 4, 27),
        date(2025, 9, 28),
        date(2025, 10, 11),
    )
    for number, table in years.items():
        assert {day.year for day in (*table.holidays, *table.workdays)} == {number}
        assert not set(table.holidays) & set(table.workdays)


def test_a_good_file() -> None:
    table = parse_year_file("\ufeff" + GOOD.replace("\n", "\r\n"))
    assert (table.year, len(table.holidays)) == (2027, 3 + 3 + 5 + 7)
    assert table.holidays[date(2026, 12, 31)] == "元旦"
    assert table.workdays == (date(2027, 1, 3),)


def test_the_example_is_a_valid_file_that_says_it_is_one() -> None:
    text = resources.path("calendar", "example.toml").read_text("utf-8")
    assert text.startswith("# 示例,日期均为虚构")
    assert parse_year_file(text).year == 2099


@pytest.mark.parametrize(
    ("old", "new", "rule", "params"),
    [
        ("2027-01-02", "2027-01-0x", "calendar_file.syntax", {"line": 6}),
        ("2027-01-02", "2027-02-30", "calendar_file.syntax", {"line": 6}),
        ("[2027-01-03]", "[2027-01-03", "calendar_file.syntax", {"line": 8}),
        ("year = 2027", "", "calendar_file.year", {"place": "year"}),
        ("year = 2027", "year = 27", "calendar_file.year", {"place": "year"}),
        ("year = 2027", "year = true", "calendar_file.year", {"place": "year"}),
        ("[[holiday]]", "[[holidays]]", "calendar_file.unknown_key", {"place": "holidays"}),
        ("last = 2027-04-05", "", "calendar_file.last", {"place": "holiday[2].last"}),
        (
            "last = 2027-04-05",
            "lost = 2027-04-05",
            "calendar_file.unknown_key",
            {"place": "holiday[2].lost"},
        ),
        ("2027-04-05", '"2027年4月5日"', "calendar_file.last", {"place": "holiday[2].last"}),
        ("2027-04-05", "2027-04-05T08:00:00", "calendar_file.last", {"place": "holiday[2].last"}),
        ('"清明节"', '""', "calendar_file.name", {"place": "holiday[2].name"}),
        ("2027-01-03", '"x"', "calendar_file.workdays", {"place": "holiday[1].workdays[1]"}),
        ("2027-01-03", "2027-01-04", "calendar_file.weekday", {"place": "holiday[1].workdays[1]"}),
        ("2027-01-03", "2028-01-02", "calendar_file.outside", {"place": "holiday[1].workdays[1]"}),
        ("2026-12-31", "2026-11-30", "calendar_file.outside", {"place": "holiday[1].first"}),
        ("2027-01-02", "2026-12-30", "calendar_file.span", {"place": "holiday[1].last"}),
        ("2027-04-05", "2027-04-30", "calendar_file.span", {"place": "holiday[2].last"}),
        ("2027-04-05", "2027-04-04", "calendar_file.missing", {"day": date(2027, 4, 5)}),
        ("2027-05-01", "2027-04-05", "calendar_file.span", {"place": "holiday[3].last"}),
        ("2027-01-03", "2027-05-01", "calendar_file.both", {"day": date(2027, 5, 1)}),
        ("2027-10-01", "2027-09-30", None, {}),
    ],
)
def test_a_mistake_is_named(
    old: str, new: str, rule: str | None, params: dict[str, object]
) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    if rule is None:
        parse_year_file(text)
        return
    with pytest.raises(RuleBroken) as caught:
        parse_year_file(text)
    assert caught.value.rule == rule
    assert params.items() <= caught.value.params.items()
    assert "日历文件" in str(caught.value)


def test_overlapping_holidays_are_refused() -> None:
    extra = '[[holiday]]\nname = "中秋节"\nfirst = 2027-10-03\nlast = 2027-10-03\n'
    with pytest.raises(RuleBroken) as caught:
        parse_year_file(GOOD + extra)
    assert caught.value.rule == "calendar_file.twice"
    assert "holiday[5]" in str(caught.value)
    assert "2027-10-03" in str(caught.value)
