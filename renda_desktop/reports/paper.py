"""The house style: the type, cells and footer that every paper shares."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from renda_desktop.domain.terms import Signal
from renda_desktop.queries.papers import Sheet, TimelineLine
from renda_desktop.reports import words
from renda_desktop.reports.layout.document import Facts, pdf_bytes
from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.flow import Flow, Page
from renda_desktop.reports.layout.ink import Ink
from renda_desktop.reports.layout.table import PAD, Cell, Row
from renda_desktop.reports.layout.text import Align, Line, Run, Style, gap, set_text, width_of
from renda_desktop.reports.layout.typecase import Typecase

TITLE = Style(Face.BIAO, 22, 32, Align.CENTRE)
SUBTITLE = Style(Face.KAI, 13, 21, Align.CENTRE)
LABEL = Style(Face.HEI, 10.5, 15, Align.CENTRE)
BODY = Style(Face.FANG, 12, 19)
PLAIN = Style(Face.FANG, 12, 19, Align.LEFT)
SMALL = Style(Face.FANG, 10.5, 16)
STATION = Style(Face.HEI, 12, 20, Align.CENTRE)
NOTE = Style(Face.KAI, 10.5, 16, Align.LEFT)
FOOT = Style(Face.FANG, 9, 12, Align.LEFT, Ink.GREY)
_WORD = 16  # characters: stages, units, days, which a table says again and again
_EDGE = 12.0  # points at the edge of the sheet that some printers leave blank
SIGNAL_INK = {Signal.GREEN: Ink.GREEN, Signal.AMBER: Ink.AMBER, Signal.RED: Ink.RED}

Content = str | Sequence[Run]


def bold(style: Style, *, ink: Ink = Ink.BLACK) -> Style:
    """Return a style in 黑体, a little smaller because 黑体 looks larger than 仿宋."""
    return replace(style, face=Face.HEI, size=style.size - 0.5, ink=ink)


@dataclass(slots=True)
class Paper:
    """One document being set: its page, its characters, its pages so far."""

    page: Page
    case: Typecase = field(default_factory=Typecase)
    flow: Flow = field(init=False)
    _set: dict[tuple[str, Style, float], list[Line]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.flow = Flow(self.page)

    def text(self, content: Content, *, style: Style, width: float | None = None) -> list[Line]:
        """Set a text as wide as the page, or as a given width."""
        measure = self.page.measure if width is None else width
        if not isinstance(content, str) or len(content) > _WORD:
            return set_text(content, style=style, width=measure, case=self.case)
        key = content, style, measure
        if key not in self._set:
            self._set[key] = set_text(content, style=style, width=measure, case=self.case)
        return list(self._set[key])

    def running(self, text: str) -> None:
        """Set a line that stands on top of every page after this one."""
        self.flow.running = [*self.text(text, style=NOTE), gap(4)]

    def cell(
        self, content: Content, *, width: float, style: Style = PLAIN, middle: bool = True
    ) -> Cell:
        """Return a cell with one text."""
        return self.box([(content, style)], width=width, middle=middle)

    def box(
        self, parts: Sequence[tuple[Content, Style]], *, width: float, middle: bool = False
    ) -> Cell:
        """Return a cell with several texts, one under the other."""
        inner = width - 2 * PAD
        lines = [
            line for part, style in parts for line in self.text(part, style=style, width=inner)
        ]
        return Cell(lines, width, middle=middle)

    def label(self, text: str, *, width: float, style: Style = LABEL) -> Cell:
        """Return a shaded cell that names what stands beside it, again after a page break."""
        lines = self.text(text, style=style, width=width - 2 * PAD)
        return Cell(lines, width, middle=True, again=True, shade=True)

    def fields(
        self, pairs: Sequence[tuple[str, Content]], *, widths: Sequence[float], least: float = 0.0
    ) -> Row:
        """Return a row of labels and values; `widths` alternate between the two."""
        cells = []
        for i, (name, value) in enumerate(pairs):
            cells.append(self.label(name, width=widths[2 * i]))
            cells.append(self.cell(value, width=widths[2 * i + 1]))
        return Row(cells, least)

    def band(self, text: str, *, width: float) -> Row:
        """Return a full-width heading inside a table, kept with the row below."""
        return Row([self.label(text, width=width)], keep=True)

    def heads(self, names: Sequence[str], *, widths: Sequence[float]) -> Row:
        """Return the column heads of a table."""
        labels = [self.label(n, width=w) for n, w in zip(names, widths, strict=True)]
        return Row(labels, keep=True)

    def sides(self, left: Content, right: Content, *, style: Style) -> None:
        """Set two short texts on one line, at the left and at the right margin."""
        half = self.page.measure / 2
        far = self.text(right, style=replace(style, align=Align.RIGHT), width=half)
        near = self.text(left, style=replace(style, align=Align.LEFT), width=half)
        high = max(sum(line.height for line in side) for side in (near, far))
        self.flow.need(high)
        for x, side in ((0.0, near), (half, far)):
            top = self.flow.y
            for line in side:
                self.flow.put(line.draw(left=self.page.left + x, top=top))
                top -= line.height
        self.flow.space(high)

    def finish(self, sheet: Sheet, *, title: str, note: str = "") -> bytes:
        """Add the footers and return the PDF. `note` stands left of the page number."""
        total = len(self.flow.pages)
        printed = f"打印时间：{words.moment(sheet.printed_at)}"
        left = "　".join(part for part in (note, words.stamp(sheet), printed) if part)
        for number, operators in enumerate(self.flow.pages, 1):
            operators += self._foot(left, f"第 {number} 页　共 {total} 页")
        facts = Facts(title, sheet.printed_at)
        return pdf_bytes(
            self.flow.pages, page=self.page, case=self.case, facts=facts, marks=self.flow.marks
        )

    def _foot(self, left: str, right: str) -> list[str]:
        wide = width_of(right, style=FOOT, case=self.case)
        lines = self.text(left, style=FOOT, width=self.page.measure - wide - 12)
        # A long name takes lines that must stay where every printer prints.
        high = sum(line.height for line in lines)
        top = max(self.page.bottom - 10, min(self.page.bottom - 2, high + _EDGE))
        start, end = self.page.left, self.page.left + self.page.measure - wide
        out = [line.draw(left=end, top=top) for line in self.text(right, style=FOOT)]
        for line in lines:
            out.append(line.draw(left=start, top=top))
            top -= line.height
        return out


def event_words(event: TimelineLine, *, style: Style) -> list[Run]:
    """Return what one event of a matter says; one that is not in effect says so and why."""
    name = f"{event.what}　" if event.text else event.what
    runs = [Run(name, bold(style, ink=Ink.GREY if event.void else Ink.BLACK))]
    if event.void:
        runs.insert(0, Run(f"【未生效：{event.void}】", bold(style)))
    runs.append(Run(event.text, replace(style, ink=Ink.GREY) if event.void else style))
    return runs
