"""Charts of figures: one drawing, as PDF operators on paper and as SVG in the window.

Values stand beside their bars, so no legend and no grid is needed; one ink, so that a
black-and-white printer loses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.ink import Ink
from renda_desktop.reports.layout.text import Align, Style, set_text, width_of
from renda_desktop.reports.layout.typecase import Typecase

Anchor = Literal["start", "middle", "end"]

_LABEL = Style(Face.FANG, 10, 13, Align.LEFT)
_ROW, _BAR, _GAP = 22.0, 13.0, 6.0
_LONGEST_LABEL = 0.32  # of the width
_LONGEST_NAME = 72.0  # points, of a period under its column
_ENDLESS = 1e6  # a label is one line
_PLOT = 120.0  # height of a chart over time


@dataclass(frozen=True, slots=True)
class Bar:
    """One value beside its name. `said` is the value in words; None has no bar."""

    name: str
    value: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle; `y` counts downwards from the drawing's top, as everywhere here."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Words:
    """A short text on one line; `y` is the middle of the line."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in a rectangle of points."""

    width: float
    height: float
    shapes: tuple[Rect | Words, ...]

    def operators(self, *, left: float, top: float, case: Typecase) -> list[str]:
        """Return the PDF operators that show it with its top left corner at a point."""
        out = []
        for shape in self.shapes:
            if isinstance(shape, Rect):
                box = f"{left + shape.x:.2f} {top - shape.y - shape.height:.2f}"
                out.append(f"{shape.ink.fill} {box} {shape.width:.2f} {shape.height:.2f} re f")
                continue
            wide = width_of(shape.text, style=_LABEL, case=case)
            x = shape.x - {"start": 0.0, "middle": wide / 2, "end": wide}[shape.anchor]
            lines = set_text(shape.text, style=_LABEL, width=_ENDLESS, case=case)
            up = top - shape.y + _LABEL.leading / 2
            out += [line.draw(left=left + x, top=up) for line in lines]
        return out

    def svg(self, *, text: str, bar: str) -> str:
        """Return it as SVG in the window's font; `text` and `bar` are its colours (#rrggbb)."""
        box = f"0 0 {self.width:g} {self.height:g}"
        head = f'viewBox="{box}" font-size="{_LABEL.size:g}" fill="{text}"'
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {head}>']
        for s in self.shapes:
            if isinstance(s, Rect):
                ink = bar if s.ink is Ink.BAR else text
                parts.append(
                    f'<rect x="{s.x:.2f}" y="{s.y:.2f}" width="{s.width:.2f}"'
                    f' height="{s.height:.2f}" fill="{ink}"/>'
                )
            else:
                base = s.y + _LABEL.size * 0.36
                parts.append(
                    f'<text x="{s.x:.2f}" y="{base:.2f}" text-anchor="{s.anchor}">'
                    f"{escape(s.text)}</text>"
                )
        return "".join([*parts, "</svg>"])


def bars(rows: Sequence[Bar], *, width: float) -> Drawing:
    """Draw values of things beside each other: one row a thing, in the order given."""
    case = Typecase()
    most = width * _LONGEST_LABEL
    names = [_short(row.name, most, case) for row in rows]
    label = max((width_of(name, style=_LABEL, case=case) for name in names), default=0.0)
    said = max((width_of(row.said, style=_LABEL, case=case) for row in rows), default=0.0)
    room = width - label - said - 2 * _GAP
    top = max((row.value or 0.0 for row in rows), default=0.0)
    shapes: list[Rect | Words] = []
    for index, (row, name) in enumerate(zip(rows, names, strict=True)):
        middle = (index + 0.5) * _ROW
        long = room * (row.value or 0.0) / top if top > 0 else 0.0
        shapes.append(Words(label, middle, name, "end"))
        if row.value:
            shapes.append(Rect(label + _GAP, middle - _BAR / 2, max(long, 0.5), _BAR, Ink.BAR))
        shapes.append(Words(label + _GAP + long + _GAP, middle, row.said))
    height = len(rows) * _ROW
    if rows:
        shapes.append(Rect(label + _GAP - 0.6, 0, 0.6, height, Ink.RULE))
    return Drawing(width, height, tuple(shapes))


def columns(rows: Sequence[Bar], *, width: float) -> Drawing:
    """Draw values over time: one column a period.

    Where there is no room for every value, the greatest alone is said, and names stand apart.
    """
    case = Typecase()
    top = max((row.value or 0.0 for row in rows), default=0.0)
    step = width / max(1, len(rows))
    bar = min(step * 0.62, 36.0)
    names = [_short(row.name, max(step - _GAP, _LONGEST_NAME), case) for row in rows]
    wide = [width_of(name, style=_LABEL, case=case) for name in names]
    said = [width_of(row.said, style=_LABEL, case=case) for row in rows]
    widest = max((*wide, *said), default=0.0)
    every = max(1, -(-int(widest + _GAP) // max(1, int(step))))
    base = _PLOT + _LABEL.leading
    shapes: list[Rect | Words] = []
    for index, row in enumerate(rows):
        x = (index + 0.5) * step
        high = _PLOT * (row.value or 0.0) / top if top > 0 else 0.0
        if row.value:
            shapes.append(Rect(x - bar / 2, base - max(high, 0.5), bar, max(high, 0.5), Ink.BAR))
        if every == 1 or row.value == top:
            at = _inside(x, said[index], width)
            shapes.append(Words(at, base - high - _LABEL.leading / 2, row.said, "middle"))
        if index % every == 0:
            at = _inside(x, wide[index], width)
            shapes.append(Words(at, base + 2 + _LABEL.leading / 2, names[index], "middle"))
    shapes.append(Rect(0, base, width, 0.6, Ink.RULE))
    return Drawing(width, base + _LABEL.leading + 4, tuple(shapes))


def _inside(x: float, wide: float, width: float) -> float:
    """Return where the middle of a label stands that must not leave the drawing."""
    return max(wide / 2, min(x, width - wide / 2))


def _short(name: str, most: float, case: Typecase) -> str:
    """Return a name that fits, with … where something is left out."""
    if width_of(name, style=_LABEL, case=case) <= most:
        return name
    kept = name
    while kept and width_of(f"{kept}…", style=_LABEL, case=case) > most:
        kept = kept[:-1]
    return f"{kept}…"
