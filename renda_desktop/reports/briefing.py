"""代表阅件: what residents raised, row by row, with room for a deputy's opinion."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.domain.terms import Signal
from renda_desktop.queries.papers import BriefingRow, BriefingSheet, TimelineLine
from renda_desktop.reports import words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Cell, Row, Table
from renda_desktop.reports.layout.text import Align, Run, Style
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
_HEADS = ("序号", "群众反映", "办理情况", "期限与警示", "代表意见", "签名")
_WIDTHS = (32.0, 266.0, 210.0, 74.0, 120.0, 60.0)
_LEAST = 92.0  # room to write an opinion
_META = replace(SMALL, size=10, leading=15, align=Align.LEFT)
_EVENT = replace(SMALL, size=10, leading=15)
_WORDS = replace(BODY, size=11.5, leading=18)


def render(sheet: BriefingSheet) -> bytes:
    """Return the briefing as a PDF."""
    paper = Paper(a4(landscape=True, margin=14.5))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    if sheet.title and sheet.title != NAME:
        paper.flow.lines(paper.text(sheet.title, style=SUBTITLE))
    paper.flow.space(4)
    deputy = f"代表：{sheet.deputy}" + (f"（{sheet.levels}）" if sheet.levels else "")
    paper.sides(deputy, f"接待活动：{sheet.reception}" if sheet.reception else "", style=SMALL)
    legend = [Run("警示：", SMALL), Run(_LEGEND, bold(SMALL))]
    paper.sides(_tally(sheet.rows), legend, style=SMALL)
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　代表：{sheet.deputy}")
    paper.flow.table(_table(paper, sheet.rows))
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


_LEGEND = "　".join(words.signal(signal) for signal in Signal)


def _tally(rows: Sequence[BriefingRow]) -> str:
    """Count the matters by signal, the most pressing first."""
    counts = Counter(row.signal for row in rows)
    parts = [f"{s.label} {counts[s]} 件" for s in reversed(Signal) if counts[s]]
    return f"共 {len(rows)} 件" + (f"，其中{'、'.join(parts)}" if parts else "")


def _table(paper: Paper, rows: Sequence[BriefingRow]) -> Table:
    head = paper.heads(_HEADS, widths=_WIDTHS)
    if rows:
        return Table([_row(paper, i, row) for i, row in enumerate(rows, 1)], [head])
    style = replace(SMALL, align=Align.CENTRE, leading=40)
    empty = paper.cell("本次没有需要阅办的群众反映事项。", width=sum(_WIDTHS), style=style)
    return Table([Row([empty])], [head])


def _row(paper: Paper, index: int, row: BriefingRow) -> Row:
    number, raised, handled, due, opinion, signature = _WIDTHS
    centred = replace(SMALL, align=Align.CENTRE)
    mark = paper.cell(str(index), width=number, style=centred, middle=False)
    cells: list[Cell] = [
        replace(mark, again=True),
        paper.box(_raised(row), width=raised),
        paper.box(_handled(row), width=handled),
        paper.box(_due(row), width=due),
        Cell((), opinion),
        Cell((), signature),
    ]
    return Row(cells, _LEAST)


def _raised(row: BriefingRow) -> list[tuple[Content, Style]]:
    """Return who said what, in their own words first."""
    facts = (row.number, words.day(row.raised_on), row.resident, row.category, row.place)
    parts: list[tuple[Content, Style]] = [(" · ".join(filter(None, facts)), _META)]
    if row.own_words:
        parts.append(([Run("原话：", bold(_WORDS)), Run(row.own_words, _WORDS)], _WORDS))
    if row.summary:
        parts.append(([Run("摘要：", bold(_WORDS)), Run(row.summary, _WORDS)], _WORDS))
    return parts


def _handled(row: BriefingRow) -> list[tuple[Content, Style]]:
    """Return the stage, the unit and each event."""
    now = " · ".join(filter(None, (row.stage, row.unit)))
    return [(now, bold(SMALL)), *((_event(event), _EVENT) for event in row.history)]


def _event(event: TimelineLine) -> list[Run]:
    when = f"{words.short_day(event.at.astimezone(words.BEIJING).date())}　"
    who = [Run(f"（{event.who}）", _EVENT)] if event.who else []
    return [Run(when, _EVENT), *event_words(event, style=_EVENT), *who]


def _due(row: BriefingRow) -> list[tuple[Content, Style]]:
    """Return the signal as a shape, a word and the days, then the date."""
    parts: list[tuple[Content, Style]] = []
    if row.signal:
        parts.append((words.signal(row.signal), bold(SMALL, ink=SIGNAL_INK[row.signal])))
    left = replace(SMALL, align=Align.LEFT)
    if row.due is None:
        return [*parts, ("未定期限", left)]
    parts += [(words.days_left(row.days), left), (words.short_day(row.due), left)]
    if row.provisional:
        parts.append((words.PROVISIONAL, left))
    return parts
