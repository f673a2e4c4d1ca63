"""代表阅件: what residents raised, row by row, with room for a deputy's opinion."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from renda_desktop.domain import row_code
from renda_desktop.domain.terms import Signal
from renda_desktop.queries.papers import BriefingRow, BriefingSheet, TimelineLine, Voice, Voices
from renda_desktop.reports import words
from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import PAD, Cell, Row, Table
from renda_desktop.reports.layout.text import Align, Line, Run, Style, gap
from renda_desktop.reports.paper import (
    BODY,
    SIGNAL_INK,
    SMALL,
    SUBTITLE,
    TITLE,
    Content,
    Paper,
    bold,
    event_words,
)

NAME = "代表阅件"
_HEADS = ("序号", "群众反映", "办理情况与期限", "代表意见", "签名")
_WIDTHS = (56.0, 264.0, 214.0, 166.0, 59.0)
_VOICE_HEADS = ("日期", "反映人", "群众怎么说", "地点", "办理情况")
_VOICE_WIDTHS = (66.0, 52.0, 401.0, 110.0, 130.0)
_LEAST = 102.1  # 36 mm: room to write an opinion
_CODE = 47.0  # 29 modules of 0.57 mm: four dots of a 203 dpi printer, and more
_QUIET = 4 * _CODE / 29
_MASK = 3
_META = replace(SMALL, size=10, leading=15, align=Align.LEFT)
_EVENT = replace(SMALL, size=10, leading=15, align=Align.LEFT)
_EARLIER = replace(_EVENT, hang=1.0)
_WORDS = replace(BODY, size=11.5, leading=18)
_CENTRED = replace(SMALL, align=Align.CENTRE)
_ROW = replace(bold(_CENTRED), size=13, leading=17)
_CHECK = replace(_CENTRED, size=9, leading=11)
_PART = replace(bold(SMALL), align=Align.LEFT)
_LEGEND = "　".join(words.signal(signal) for signal in Signal)
_HOW = "意见栏请写明意见和处理建议，并签名；阅后交回联络站，由工作人员扫码（或按行号）逐件登记。"


def render(sheet: BriefingSheet) -> bytes:
    """Return the briefing as a PDF."""
    paper = Paper(a4(landscape=True, margin=14.5))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    if sheet.title and sheet.title != NAME:
        subtitle = "　".join(part for part in (sheet.title, sheet.reception) if part)
        paper.flow.lines(paper.text(subtitle, style=SUBTITLE))
    paper.flow.space(4)
    deputy = f"代表：{sheet.deputy}" + (f"（{sheet.levels}）" if sheet.levels else "")
    paper.sides(deputy, f"接待：{sheet.held}" if sheet.held else "", style=SMALL)
    legend = [Run("警示：", SMALL), Run(_LEGEND, bold(SMALL))]
    paper.sides(_tally(sheet.rows), legend, style=SMALL)
    paper.flow.lines(paper.text(_HOW, style=_META) if sheet.rows else [])
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　代表：{sheet.deputy}")
    paper.flow.mark(sheet.title or NAME)
    paper.flow.table(_table(paper, sheet.rows))
    if sheet.said is not None:
        _voices(paper, sheet.said)
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def _tally(rows: Sequence[BriefingRow]) -> str:
    """Count the matters by signal, the most pressing first, and by the way they go."""
    signals = Counter(row.signal for row in rows)
    parts = [f"{s.label} {signals[s]} 件" for s in reversed(Signal) if signals[s]]
    ways = Counter(row.way for row in rows if row.way)
    chosen = "、".join(f"{way} {count} 件" for way, count in ways.most_common())
    told = f"共 {len(rows)} 件" + (f"，其中{'、'.join(parts)}" if parts else "")
    return f"{told}；{chosen}" if chosen else told


def _table(paper: Paper, rows: Sequence[BriefingRow]) -> Table:
    head = paper.heads(_HEADS, widths=_WIDTHS)
    if rows:
        return Table(_rows(paper, rows), [head])
    style = replace(SMALL, align=Align.CENTRE, leading=40)
    empty = paper.cell("本次没有需要阅办的群众反映事项。", width=sum(_WIDTHS), style=style)
    return Table([Row([empty])], [head])


def _rows(paper: Paper, rows: Sequence[BriefingRow]) -> Iterator[Row]:
    """Yield the rows, under a heading where another part begins."""
    made = []
    part = ""
    for i, row in enumerate(rows, 1):
        if row.part != part:
            part = row.part
            count = sum(one.part == part for one in rows)
            made.append(_band(paper, f"{part}（{count} 件）"))
        made.append(_row(paper, i, row))
    yield from made


def _band(paper: Paper, text: str) -> Row:
    return Row([paper.label(text, width=sum(_WIDTHS), style=_PART)], keep=True)


def _row(paper: Paper, index: int, row: BriefingRow) -> Row:
    number, raised, handled, opinion, signature = _WIDTHS
    cells: list[Cell] = [
        _number(paper, index, row, number),
        paper.box(_raised(row), width=raised),
        paper.box([*_due(row), *_handled(row)], width=handled),
        Cell((), opinion),
        Cell((), signature),
    ]
    return Row(cells, _LEAST)


@dataclass(frozen=True, slots=True)
class _Code(Line):
    """A line of a cell that holds a QR code, its quiet zone in the padding around it."""

    side: float = 0.0

    def draw(self, *, left: float, top: float) -> str:
        """Return the operators of the code."""
        x, y = left + self.x, top + _QUIET
        return draw.qr_code(self.text, left=x, top=y, size=self.side, mask=_MASK)


def _number(paper: Paper, index: int, row: BriefingRow, width: float) -> Cell:
    """Return the row's number, its code, and how the code is typed."""
    inner = width - 2 * PAD
    lines = paper.text(str(index), style=_ROW, width=inner)
    if row.code:
        code = _Code(_CODE - 2 * _QUIET, row.code, x=(inner - _CODE) / 2, side=_CODE)
        typed = paper.text(row_code.short(row.code), style=_CHECK, width=inner)
        lines = [*lines, gap(2), code, gap(3), *typed]
    return Cell(lines, width, again=True)


