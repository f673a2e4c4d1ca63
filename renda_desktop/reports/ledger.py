"""台账: the matters of a period or of any filter, one row each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.domain.terms import Signal, Stage
from renda_desktop.queries.papers import Ledger, LedgerRow
from renda_desktop.reports import words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align, Style
from renda_desktop.reports.paper import (
    SIGNAL_INK,
    SMALL,
    STATION,
    TITLE,
    Content,
    Paper,
    bold,
)

NAME = "事项台账"
_HEADS = (
    "序号",
    "编号",
    "反映人",
    "反映事项",
    "类别、地点",
    "处理方式",
    "承办",
    "办理期限",
    "进展",
)
_SHARES = (30, 93, 44, 187, 102, 58, 80, 64, 102)
_LEAST = 34.0
_TEXT = replace(SMALL, size=9.5, leading=13.5)
_LEFT = replace(_TEXT, align=Align.LEFT)
_MID = replace(_TEXT, align=Align.CENTRE)


def render(sheet: Ledger) -> bytes:
    """Return the ledger as a PDF."""
    paper = Paper(a4(landscape=True, margin=14.5))
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.space(4)
    paper.flow.lines(
        paper.text(f"范围：{sheet.conditions}", style=replace(SMALL, align=Align.LEFT))
    )
    paper.flow.lines(paper.text(_tally(sheet.rows), style=replace(SMALL, align=Align.LEFT)))
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　{sheet.station.name}")
    paper.flow.table(rows(paper, sheet.rows, nothing="这个范围内没有登记事项。"))
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def rows(paper: Paper, listed: Sequence[LedgerRow], *, nothing: str) -> Table:
    """Return a table of matters on a page of any width; `nothing` is said where there are none."""
    unit = paper.page.measure / sum(_SHARES)
    widths = [share * unit for share in _SHARES]
    made = [_row(paper, number, row, widths) for number, row in enumerate(listed, 1)]
    if not made:
        style = replace(_MID, leading=40)
        made = [Row([paper.cell(nothing, width=paper.page.measure, style=style)])]
    return Table(made, [paper.heads(_HEADS, widths=widths)])


def _row(paper: Paper, number: int, row: LedgerRow, widths: Sequence[float]) -> Row:
    mark = paper.cell(str(number), width=widths[0], style=_MID)
    parts: list[list[tuple[Content, Style]]] = [
        [(row.number, _MID), (words.short_day(row.raised_on), _MID)],
        [(row.resident, _MID)],
        [(row.text, _TEXT)],
        [(part, _LEFT) for part in (row.category, row.place) if part],
        [(row.way, _MID)],
        [(row.unit, _MID)],
        _due(row),
        [(part, _MID) for part in (row.stage, row.result, row.rated) if part],
    ]
    cells = [
        paper.box(some, width=wide, middle=True)
        for some, wide in zip(parts, widths[1:], strict=True)
    ]
    return Row([replace(mark, again=True), *cells], _LEAST)


def _due(row: LedgerRow) -> list[tuple[Content, Style]]:
    told: list[tuple[Content, Style]] = []
    if row.due is not None:
        told.append((words.short_day(row.due), _MID))
        if row.provisional:
            told.append((words.PROVISIONAL, _MID))
    if row.signal is not None:
        style = bold(_MID, ink=SIGNAL_INK[row.signal])
        told.append((words.signal(row.signal), style))
        told.append((words.days_left(row.days), replace(_MID, size=9)))
    return told


def _tally(listed: Sequence[LedgerRow]) -> str:
    """Count the matters by where they stand, and those in hand by signal."""
    stages, signals = (
        Counter(getattr(row, name) for row in listed) for name in ("stage", "signal")
    )
    parts = [f"{one.label} {stages[one.label]} 件" for one in Stage if stages[one.label]]
    late = [f"{one.label} {signals[one]} 件" for one in reversed(Signal) if signals[one]]
    told = f"共 {len(listed)} 件"
    told += f"：{'、'.join(parts)}" if parts else ""
    return told + (f"。在办警示：{'、'.join(late)}" if late else "")
