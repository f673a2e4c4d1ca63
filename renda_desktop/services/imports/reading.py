"""From a file to a checked list: the one path that every kind of list takes."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports.grid import Grid
from renda_desktop.services.imports.headers import Column, Header, find_header
from renda_desktop.services.imports.rows import ListKind, Progress, Sheet, Stopped, read_rows
from renda_desktop.services.imports.workbook import pick_sheet, read_workbook

Row = TypeVar("Row")


def read_list(
    path: Path,
    *,
    kind: ListKind[Row],
    sheet: str | None = None,
    chosen: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Sheet[Row]:
    """Read a list of some kind from a workbook. Raises RuleBroken `import.…`."""
    grids = read_workbook(path, stopped=stopped or (lambda: False))
    candidates = (pick_sheet(grids, name=sheet),) if sheet else grids
    grid, header = _first_fitting(candidates, columns=kind.columns, chosen=chosen)
    rows = read_rows(grid, kind=kind, header=header, progress=progress, stopped=stopped)
    return replace(rows, other_sheets=tuple(g.name for g in grids if g is not grid))


def _first_fitting(
    grids: tuple[Grid, ...], *, columns: tuple[Column, ...], chosen: Mapping[str, str] | None
) -> tuple[Grid, Header]:
    """Give the first sheet that has the wanted columns, or say what the nearest one lacks."""
    failure: RuleBroken | None = None
    for grid in grids:
        try:
            return grid, find_header(grid, columns=columns, chosen=chosen)
        except RuleBroken as broken:
            if failure is None or failure.rule == "import.no_header":
                failure = broken
    raise failure or RuleBroken("import.empty")
