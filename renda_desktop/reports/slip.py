"""What the ruled slips of one matter share: rows of labels, texts of any length, boxes to sign."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.reports import words
from renda_desktop.reports.layout.table import PAD, Cell, Row
from renda_desktop.reports.layout.text import Align, gap
from renda_desktop.reports.paper import BODY, LABEL, SMALL, Content, Paper

_LABEL = 66.0
_LEAST = 27.0


def pairs(paper: Paper, *named: tuple[str, Content], shares: Sequence[int] = ()) -> Row:
    """Return a row of labels and values; the values share the width evenly or as told."""
    shares = shares or [1] * len(named)
    unit = (paper.page.measure - _LABEL * len(named)) / sum(shares)
    widths = [width for share in shares for width in (_LABEL, share * unit)]
    return paper.fields(named, widths=widths, least=_LEAST)


def long(paper: Paper, name: str, value: str, *, least: float) -> Row:
    """Return a row of one label with a text of any length, two characters indented."""
    style = replace(BODY, indent=2.0)
    value_cell = paper.cell(value, width=paper.page.measure - _LABEL, style=style, middle=False)
    return Row([paper.label(name, width=_LABEL), value_cell], least)


def choice(paper: Paper, name: str, answers: Sequence[str]) -> Row:
    """Return a row of one label with boxes to tick."""
    text = "　　".join(f"☐ {answer}" for answer in answers)
    return pairs(paper, (name, text))


def signing(paper: Paper, names: Sequence[str]) -> Row:
    """Return boxes side by side to sign and date."""
    width = paper.page.measure / len(names)
    left, right = replace(LABEL, align=Align.LEFT), replace(SMALL, align=Align.RIGHT)
    cells: list[Cell] = []
    for name in names:
        inner = width - 2 * PAD
        lines = [*paper.text(name, style=left, width=inner), gap(34)]
        lines += paper.text(words.BLANK_DATE, style=right, width=inner)
        cells.append(Cell(lines, width))
    return Row(cells)
