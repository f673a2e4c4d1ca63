"""Find the row that names the columns, and which column holds what."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports.grid import Grid, Line
from renda_desktop.services.imports.package import column_index

# Titles, units and notes stand above the header; nobody writes more of them than this.
_SEARCHED_LINES = 50
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_NOISE = re.compile(r"[\s*:_\u200b-\u200f\ufeff]|\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a list may have; of its `names` an earlier one is preferred."""

    key: str
    names: tuple[str, ...]
    required: bool = False

    @property
    def title(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns are; `number` is the header's row, 0 if the list has none."""

    number: int
    titles: tuple[str, ...]
    columns: Mapping[str, int]

    def title(self, index: int, /) -> str:
        """Give the column's name as the list has it."""
        return self.titles[index] if index < len(self.titles) else ""


def plain(title: str, /) -> str:
    """Reduce a column name to what is compared: no spaces, stars, colons or remarks in brackets."""
    folded = unicodedata.normalize("NFKC", title)
    return _NOISE.sub("", folded) or folded.strip()


def find_header(
    grid: Grid, /, *, columns: tuple[Column, ...], chosen: Mapping[str, str] | None = None
) -> Header:
    """Find the header row of a sheet: the first of those that name most of the columns.

    `chosen` overrides the mapping: column key → header text, column letter, or "" for none.
    Raises RuleBroken `import.no_header`, `import.columns_missing` or `import.choice_unknown`.
    """
    chosen = chosen or {}
    searched = grid.lines[:_SEARCHED_LINES]
    found = [_match(line.cells, columns=columns, chosen=chosen) for line in searched]
    best = max(range(len(found)), key=lambda i: len(found[i]))
    line, mapped = searched[best], found[best]
    letters = _letters(columns, chosen=chosen, mapped=mapped)
    if not mapped and not letters:
        raise RuleBroken("import.no_header", sheet=grid.name, wanted=_titles(columns))
    missing = [c for c in columns if c.required and c.key not in mapped | letters]
    if missing:
        # A row that names one column by chance may be a person's: it is not quoted.
        named = [t for t in line.cells if t] if len(mapped) > 1 else []
        raise RuleBroken(
            "import.columns_missing",
            sheet=grid.name,
            missing=_titles(missing),
            found="、".join(named) or "无",
        )
    if not mapped:
        return _headless(columns, letters=letters)
    return Header(number=line.number, titles=line.cells, columns=mapped | letters)


def is_repeated(line: Line, /, *, header: Header) -> bool:
    """Tell whether a row names the columns once more, as printed pages do."""
    same = [
        plain(line.cell(index)) == plain(header.title(index))
        for index in header.columns.values()
        if line.cell(index) and header.title(index)
    ]
    return sum(same) >= min(2, len(header.columns)) and sum(same) * 2 > len(same)


def _match(
    cells: tuple[str, ...], *, columns: tuple[Column, ...], chosen: Mapping[str, str]
) -> dict[str, int]:
    """Map column keys to positions by the names in one row."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if cell:
            places.setdefault(plain(cell), place)
    mapped = {}
    for column in columns:
        override = chosen.get(column.key)
        names = column.names if override is None else (plain(override),)
        index = next((places[name] for name in names if name in places), None)
        if index is not None:
            mapped[column.key] = index
    return mapped


def _letters(
    columns: tuple[Column, ...], *, chosen: Mapping[str, str], mapped: Mapping[str, int]
) -> dict[str, int]:
    """Give the positions that were chosen by letter."""
    places = {}
    for column in columns:
        override = chosen.get(column.key, "")
        if not override or column.key in mapped:
            continue
        if not _LETTERS.fullmatch(override):
            raise RuleBroken("import.choice_unknown", choice=override, column=column.title)
        places[column.key] = column_index(override)
    return places


def _headless(columns: tuple[Column, ...], *, letters: Mapping[str, int]) -> Header:
    titles = [""] * (max(letters.values()) + 1)
    for column in columns:
        if column.key in letters:
            titles[letters[column.key]] = column.title
    return Header(number=0, titles=tuple(titles), columns=letters)


def _titles(columns: Iterable[Column]) -> str:
    return "、".join(column.title for column in columns)
