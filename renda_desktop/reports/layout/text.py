"""Break runs of text into lines and write each line as PDF operators."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate

from renda_desktop.reports.layout import rules
from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.ink import Ink
from renda_desktop.reports.layout.typecase import Glyph, Typecase

_SEAM = 0.125  # of an em between Chinese and Latin
_WIDEST_GAP = 0.5  # of an em; a line that would need more stays ragged
_BASELINE = 0.88  # of an em below the top of the character's square


class Align(Enum):
    JUSTIFY, LEFT, CENTRE, RIGHT = range(4)


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks and is set. Sizes are points; `indent` and `hang` are ems of the size,
    before a paragraph's first line and before its other lines; `track` is added to each character.
    """

    face: Face
    size: float
    leading: float
    align: Align = Align.JUSTIFY
    ink: Ink = Ink.BLACK
    indent: float = 0.0
    hang: float = 0.0
    track: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Literal text in one style. Nothing in it is markup."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its height, its text, and the operators that show it from `x` rightwards."""

    height: float
    text: str = ""
    x: float = 0.0
    drop: float = 0.0  # from the top of the line down to the baseline
    operators: str = ""

    def draw(self, *, left: float, top: float) -> str:
        """Return the operators that show the line with its top left corner at a point."""
        if not self.operators:
            return ""
        x, y = left + self.x, top - self.drop
        return f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {self.operators} ET"


def gap(height: float) -> Line:
    """Return an empty line as high as a distance between paragraphs."""
    return Line(height=height)


def set_text(
    content: str | Sequence[Run], *, style: Style, width: float, case: Typecase
) -> list[Line]:
    """Set text in lines of at most a width; each "\\n" begins a paragraph, "" has no lines."""
    runs = [Run(content, style)] if isinstance(content, str) else content
    lines: list[Line] = []
    for paragraph in _paragraphs(runs):
        lines += _Paragraph(paragraph, style, width, case).lines()
    return lines


def width_of(text: str, *, style: Style, case: Typecase) -> float:
    """Return how wide a text is on one line."""
    tray = case.tray(style.face)
    return sum(tray[char].advance for char in text) * style.size + style.track * len(text)


