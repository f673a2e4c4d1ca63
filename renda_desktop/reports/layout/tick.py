"""Boxes to tick, drawn as lines, so that they are of any size and sharp on any printer."""

from dataclasses import dataclass

from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.table import PAD, Cell
from renda_desktop.reports.layout.text import Line


@dataclass(frozen=True, slots=True)
class Tick(Line):
    """A line of a cell that holds one empty square."""

    side: float = 13.0

    def draw(self, *, left: float, top: float) -> str:
        """Return the operators of the square."""
        down = (self.height - self.side) / 2
        return draw.frame(left + self.x, top - down, self.side, self.side, line=0.9)


def tick(*, width: float, side: float = 13.0, height: float = 20.0) -> Cell:
    """Return a cell with a box in its middle."""
    x = (width - 2 * PAD - side) / 2
    return Cell([Tick(height, x=x, side=side)], width, middle=True)
