"""Turn the lines under a header into checked rows, returned rows and counted skips."""

import re
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import Term
from renda_desktop.services.imports.grid import Grid, Line
from renda_desktop.services.imports.headers import Column, Header, is_repeated

T = TypeVar("T")
Row = TypeVar("Row")

Progress = Callable[[int, int], None]
Stopped = Callable[[], bool]

_REPORT_EVERY = 200
_SUM = re.compile(r"(合计|小计|总计|共计)([::\d((].*)?|共\d+[人名个家位].*")
_SIGNED = re.compile(
    r"(制表|填表|填报|填写|上报|审核|审批|复核|经办|校对|打印|联系|负责|单位负责|主管)"
    r"(人|者|单位|部门|时间|日期|电话|领导)?(\(?签[字名章]\)?)?[::].*"
)
_NOTE = re.compile(r"(备注|说明|附注|注)\d*[::].*")
_SECTION = re.compile(r"([一二三四五六七八九十]+、|[((][一二三四五六七八九十]+[))]).*")


class Skip(Term):
    """Why a line was passed over."""

    BLANK = "blank", "空行"
    HEADER = "header", "重复的表头"
    SUM = "sum", "合计行"
    SIGNATURE = "signature", "落款行"
    NOTE = "note", "标题、说明行"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell; `index` is its column, counted from 0."""

    index: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that goes back to its owner."""

    line: Line
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """A list that was read: nothing is lost, every line is good, bad or counted as skipped.

    `good_lines` are the lines of the good rows, should one have to go back after all.
    """

    name: str
    header: Header
    good: tuple[Row, ...]
    bad: tuple[BadRow, ...]
    skipped: Counter[Skip]
    other_sheets: tuple[str, ...] = ()
    good_lines: tuple[Line, ...] = ()


class Cells:
    """One line on its way to a row: its cells by column key, and what is wrong with them."""

    def __init__(self, line: Line, /, *, header: Header) -> None:
        self.line = line
        self.problems: list[Problem] = []
        self._header = header

    def text(self, key: str, /) -> str:
        """Give a cell as it stands, empty if the list has no such column."""
        index = self._header.columns.get(key)
        return "" if index is None else self.line.cell(index)

    def take(self, key: str, clean: Callable[[str], T], /) -> T | None:
        """Clean a cell, or note the broken rule and give None."""
        try:
            return clean(self.text(key))
        except RuleBroken as broken:
            self.refuse(key, broken)
            return None

    def refuse(self, key: str, broken: RuleBroken, /) -> None:
        """Note that a cell breaks a rule."""
        first = next(iter(self._header.columns.values()))  # where the list has no such column
        index = self._header.columns.get(key, first)
        self.problems.append(Problem(index, self._header.title(index), str(broken)))


@dataclass(frozen=True, slots=True)
class ListKind(Generic[Row]):
    """What sort of list it is: its columns, how a row is made, and what makes two rows the same.

    What `parse` returns is used only if it noted no problem. Rows for which `same` gives one value
    are one thing listed twice: the later one goes back with its `same_columns` marked.
    """

    columns: tuple[Column, ...]
    parse: Callable[[Cells], Row]
    same: Callable[[Row], Hashable]
    same_columns: tuple[str, ...]


def read_rows(
    grid: Grid,
    /,
    *,
    kind: ListKind[Row],
    header: Header,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Sheet[Row]:
    """Read every line under the header. Raises RuleBroken `import.stopped` when told to stop."""
    above = {line.cells for line in grid.lines if line.number < header.number}
    below = [line for line in grid.lines if line.number > header.number]
    good: list[Row] = []
    lines: list[Line] = []
    bad: list[BadRow] = []
    skipped: Counter[Skip] = Counter()
    seen: dict[Hashable, int] = {}
    expected = header.number + 1
    for done, line in enumerate(below):
        if done % _REPORT_EVERY == 0:
            _report(done, len(below), progress=progress, stopped=stopped)
        skipped[Skip.BLANK] += line.number - expected
        expected = line.number + 1
        if skip := Skip.NOTE if line.cells in above else _skip(line, header=header):
            skipped[skip] += 1
            continue
        cells = Cells(line, header=header)
        row = kind.parse(cells)
        if not cells.problems:
            _compare(cells, seen, same=kind.same(row), columns=kind.same_columns)
        if cells.problems:
            bad.append(BadRow(line, tuple(cells.problems)))
        else:
            good.append(row)
            lines.append(line)
    _report(len(below), len(below), progress=progress, stopped=stopped)
    return Sheet(grid.name, header, tuple(good), tuple(bad), +skipped, good_lines=tuple(lines))


def _report(done: int, total: int, *, progress: Progress | None, stopped: Stopped | None) -> None:
    if stopped and stopped():
        raise RuleBroken("import.stopped")
    if progress:
        progress(done, total)


def _compare(
    cells: Cells, seen: dict[Hashable, int], *, same: Hashable, columns: tuple[str, ...]
) -> None:
    first = seen.setdefault(same, cells.line.number)
    if first != cells.line.number:
        for key in columns:
            if cells.text(key):
                cells.refuse(key, RuleBroken("import.duplicate", row=first))


def _skip(line: Line, *, header: Header) -> Skip | None:
    if is_repeated(line, header=header):
        return Skip.HEADER
    first = "".join(next(cell for cell in line.cells if cell).split())
    if _SUM.fullmatch(first):
        return Skip.SUM
    if _SIGNED.fullmatch(first):
        return Skip.SIGNATURE
    alone = sum(map(bool, line.cells)) == 1
    if _NOTE.fullmatch(first) or (alone and _SECTION.fullmatch(first)):
        return Skip.NOTE
    if not any(line.cell(index) for index in header.columns.values()):
        return Skip.BLANK if first.isdecimal() else Skip.NOTE  # 64, 65 … numbered in advance
    return None
