from collections import Counter

import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports.grid import Grid, Line
from renda_desktop.services.imports.headers import Column, find_header
from renda_desktop.services.imports.rows import Cells, ListKind, Sheet, Skip, read_rows

COLUMNS = (Column("name", ("姓名",), required=True), Column("age", ("年龄",)))


def number(text: str) -> int:
    if not text.isdecimal():
        raise RuleBroken("import.birth")
    return int(text)


def parse(cells: Cells) -> tuple[str, int | None]:
    if not cells.text("name"):
        cells.refuse("name", RuleBroken("import.name_missing"))
    return cells.text("name"), cells.take("age", number)


KIND = ListKind(COLUMNS, parse, lambda row: row, ("name", "age"))


def grid(*lines: tuple[int, tuple[str, ...]]) -> Grid:
    return Grid("表", tuple(Line(row, cells) for row, cells in lines))


def read(*lines: tuple[int, tuple[str, ...]]) -> Sheet[tuple[str, int | None]]:
    page = grid((1, ("名册",)), (3, ("序号", "姓名", "年龄")), *lines)
    return read_rows(page, kind=KIND, header=find_header(page, columns=COLUMNS))


def test_every_line_is_good_bad_or_counted() -> None:
    sheet = read(
        (4, ("1", "甲", "40")),
        (6, ("2", "乙", "四十")),
        (7, ("3", "", "x")),
        (8, ("名册",)),
        (9, ("序号", "姓 名", "年龄")),
        (10, ("一、区人大代表",)),
        (11, ("", "一、区人大代表", "")),
        (12, ("4", "丙", "50")),
        (13, ("5", "", "")),
        (14, ("小 计", "", "3")),
        (15, ("", "合计:3人", "")),
        (16, ("共3人",)),
        (17, ("制表人:某", "", "审核人:某")),
        (18, ("", "填报日期:2026年3月5日", "")),
        (19, ("注:以上均为化名", "", "")),
        (20, ("★",)),
    )
    assert sheet.good == (("甲", 40), ("丙", 50))
    assert [(bad.line.number, [p.index for p in bad.problems]) for bad in sheet.bad] == [
        (6, [2]),
        (7, [1, 2]),
    ]
    assert sheet.skipped == Counter(
        {Skip.BLANK: 2, Skip.HEADER: 1, Skip.NOTE: 5, Skip.SUM: 3, Skip.SIGNATURE: 2}
    )


@pytest.mark.parametrize("name", ["注小明", "共三", "一凡", "制表"])
def test_people_with_odd_names_are_not_skipped(name: str) -> None:
    assert read((4, ("", name, "40")), (5, (name, name, "41"))).skipped == Counter()


def test_lines_numbered_in_chinese_are_rows() -> None:
    assert read((4, ("一", "甲", "40")), (5, ("(二)", "乙", "41"))).good == (("甲", 40), ("乙", 41))


def test_a_row_that_was_there_before_is_returned_with_its_number() -> None:
    sheet = read((4, ("1", "甲", "40")), (5, ("2", "甲", "41")), (6, ("3", "甲", "40")))
    assert sheet.good == (("甲", 40), ("甲", 41))
    (bad,) = sheet.bad
    assert [(p.index, p.title, p.reason) for p in bad.problems] == [
        (1, "姓名", "与第 4 行重复。"),
        (2, "年龄", "与第 4 行重复。"),
    ]


def test_progress_ends_with_the_last_line_and_stop_stops() -> None:
    page = grid((1, ("姓名",)), *((row, (f"甲{row}",)) for row in range(2, 503)))
    header = find_header(page, columns=COLUMNS)
    kind = ListKind(COLUMNS, lambda cells: cells.text("name"), hash, ("name",))
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))

    read_rows(page, kind=kind, header=header, progress=progress)
    assert seen == [(0, 501), (200, 501), (400, 501), (501, 501)]
    with pytest.raises(RuleBroken) as caught:
        read_rows(page, kind=kind, header=header, progress=progress, stopped=lambda: len(seen) > 5)
    assert caught.value.rule == "import.stopped"
    assert seen[4:] == [(0, 501), (200, 501)]
