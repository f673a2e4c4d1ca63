"""Ledgers as stations keep them, and above all the sample of one."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import Grade
from renda_desktop.services.imports.ledger import read_ledger
from renda_desktop.services.imports.ledger_values import (
    Named,
    read_day,
    read_named,
    read_standing,
    read_stars,
    split_matters,
)
from renda_desktop.services.imports.rows import Skip
from tests.services.imports.books import write_roster

LEDGER = Path(__file__).parents[2] / "fixtures" / "ledger.xlsx"


def test_the_sample_is_read_to_the_row() -> None:
    sheet = read_ledger(LEDGER)
    assert (len(sheet.good), sum(len(row.matters) for row in sheet.good)) == (177, 199)
    assert [(bad.line.number, bad.problems[0].title) for bad in sheet.bad] == [
        (19, "接待日期"), (25, "反映问题"), (31, "反映问题"),
    ]  # fmt: skip
    assert "2025年13月2日" in sheet.bad[0].problems[0].reason
    assert sheet.skipped == {Skip.HEADER: 1, Skip.SIGNATURE: 1}
    assert Counter(row.standing.way for row in sheet.good) == {
        "resolved": 59, "planned": 29, "open": 26, "declined": 22, "on_site": 21, "explained": 20,
    }  # fmt: skip
    assert Counter(len(row.deputies) for row in sheet.good) == {1: 81, 2: 96}
    assert sum(not row.name for row in sheet.good) == 11
    assert not any(row.phone for row in sheet.good if not row.name)
    assert all(row.day.year == 2025 for row in sheet.good)


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    header = ["反映问题", "满意度", "*姓名", "日 期"]
    line = ["路灯坏了", "满意", "王琴", "2025.3.4"]
    row = read_ledger(write_roster(tmp_path / "l.xlsx", ["月湖台账"], header, line)).good[0]
    assert (row.matters, row.stars, row.name) == (("路灯坏了",), 4, "王琴")
    assert row.day == date(2025, 3, 4)


def test_a_column_of_another_name_is_chosen(tmp_path: Path) -> None:
    book = write_roster(tmp_path / "l.xlsx", ["何日", "何事"], ["2025.3.4", "=路灯+1"])
    with pytest.raises(RuleBroken) as broken:
        read_ledger(book)
    assert broken.value.rule == "import.no_header"
    row = read_ledger(book, chosen={"day": "何日", "words": "B"}).good[0]
    assert row.matters == ("=路灯+1",)  # what looks like a formula stays what was typed


@pytest.mark.parametrize(
    "text",
    ["2025.3.4", "2025/03/04", "2025年3月4日", "2025-03-04", "20250304", "45720",
     "2025-03-04 09:30", "2025年3月4日(周二)", "2025年03月04日 "],
)  # fmt: skip
def test_days(text: str) -> None:
    assert read_day(text) == date(2025, 3, 4)


@pytest.mark.parametrize(
    ("text", "rule"),
    [("2025年13月2日", "import.day_impossible"), ("2025.2.30", "import.day_impossible"),
     ("3月4日", "import.day"), ("上周", "import.day"), ("25.3.4", "import.day")],
)  # fmt: skip
def test_days_that_are_none(text: str, rule: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        read_day(text)
    assert broken.value.rule == rule


@pytest.mark.parametrize(
    "text",
    ["1.路灯坏了\n2.车位太少", "①路灯坏了②车位太少", "(1)路灯坏了;(2)车位太少",
     "一、路灯坏了\n二、车位太少", "1、路灯坏了; 2、车位太少", "路灯坏了\n另:车位太少",
     "1)路灯坏了\n2)车位太少"],
)  # fmt: skip
def test_two_matters_in_a_cell(text: str) -> None:
    assert split_matters(text) == ("路灯坏了", "车位太少")


@pytest.mark.parametrize(
    "text",
    ["6 幢 2 单元加装电梯", "路灯离地 1.5 米。2.5 米处有缺口", "2.路灯坏了", "另有一事:路灯坏了"],
)
def test_one_matter_in_a_cell(text: str) -> None:
    assert split_matters(text) == (text,)


def test_deputies_in_a_cell() -> None:
    names = ("陈建", "欧阳·娜娜", "王芳")
    for text in ("陈建、欧阳·娜娜、王芳", "陈建,欧阳•娜娜 ;王芳代表", "陈 建/欧阳·娜娜\n王芳"):
        assert tuple(one.name for one in read_named(text)) == names
    assert read_named("张明(13800000001)、李慧") == (Named("张明", "13800000001"), Named("李慧"))
    assert read_named("无") == ()


def test_how_it_stands() -> None:
    assert read_standing("基本解决")[::2] == ("resolved", Grade.BASICALLY_SOLVED)
    for text, way in {
        "正在办理": "open", "未解决": "open", "当场答复": "on_site", "列入计划": "planned",
        "已解释说明": "explained", "不予受理": "declined", "已办结": "resolved", "社区上门看过": "",
    }.items():  # fmt: skip
        assert read_standing(text).way == way


def test_stars() -> None:
    words = ("非常满意", "满意", "基本满意", "不满意", "很不满意", "3星", "五星", "★★", "")
    assert [read_stars(one) for one in words] == [5, 4, 3, 2, 1, 3, 5, 2, None]
    with pytest.raises(RuleBroken):
        read_stars("还行吧")
