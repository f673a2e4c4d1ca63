"""月报、季报、年报: figures with how they are counted, charts, and what is behind them."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import PeriodReport, PrintedChart, PrintedFigure, Ranked
from renda_desktop.reports import chart, words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align, Style
from renda_desktop.reports.ledger import rows as ledger_rows
from renda_desktop.reports.paper import (
    LABEL,
    NOTE,
    SMALL,
    STATION,
    SUBTITLE,
    TITLE,
    Content,
    Paper,
    bold,
)

NAME = "统计报告"
_HEAD = replace(LABEL, size=13, leading=22, align=Align.LEFT)
_LEFT = replace(SMALL, align=Align.LEFT)
_MID = replace(SMALL, align=Align.CENTRE)
_FINE = replace(NOTE, size=9.5, leading=14)
_NUMBERS = "一二三四五六七八"
_INDENT = 24.0


def render(sheet: PeriodReport) -> bytes:
    """Return the report as a PDF."""
    paper = Paper(a4(landscape=True, margin=18))
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    title = NAME if sheet.name == NAME else f"代表联络站工作{sheet.name}"
    paper.flow.lines(paper.text(title, style=TITLE))
    paper.flow.lines(paper.text(sheet.period, style=SUBTITLE))
    paper.flow.space(4)
    moment = f"统计时刻：{words.moment(sheet.moment)}"
    paper.sides(f"统计条件：{sheet.conditions}", moment, style=SMALL)
    paper.running(f"{sheet.name}（续）　{sheet.period}")
    heads = iter(_NUMBERS)
    _section(paper, next(heads), "公布指标")
    _figures(paper, sheet)
    if sheet.charts:
        _section(paper, next(heads), "图表")
        for one in sheet.charts:
            _chart(paper, one)
    _section(paper, next(heads), "反映最多的问题")
    _ranked(paper, sheet.categories, sheet.places)
    _section(paper, next(heads), "超期未办结事项")
    paper.flow.table(ledger_rows(paper, sheet.overdue, nothing="没有超期未办结的事项。"))
    _section(paper, next(heads), "接待活动")
    _receptions(paper, sheet)
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def _section(paper: Paper, number: str, title: str) -> None:
    paper.flow.space(10)
    paper.flow.need(90)
    paper.flow.mark(title)
    paper.flow.lines(paper.text(f"{number}、{title}", style=_HEAD))
    paper.flow.space(2)


def _figures(paper: Paper, sheet: PeriodReport) -> None:
    widths = _widths(paper, (24, 46, 74))
    shown = [one for one in sheet.figures if one.counted]
    made = [_figure(paper, one, widths) for one in shown]
    if made:
        heads = paper.heads(("指标", "数值", "口径"), widths=widths)
        paper.flow.table(Table(made, [heads]))
    quiet = [f"{one.title} {one.shown}" for one in sheet.figures if not one.counted]
    paper.flow.space(4)
    if quiet:
        paper.flow.lines(paper.text(f"本期没有数据的指标：{'；'.join(quiet)}。", style=_LEFT))
    for check in sheet.checks:
        paper.flow.lines(paper.text(f"核对　{check}。", style=_LEFT))


def _figure(paper: Paper, one: PrintedFigure, widths: Sequence[float]) -> Row:
    value: list[tuple[Content, Style]] = [(one.shown, bold(replace(_LEFT, size=12.5, leading=18)))]
    value += [(part, _LEFT) for part in (one.share, "、".join(one.inside)) if part]
    told: list[tuple[Content, Style]] = [(one.counts, _FINE)]
    if one.denominator:
        told.append((f"分子：{one.numerator}；分母：{one.denominator}。", _FINE))
    return Row(
        [
            paper.label(one.title, width=widths[0]),
            paper.box(value, width=widths[1], middle=True),
            paper.box(told, width=widths[2], middle=True),
        ]
    )


def _chart(paper: Paper, one: PrintedChart) -> None:
    """Draw a chart below its title, on one page."""
    bars = [chart.Bar(bar.name, bar.value, bar.said) for bar in one.bars]
    width = paper.page.measure - _INDENT
    drawing = (chart.columns if one.over_time else chart.bars)(bars, width=width)
    title = paper.text(one.title, style=bold(_LEFT))
    title += paper.text(one.note, style=_FINE)
    paper.flow.need(sum(line.height for line in title) + drawing.height + 8)
    paper.flow.lines(title)
    paper.flow.space(4)
    flow = paper.flow
    flow.put(*drawing.operators(left=paper.page.left, top=flow.y, case=paper.case))
    flow.space(drawing.height + 12)


def _ranked(paper: Paper, categories: Sequence[Ranked], places: Sequence[Ranked]) -> None:
    widths = _widths(paper, (10, 46, 16, 10, 46, 16))
    made = []
    for index in range(max(len(categories), len(places))):
        cells: list[str] = []
        for some in (categories, places):
            one = some[index] if index < len(some) else None
            cells += [str(index + 1), one.name, f"{one.count} 件"] if one else ["", "", ""]
        made.append(_cells(paper, cells, widths, left=(1, 4)))
    if not made:
        made = [_nothing(paper, "本期没有登记事项。")]
    names = ("序号", "类别", "件数", "序号", "地点", "件数")
    paper.flow.table(Table(made, [paper.heads(names, widths=widths)]))


def _receptions(paper: Paper, sheet: PeriodReport) -> None:
    widths = _widths(paper, (10, 22, 62, 54, 18, 16, 18, 16))
    made = []
    for number, row in enumerate(sheet.receptions, 1):
        cells = (
            *(str(number), words.short_day(row.on), row.title, row.place),
            *(f"{row.deputies} 名", f"{row.visits} 批", f"{row.heads} 人次", f"{row.matters} 件"),
        )
        made.append(_cells(paper, cells, widths, left=(2, 3)))
    if not made:
        made = [_nothing(paper, "本期没有举行接待活动。")]
    names = ("序号", "日期", "接待活动", "地点", "到会代表", "来访", "群众", "事项")
    paper.flow.table(Table(made, [paper.heads(names, widths=widths)]))


def _widths(paper: Paper, shares: Sequence[int]) -> list[float]:
    unit = paper.page.measure / sum(shares)
    return [share * unit for share in shares]


def _cells(
    paper: Paper, texts: Sequence[str], widths: Sequence[float], *, left: Sequence[int]
) -> Row:
    return Row(
        [
            paper.cell(text, width=wide, style=_LEFT if index in left else _MID)
            for index, (text, wide) in enumerate(zip(texts, widths, strict=True))
        ]
    )


def _nothing(paper: Paper, text: str) -> Row:
    return Row([paper.cell(text, width=paper.page.measure, style=replace(_MID, leading=32))])
