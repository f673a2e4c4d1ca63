from hypothesis import given, strategies

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports import departments, deputies
from renda_desktop.services.imports.grid import Grid, Line
from renda_desktop.services.imports.headers import find_header
from renda_desktop.services.imports.returned import returned_workbook
from renda_desktop.services.imports.rows import ListKind, read_rows

FIELDS = tuple(column.title for column in deputies.COLUMNS)
SEEN = ("张三", "市、区", "第十六届", "13812345678", "合计", "1975.06", "无", "男", *FIELDS)
CELLS = strategies.one_of(
    strategies.sampled_from(SEEN), strategies.just(""), strategies.text(max_size=12)
)
ROWS = strategies.lists(strategies.tuples(*[CELLS] * len(FIELDS)).filter(any), max_size=8)
DEPUTIES = ListKind(
    deputies.COLUMNS,
    lambda cells: deputies.parse_deputy(cells, level=None),
    lambda row: row.row,
    ("name",),
)


@given(ROWS)
def test_whatever_the_cells_hold_every_line_is_accounted_for(rows: list[tuple[str, ...]]) -> None:
    lines = tuple(Line(number, cells) for number, cells in enumerate([FIELDS, *rows], start=1))
    grid = Grid("名册", lines)
    sheet = read_rows(grid, kind=DEPUTIES, header=find_header(grid, columns=deputies.COLUMNS))
    assert len(sheet.good) + len(sheet.bad) + sheet.skipped.total() == len(rows)
    assert all(row.name and row.levels for row in sheet.good)
    assert all(problem.reason for bad in sheet.bad for problem in bad.problems)
    assert returned_workbook(sheet)


@given(ROWS)
def test_a_header_is_found_or_its_lack_is_told(rows: list[tuple[str, ...]]) -> None:
    lines = enumerate([("1",), *rows], start=1)
    grid = Grid("名册", tuple(Line(number, cells) for number, cells in lines))
    assert "单位名称" in told_or_found(grid)


def told_or_found(grid: Grid) -> str:
    try:
        header = find_header(grid, columns=departments.COLUMNS)
    except RuleBroken as broken:
        return str(broken)
    return "单位名称" if "name" in header.columns else ""
