"""The process that parses one workbook and may be killed at any time."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports.grid import Grid, Line, Reply
from renda_desktop.services.imports.package import check_contents

# Holds the largest rectangle that `check_contents` lets through; more is an attack.
MAX_MEMORY = 2 * 1024**3
# A station's longest list has some thousands of rows.
MAX_LINES = 100_000
# One long text may be referred to by every cell: small in the file, endless when read.
MAX_TEXT = 20_000_000
# Excel's own limit for one cell.
MAX_CELL = 32_767

Moment = datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Value = int | float | str | bool | Moment


def main() -> None:
    """Read the workbook named on the command line and write a `Reply` as JSON."""
    _limit_memory()
    try:
        reply = read(Path(sys.argv[1]))
    except RuleBroken as broken:
        reply = Reply(rule=broken.rule)
    sys.stdout.buffer.write(msgspec.json.encode(reply))


def read(path: Path, /) -> Reply:
    """Read every visible sheet that holds anything. Raises RuleBroken without parameters."""
    check_contents(path)
    try:
        with load_workbook(path) as book:
            return Reply(grids=tuple(_grids(book)))
    except PasswordError as error:
        raise RuleBroken("import.encrypted") from error
    except CalamineError as error:
        raise RuleBroken("import.damaged") from error


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _grids(book: CalamineWorkbook) -> Iterator[Grid]:
    left = MAX_TEXT
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet or meta.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        lines: list[Line] = []
        for line in _lines(sheet):
            left -= sum(map(len, line.cells))
            if left < 0 or len(lines) == MAX_LINES:
                raise RuleBroken("import.too_long")
            lines.append(line)
        if lines:
            yield Grid(name=meta.name, lines=tuple(lines))


def _lines(sheet: CalamineSheet) -> Iterator[Line]:
    if sheet.start is None:
        return
    # The iterator begins at the sheet's first row, yet at the first column that holds anything.
    left = [""] * sheet.start[1]
    starts = _merged_down(sheet)
    active: dict[int, tuple[int, str]] = {}
    for row, values in enumerate(sheet.iter_rows()):
        cells = left + [clean(value) for value in values]
        for column, last in starts.get(row, ()):
            if column < len(cells):
                active[column] = (last, cells[column])
        if not any(cells):
            continue
        for column, (last, text) in list(active.items()):
            if row > last:
                del active[column]
            else:
                cells[column] = cells[column] or text
        yield Line(number=row + 1, cells=tuple(cells))


def _merged_down(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Give, by first row, the columns merged over several rows and their last row."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            starts.setdefault(top, []).append((column, bottom))
    return starts


def clean(value: Value, /) -> str:
    """Write a cell's value the way its owner reads it.

    Dates become 2026-03-05, moments 2026-03-05 09:30, whole numbers lose their decimal point.
    """
    match value:
        case str():
            return value.strip()[:MAX_CELL]
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.15g}"
        case datetime.datetime():
            return value.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
        case datetime.date():
            return value.isoformat()
        case datetime.time():
            return value.strftime("%H:%M")
        case _:
            return str(value)


if __name__ == "__main__":
    main()
