"""Rows of cells that can be cut between two lines and go on over the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.text import Line

PAD = 4.0  # points between the rule and the text


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of lines. `again` shows the same lines in every part of a row that was cut."""

    lines: Sequence[Line]
    width: float
    middle: bool = False
    again: bool = False
    shade: bool = False
    pad: float = PAD
    height: float = field(init=False)  # of the lines and the padding around them

    def __post_init__(self) -> None:
        high = sum(line.height for line in self.lines) + 2 * self.pad
        object.__setattr__(self, "height", high)

    def cut(self, room: float) -> tuple["Cell", "Cell"]:
        """Return what fits into a height and the rest; no single line is left on either side."""
        if self.again:
            return self, self
        used, count = 2 * self.pad, 0
        while count < len(self.lines) and used + self.lines[count].height <= room:
            used += self.lines[count].height
            count += 1
        left = len(self.lines) - count
        if left == 1 and count > 2:
            count -= 1
        if count == 1 and left > 1:
            count = 0
        head, tail = self.lines[:count], self.lines[count:]
        return replace(self, lines=head), replace(self, lines=tail)

    def draw(self, *, left: float, top: float, height: float) -> list[str]:
        """Return the operators of the shade and the lines."""
        out = []
        if self.shade:
            out.append(draw.panel(left, top, self.width, height))
        y = top - self.pad
        if self.middle:
            y = top - (height - self.height) / 2 - self.pad
        for line in self.lines:
            out.append(line.draw(left=left + self.pad, top=y))
            y -= line.height
        return out


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. `least` is the smallest height; `keep` holds it to the row below."""

    cells: Sequence[Cell]
    least: float = 0.0
    keep: bool = False
    height: float = field(init=False)  # of the highest cell, or `least`

    def __post_init__(self) -> None:
        high = max(self.least, *(cell.height for cell in self.cells))
        object.__setattr__(self, "height", high)

    @property
    def width(self) -> float:
        """All cells together."""
        return sum(cell.width for cell in self.cells)

    def cut(self, room: float) -> tuple["Row", "Row"] | None:
        """Return the part that fits into a height and the rest, None when nothing would fit."""
        if any(cell.again and cell.height > room for cell in self.cells):
            return None
        pairs = [cell.cut(room) for cell in self.cells]
        if not any(head.lines for head, _ in pairs if not head.again):
            return None
        head = replace(self, cells=[first for first, _ in pairs], least=min(self.least, room))
        rest = max(0.0, self.least - head.height)
        return head, replace(self, cells=[second for _, second in pairs], least=rest)

    @property
    def spent(self) -> bool:
        """Whether nothing is left to show."""
        return not any(cell.lines for cell in self.cells if not cell.again)

    def draw(self, *, left: float, top: float) -> list[str]:
        """Return the operators of the cells and the rules between them."""
        out, x, height = [], left, self.height
        for cell in self.cells:
            out += cell.draw(left=x, top=top, height=height)
            x += cell.width
        x = left
        for cell in self.cells[:-1]:
            x += cell.width
            out.append(draw.rule(x, top, x, top - height))
        return out


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in a frame; the head is shown again on each page the table goes on to."""

    rows: Iterable[Row]
    head: Sequence[Row] = ()
