import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from python_calamine import load_workbook

from renda_desktop.services.imports.deputies import DeputyRow, read_deputies
from renda_desktop.services.imports.returned import returned_workbook
from renda_desktop.services.imports.rows import Sheet
from renda_desktop.services.imports.workbook import read_workbook
from tests.services.imports.books import Value, write_roster

HEADER: list[Value] = ["序号", "姓名", "代表层级", "联系电话", "备注"]
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "http://a.test", "<b>&甲", "_x0041_", "䶮𬍛", "'=1", "001"]


def returned(tmp_path: Path, *rows: Sequence[Value]) -> Sheet[DeputyRow]:
    """Read a roster, write its bad rows, and give what the returned file holds."""
    sheet = read_deputies(write_roster(tmp_path / "list.xlsx", HEADER, *rows))
    (tmp_path / "returned.xlsx").write_bytes(returned_workbook(sheet))
    return sheet


def test_the_returned_file_says_what_is_wrong(tmp_path: Path) -> None:
    returned(tmp_path, [1, "甲", "市", "", ""], [2, "", "村", 138, "兼职"])
    (grid,) = read_workbook(tmp_path / "returned.xlsx")
    assert grid.lines[1].cells == (
        "序号",
        "姓名",
        "代表层级",
        "联系电话",
        "备注",
        "问题列",
        "原因",
        "原行号",
    )
    (row,) = grid.lines[2:]
    assert row.cells[:6] == ("2", "", "村", "138", "兼职", "代表层级、姓名、联系电话")
    assert "姓名:没有姓名。" in row.cells[6]
    assert row.cells[7] == "3"


def test_bad_cells_are_marked_and_only_they(tmp_path: Path) -> None:
    returned(tmp_path, [1, "", "市", "", ""])
    with zipfile.ZipFile(tmp_path / "returned.xlsx") as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
    style = {cell: page.split(f'r="{cell}" s="')[1].split('"')[0] for cell in ("A3", "B3", "C3")}
    assert style["A3"] == style["C3"] != style["B3"]


def test_whatever_was_typed_stays_text(tmp_path: Path) -> None:
    typed: list[list[Value]] = [[1, "", "市", "", text] for text in NASTY]
    sheet = returned(tmp_path, *typed)
    content = returned_workbook(sheet)
    with zipfile.ZipFile(BytesIO(content)) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in package.namelist() if "rels" in name and "sheet" in name]
    assert "<f>" not in page
    rows = load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()[2:]
    assert [row[4] for row in rows] == NASTY


def test_a_mended_file_is_imported_again(tmp_path: Path) -> None:
    sheet = returned(
        tmp_path,
        [1, "甲", "市", "", ""],
        [2, "", "区", "13812345678", "已辞职"],
        [3, "丙", "镇", "138", ""],
    )
    assert (len(sheet.good), len(sheet.bad)) == (1, 2)
    (grid,) = read_workbook(tmp_path / "returned.xlsx")
    lines: list[list[Value]] = [list(line.cells) for line in grid.lines]
    lines[2][1] = "乙"
    again = read_deputies(write_roster(tmp_path / "half.xlsx", *lines))
    assert [(row.name, row.phone, row.resigned) for row in again.good] == [
        ("乙", "13812345678", True)
    ]
    (tmp_path / "again.xlsx").write_bytes(returned_workbook(again))
    (grid,) = read_workbook(tmp_path / "again.xlsx")
    lines = [list(line.cells) for line in grid.lines]
    assert lines[1] == [*HEADER, "问题列", "原因", "原行号"]
    lines[2][3] = "13912345678"
    last = read_deputies(write_roster(tmp_path / "mended.xlsx", *lines))
    assert ([row.name for row in last.good], last.bad) == (["丙"], ())


def test_a_list_without_bad_rows_gives_an_empty_file(tmp_path: Path) -> None:
    returned(tmp_path, [1, "甲", "市", "", ""])
    (grid,) = read_workbook(tmp_path / "returned.xlsx")
    assert len(grid.lines) == 2
