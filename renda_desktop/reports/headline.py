"""Titles in as few lines as they need, all of them about as long."""

from dataclasses import replace

from renda_desktop.reports.layout.text import Style, width_of
from renda_desktop.reports.paper import TITLE, Paper

_STEP = 6


def headline(paper: Paper, text: str, *, style: Style = TITLE) -> None:
    """Set a title so that no line has a character or two alone."""
    measure = paper.page.measure
    found = paper.text(text, style=style)
    if len(found) > 1:
        narrow = int(width_of(text, style=style, case=paper.case) / len(found)) + 1
        for width in range(narrow, int(measure), _STEP):
            lines = paper.text(text, style=style, width=width)
            if len(lines) == len(found):
                inset = (measure - width) / 2
                found = [replace(line, x=line.x + inset) for line in lines]
                break
    paper.flow.lines(found)
