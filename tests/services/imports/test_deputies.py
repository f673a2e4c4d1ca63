from collections import Counter
from pathlib import Path

import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import DeputyLevel, Gender
from renda_desktop.services.imports.deputies import DeputyRow, read_deputies
from renda_desktop.services.imports.rows import Skip
from renda_desktop.services.imports.values import Birth
from tests.services.imports.books import Value, write_book, write_roster

ROSTER = Path(__file__).parents[2] / "fixtures" / "roster.xlsx"
HEADER: list[Value] = ["姓名", "代表层级", "届次", "联系电话", "备注"]


def test_a_roster_as_a_station_keeps_it() -> None:
    sheet = read_deputies(ROSTER)
    assert (sheet.name, sheet.header.number, len(sheet.header.columns)) == ("代表名册", 3, 10)
    assert (len(sheet.good), len(sheet.bad)) == (62, 1)
    assert sheet.skipped == Counter({Skip.BLANK: 2, Skip.SUM: 1})
    assert sum(row.resigned for row in sheet.good) == 9
    assert [row.row for row in sheet.good if row.phone is None] == [38]
    n, p, m, c, t, s = DeputyLevel
    assert Counter(row.levels for row in sheet.good) == Counter(
        {(n,): 12, (p, m): 10, (m, c): 9, (m,): 6, (c,): 18, (t,): 6, (s,): 1}
    )
    assert {row.term for row in sheet.good} == {"第十六届"}
    assert {number for row in sheet.good for number in row.terms} == {16}
    assert {row.birth for row in sheet.good} == {Birth(1975, 6), Birth(1968, 3), Birth(1982, 11)}
    assert {row.station for row in sheet.good} == {"月湖街道联络站", "梅园社区联络点"}
    (bad,) = sheet.bad
    assert (bad.line.number, [(p.title, p.reason) for p in bad.problems]) == (
        24,
        [("姓名", "没有姓名。")],
    )


def test_one_row_whole() -> None:
    row = next(row for row in read_deputies(ROSTER).good if row.row == 10)
    assert row == DeputyRow(
        row=10,
        name="王国",
        gender=Gender.MALE,
        birth=Birth(1982, 11),
        ethnicity="汉族",
        post="月湖街道梅园社区党委书记",
        levels=(DeputyLevel.PROVINCIAL, DeputyLevel.MUNICIPAL),
        term="第十六届",
        terms=(16, 16),
        phone="15656977781",
        station="梅园社区联络点",
        remark="已辞职",
        resigned=True,
    )


def test_rare_characters_and_names_are_kept_and_mended(tmp_path: Path) -> None:
    names: list[Value] = ["䶮𬍛敏", "张 三", "阿卜杜拉•买买提", "葛\U000e0100城"]
    path = write_roster(tmp_path / "list.xlsx", HEADER, *([name, "市"] for name in names))
    assert [row.name for row in read_deputies(path).good] == [
        "䶮𬍛敏",
        "张三",
        "阿卜杜拉·买买提",
        "葛\U000e0100城",
    ]


def test_every_bad_cell_of_a_row_is_named_at_once(tmp_path: Path) -> None:
    path = write_roster(
        tmp_path / "list.xlsx", HEADER, ["甲" * 51, "村", "本届", 1591234567, "x" * 300]
    )
    (bad,) = read_deputies(path).bad
    assert {problem.title for problem in bad.problems} == {"姓名", "代表层级", "联系电话", "备注"}
    assert all("甲" not in p.reason and "1591234567" not in p.reason for p in bad.problems)


def test_a_name_that_nobody_can_see_is_no_name(tmp_path: Path) -> None:
    path = write_roster(tmp_path / "list.xlsx", HEADER, ["\u200b", "市"])
    (bad,) = read_deputies(path).bad
    assert [problem.reason for problem in bad.problems] == ["没有姓名。"]


def test_one_person_twice_is_returned_and_namesakes_are_not(tmp_path: Path) -> None:
    path = write_roster(
        tmp_path / "list.xlsx",
        HEADER,
        ["张三", "市", "", 13812345678],
        ["张三", "区", "", 13912345678],
        ["张三", "区", "", "无"],
        ["张 三", "省", "", "138 1234 5678"],
    )
    sheet = read_deputies(path)
    assert [row.row for row in sheet.good] == [2, 3, 4]
    (bad,) = sheet.bad
    assert [(p.title, p.reason) for p in bad.problems] == [
        ("姓名", "与第 2 行重复。"),
        ("联系电话", "与第 2 行重复。"),
    ]


def test_unit_and_office_in_two_columns_are_one_post(tmp_path: Path) -> None:
    path = write_roster(
        tmp_path / "list.xlsx",
        ["姓名", "层级", "工作单位", "职务"],
        ["甲", "市", "区第一小学", "教师"],
        ["乙", "市", "区第一小学", "区第一小学教师"],
        ["丙", "市", "区第一小学", ""],
        ["丁", "市", "", "个体经营"],
    )
    assert [row.post for row in read_deputies(path).good] == [
        "区第一小学教师",
        "区第一小学教师",
        "区第一小学",
        "个体经营",
    ]


def test_a_roster_of_one_level_may_name_it_only_in_the_title(tmp_path: Path) -> None:
    path = write_roster(
        tmp_path / "list.xlsx", ["鄞州区人大代表名册"], ["姓名", "电话"], ["甲", ""]
    )
    with pytest.raises(RuleBroken) as caught:
        read_deputies(path)
    assert caught.value.params["missing"] == "代表层级"
    (row,) = read_deputies(path, level=DeputyLevel.COUNTY).good
    assert row.levels == (DeputyLevel.COUNTY,)


def test_the_first_sheet_that_fits_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "list.xlsx",
        ("填表说明", [["请如实填写"]]),
        ("市代表", [["姓名", "层级"], ["甲", "市"]]),
        ("区代表", [["姓名", "层级"], ["乙", "区"]]),
    )
    sheet = read_deputies(path)
    assert (sheet.name, sheet.other_sheets) == ("市代表", ("填表说明", "区代表"))
    assert [row.name for row in read_deputies(path, sheet="区代表").good] == ["乙"]
    with pytest.raises(RuleBroken) as caught:
        read_deputies(path, sheet="镇代表")
    assert caught.value.params["found"] == "填表说明、市代表、区代表"


def test_the_sheet_that_comes_nearest_is_blamed(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "list.xlsx", ("说明", [["请填写"]]), ("名册", [["姓名", "电话"], ["甲", ""]])
    )
    with pytest.raises(RuleBroken) as caught:
        read_deputies(path)
    assert (caught.value.rule, caught.value.params["sheet"]) == ("import.columns_missing", "名册")


def test_columns_chosen_by_the_user(tmp_path: Path) -> None:
    path = write_roster(
        tmp_path / "list.xlsx", ["曾用名", "现名", "姓名", "层级"], ["甲", "乙", "丙", "市"]
    )
    assert [row.name for row in read_deputies(path, chosen={"name": "B"}).good] == ["乙"]
    assert [row.name for row in read_deputies(path, chosen={"name": "曾用名"}).good] == ["甲"]


def test_ten_thousand_rows_are_read_with_progress(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        [f"代表{n}", "市", "第十六届", 13800000000 + n, ""] for n in range(10_000)
    ]
    path = write_roster(tmp_path / "list.xlsx", HEADER, *rows)
    seen: list[int] = []
    sheet = read_deputies(path, progress=lambda done, _: seen.append(done))
    assert (len(sheet.good), len(sheet.bad)) == (10_000, 0)
    assert (len(seen), seen[-1]) == (51, 10_000)