def _paragraphs(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Divide runs at their line ends; blank space at the very end is dropped."""
    current: list[Run] = []
    pending: list[list[Run]] = []
    for run in runs:
        clean = run.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
        first, *rest = clean.split("\n")
        current.append(Run(first, run.style))
        for part in rest:
            pending.append(current)
            current = [Run(part, run.style)]
    pending.append(current)
    while pending and not any(run.text.strip(" ") for run in pending[-1]):
        pending.pop()
    yield from pending


@dataclass(slots=True)
class _Paragraph:
    """One paragraph, measured once, then cut into lines."""

    runs: Sequence[Run]
    style: Style
    width: float
    case: Typecase
    text: str = ""
    glyphs: list[Glyph] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    after: list[float] = field(default_factory=list)  # added behind each character
    at: list[float] = field(default_factory=list)  # where each character begins
    legal: list[int] = field(default_factory=list)
    loose: bytearray = field(default_factory=bytearray)

    def lines(self) -> list[Line]:
        """Return the lines; an empty paragraph is one empty line."""
        self._measure()
        if not self.text:
            return [Line(height=self.style.leading)]
        lines, start, end = [], 0, len(self.text)
        while start < end:
            ems = self.style.hang if start else self.style.indent
            if not start and self.text[0] == "\u3000":
                ems = 0.0  # the writer indented it already
            inset = ems * (self.style.size + self.style.track)
            stop = self._stop(start, self.width - inset)
            lines.append(self._line(start, stop, inset))
            start = stop
        return lines

    def _measure(self) -> None:
        self.text = "".join(run.text for run in self.runs)
        widths: list[float] = []
        for run in self.runs:
            tray, size = self.case.tray(run.style.face), run.style.size
            glyphs = [tray[char] for char in run.text]
            self.glyphs += glyphs
            self.styles += [run.style] * len(glyphs)
            widths += [glyph.advance * size for glyph in glyphs]
            self.after += [run.style.track] * len(glyphs)
        for i in rules.squeezed(self.text):
            giver = i + 1 if rules.is_opening(self.text[i]) else i
            self.after[i] -= self.glyphs[giver].spare * self.styles[giver].size
        for i in rules.seams(self.text):
            self.after[i - 1] += _SEAM * self.styles[i].size
        moves = (width + extra for width, extra in zip(widths, self.after, strict=True))
        self.at = list(accumulate(moves, initial=0.0))
        self.legal, self.loose = rules.breaks(self.text)

    def _stop(self, start: int, width: float) -> int:
        """Return where the line that begins at `start` ends."""
        end = len(self.text)
        room = self.at[start] + width + 0.01
        stop = bisect_right(self.at, room, start) - 1
        while stop < end and (self.text[stop] == " " or self._least(stop + 1) <= room):
            stop += 1
        if stop >= end:
            return end
        found = bisect_right(self.legal, stop) - 1
        if found >= 0 and self.legal[found] > start:
            return self.legal[found]
        return max(stop, start + 1)  # a word wider than the line

    def _least(self, stop: int) -> float:
        """Return where a line ends whose last mark gives up its blank half."""
        i = stop - 1
        end = self.at[stop] - self.after[i]
        if rules.is_closing(self.text[i]):
            end -= self.glyphs[i].spare * self.styles[i].size
        return end

    def _line(self, start: int, stop: int, inset: float) -> Line:
        last = start + len(self.text[start:stop].rstrip(" "))
        if last == start:
            return Line(height=self.style.leading)
        free = self.width - inset - (self.at[last] - self.after[last - 1] - self.at[start])
        spread, x = 0.0, inset
        match self.style.align:
            case Align.JUSTIFY if stop < len(self.text) and free > 0:
                gaps = sum(self.loose[start + 1 : last])
                share = free / gaps if gaps else 0.0
                spread = share if share <= _WIDEST_GAP * self.style.size else 0.0
            case Align.CENTRE:
                x += max(free, 0.0) / 2
            case Align.RIGHT:
                x += max(free, 0.0)
            case _:
                pass
        if len(self.runs) == 1:
            size = self.styles[start].size
        else:
            size = max(style.size for style in self.styles[start:last])
        return Line(
            height=self.style.leading,
            text=self.text[start:last],
            x=x,
            drop=(self.style.leading - size) / 2 + _BASELINE * size,
            operators=self._operators(start, last, spread),
        )

    def _operators(self, start: int, stop: int, spread: float) -> str:
        """Write the characters, one operator for each stretch of the same font and spacing."""
        gaps = self.after[start:stop]
        if spread:
            loose = self.loose[start + 1 : stop + 1]
            gaps = [gap + spread if free else gap for gap, free in zip(gaps, loose, strict=True)]
        gaps[-1] = 0.0
        out: list[str] = []
        codes: list[str] = []
        font, shown, tracking = "", None, None
        glyphs, styles = self.glyphs[start:stop], self.styles[start:stop]
        for glyph, style, behind in zip(glyphs, styles, gaps, strict=True):
            if glyph.font != font or style is not shown or behind != tracking:
                if codes:
                    out.append(f"<{''.join(codes)}>Tj")
                    codes.clear()
                if shown is None or style.ink is not shown.ink:
                    out.append(style.ink.fill)
                if glyph.font != font or style is not shown:
                    out.append(f"/{glyph.font} {style.size:g} Tf")
                if behind != tracking:
                    out.append(f"{behind:.4f} Tc")
                font, shown, tracking = glyph.font, style, behind
            codes.append(glyph.code)
        out.append(f"<{''.join(codes)}>Tj")
        return " ".join(out)