def _raised(row: BriefingRow) -> list[tuple[Content, Style]]:
    """Return who said what, in their own words first, and what the same person said before."""
    facts = (row.number, words.day(row.raised_on), row.resident, row.category, row.place)
    parts: list[tuple[Content, Style]] = [(" · ".join(filter(None, facts)), _META)]
    if row.own_words:
        parts.append(([Run("原话：", bold(_WORDS)), Run(row.own_words, _WORDS)], _WORDS))
    if row.summary:
        parts.append(([Run("摘要：", bold(_WORDS)), Run(row.summary, _WORDS)], _WORDS))
    if row.earlier:
        parts.append(("此前还反映过：", bold(_EVENT)))
        parts += [(one, _EARLIER) for one in row.earlier]
    return parts


def _handled(row: BriefingRow) -> list[tuple[Content, Style]]:
    """Return the stage, the way, the unit and each event."""
    way = row.way if row.way != row.stage else ""
    now = " · ".join(filter(None, (row.stage, way, row.unit)))
    return [(now, bold(SMALL)), *((_event(event), _EVENT) for event in row.history)]


def _event(event: TimelineLine) -> list[Run]:
    when = f"{words.short_day(event.at.astimezone(words.BEIJING).date())}　"
    who = [Run(f"（{event.who}）", _EVENT)] if event.who else []
    return [Run(when, _EVENT), *event_words(event, style=_EVENT), *who]


def _due(row: BriefingRow) -> list[tuple[Content, Style]]:
    """Return the signal as a shape and a word, then the days and the date."""
    if row.due is None:
        return []
    runs = []
    if row.signal:
        runs.append(Run(f"{words.signal(row.signal)}　", bold(SMALL, ink=SIGNAL_INK[row.signal])))
    days = f"{words.days_left(row.days)}　" if row.days is not None else "期限 "
    unsure = words.PROVISIONAL if row.provisional else ""
    runs.append(Run(f"{days}{words.short_day(row.due)}{unsure}", SMALL))
    return [(runs, replace(SMALL, align=Align.LEFT))]


def _voices(paper: Paper, told: Voices) -> None:
    """Set what residents said on the theme, with its figures before it."""
    paper.flow.need(90)
    paper.flow.space(12)
    title = f"本次接待的主题：{told.theme}"
    paper.flow.mark(title)
    paper.flow.lines(paper.text(title, style=replace(SUBTITLE, align=Align.LEFT)))
    if told.figures:
        said = "；".join(f"{name} {shown}" for name, shown in told.figures)
        paper.flow.lines(paper.text(f"该主题至今：{said}。", style=SMALL))
    if not told.voices:
        paper.flow.lines(paper.text("该主题没有其他群众反映。", style=SMALL))
        return
    shown = len(told.voices)
    which = f"，下列最近的 {shown} 件" if shown < told.total else ""
    counted = f"该主题另有群众反映 {told.total} 件{which}，均为原话摘录。"
    paper.flow.lines(paper.text(counted, style=SMALL))
    paper.flow.space(3)
    head = paper.heads(_VOICE_HEADS, widths=_VOICE_WIDTHS)
    paper.flow.table(Table([_voice(paper, one) for one in told.voices], [head]))


def _voice(paper: Paper, one: Voice) -> Row:
    texts = (
        words.short_day(one.raised_on),
        one.resident,
        one.text + ("……" if one.cut else ""),
        one.place,
        one.state,
    )
    left = replace(SMALL, align=Align.LEFT)
    cells = [paper.cell(t, width=w, style=left) for t, w in zip(texts, _VOICE_WIDTHS, strict=True)]
    return Row(cells)
