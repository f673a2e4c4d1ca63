"""Text in columns on a terminal, where a Chinese character is two wide."""

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

GAP = "  "


def grid(cells: Sequence[Sequence[str]], /) -> str:
    """Return lines of cells, each column as wide as its widest cell."""
    widths = [max(map(width, column)) for column in zip_longest(*cells, fillvalue="")]
    return "\n".join(
        GAP.join(padded(cell, to) for cell, to in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def width(text: str) -> int:
    """Return how many columns a terminal needs for a text."""
    return sum(map(_columns, text))


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def padded(text: str, to: int) -> str:
    """Return a text filled up with blanks to a width."""
    return text + " " * (to - width(text))
