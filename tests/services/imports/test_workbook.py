import datetime
import sys
from pathlib import Path

import pytest
import xlsxwriter

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports import reader, workbook
from renda_desktop.services.imports.grid import Grid, Line
from renda_desktop.services.imports.reader import Value, clean
from renda_desktop.services.imports.workbook import pick_sheet, read_workbook
from tests.services.imports.books import write_book, write_roster


def test_cells_become_the_text_that_their_owner_reads(tmp_path: Path) -> None:
    path = write_roster(
        tmp_path / "list.xlsx",
        [None],
        [None, "䶮𬍛", 13812345678.0, True, datetime.date(2025, 3, 4), 1982.1, " 张 三 \u3000"],
    )
    (grid,) = read_workbook(path)
    assert grid.name == "名册"
    line = ("", "䶮𬍛", "13812345678", "TRUE", "2025-03-04", "1982.1", "张 三")
    assert grid.lines == (Line(2, line),)
    assert (grid.lines[0].cell(1), grid.lines[0].cell(99)) == ("䶮𬍛", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (7, "7"),
        (False, "FALSE"),
        (datetime.datetime(2025, 3, 4, 9, 30), "2025-03-04 09:30"),  # noqa: DTZ001
        (datetime.datetime(2025, 3, 4), "2025-03-04"),  # noqa: DTZ001
        (datetime.time(9, 5), "09:05"),
        (datetime.timedelta(hours=30), "1 day, 6:00:00"),
        (float("inf"), "inf"),
        ("a" * 40_000, "a" * 32_767),
    ],
)
def test_clean(value: Value, text: str) -> None:
    assert clean(value) == text


def test_a_cell_merged_downwards_speaks_for_every_row_it_covers(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range("B1:D1", "标题")
        page.merge_range("C2:D5", "梅园社区联络点")
        page.merge_range("Z2:Z9", "")
        for row, name in [(1, "甲"), (2, "乙"), (4, "丙"), (5, "丁")]:
            page.write_string(row, 1, name)
    (grid,) = read_workbook(path)
    assert [(line.number, line.cell(1), line.cell(2), line.cell(3)) for line in grid.lines] == [
        (1, "标题", "", ""),
        (2, "甲", "梅园社区联络点", ""),
        (3, "乙", "梅园社区联络点", ""),
        (5, "丙", "梅园社区联络点", ""),
        (6, "丁", "", ""),
    ]


def test_hidden_and_empty_sheets_are_left_out(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "list.xlsx", ("旧", [["甲"]]), ("空", []), ("新", [["乙"]]), hidden="旧"
    )
    grids = read_workbook(path)
    assert [grid.name for grid in grids] == ["新"]
    assert pick_sheet(grids, name="新") is grids[0]
    with pytest.raises(RuleBroken) as caught:
        pick_sheet(grids, name="旧")
    assert caught.value.params == {"name": "旧", "found": "新"}


def test_a_workbook_without_content_is_empty(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_workbook(write_book(tmp_path / "list.xlsx", ("空", [])))
    assert caught.value.rule == "import.empty"


def test_a_rule_broken_in_the_process_reaches_the_user(tmp_path: Path) -> None:
    path = write_roster(tmp_path / "list.xlsx", ["姓名"])
    with path.open("r+b") as file:  # damage the data, not the table of contents
        file.seek(40)
        file.write(b"\xff" * 20)
    with pytest.raises(RuleBroken) as caught:
        read_workbook(path)
    assert caught.value.rule == "import.damaged"


def test_a_process_that_dies_means_a_damaged_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_roster(tmp_path / "list.xlsx", ["姓名"])
    monkeypatch.setattr(
        workbook, "_command", lambda _: [sys.executable, "-c", "raise SystemExit(9)"]
    )
    with pytest.raises(RuleBroken) as caught:
        read_workbook(path)
    assert caught.value.rule == "import.damaged"


@pytest.mark.parametrize(
    ("stopped", "limit", "rule"),
    [(lambda: True, 60.0, "import.stopped"), (lambda: False, 0.1, "import.too_slow")],
    ids=["stopped", "too slow"],
)
def test_an_endless_process_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: object, limit: float, rule: str
) -> None:
    assert callable(stopped)
    path = write_roster(tmp_path / "list.xlsx", ["姓名"])
    endless = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr(workbook, "_command", lambda _: endless)
    with pytest.raises(RuleBroken) as caught:
        read_workbook(path, stopped=stopped, time_limit=limit)
    assert caught.value.rule == rule


def test_one_text_behind_every_cell_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_roster(tmp_path / "list.xlsx", *(["长" * 1000] * 10 for _ in range(10)))
    assert len(reader.read(path).grids[0].lines) == 10
    monkeypatch.setattr(reader, "MAX_TEXT", 99_999)
    with pytest.raises(RuleBroken) as caught:
        reader.read(path)
    assert caught.value.rule == "import.too_long"


def test_more_lines_than_any_station_has_are_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_roster(tmp_path / "list.xlsx", *(["甲"] for _ in range(11)))
    monkeypatch.setattr(reader, "MAX_LINES", 10)
    with pytest.raises(RuleBroken) as caught:
        reader.read(path)
    assert caught.value.rule == "import.too_long"


def test_a_module_beside_the_users_file_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    assert read_workbook(write_roster(Path("list.xlsx"), ["姓名"]))[0] == Grid(
        "名册", (Line(1, ("姓名",)),)
    )
