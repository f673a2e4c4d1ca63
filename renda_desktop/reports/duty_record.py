"""代表履职档案: a deputy's duties by year, how they are counted, and what is behind them."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import DutyList, DutyRecord
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align
from renda_desktop.reports.paper import LABEL, NOTE, SMALL, STATION, TITLE, Paper
from renda_desktop.reports.slip import pairs

NAME = "代表履职档案"
_HEAD = replace(LABEL, size=13, leading=22, align=Align.LEFT)
_LEFT = replace(SMALL, align=Align.LEFT)
_MID = replace(SMALL, align=Align.CENTRE)
_FINE = replace(NOTE, size=9.5, leading=14)
_NUMBERS = "一二三四五六"
_MOST_YEARS = 8  # side by side; the years before them go into tables of their own


def render(sheet: DutyRecord) -> bytes:
    """Return the record as a PDF."""
    paper = Paper(a4(landscape=True, margin=18))
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.space(6)
    paper.running(f"{NAME}（续）　代表：{sheet.deputy}")
    about = [
        pairs(paper, ("姓名", sheet.deputy), ("代表小组", sheet.groups)),
        pairs(paper, ("代表职务", "\n".join(sheet.mandates)), ("工作单位", sheet.post)),
    ]
    paper.flow.table(Table(about))
    _section(paper, _NUMBERS[0], "履职情况（按年）")
    for first in range(0, max(1, len(sheet.years)), _MOST_YEARS):
        paper.flow.table(_by_year(paper, sheet, first))
        paper.flow.space(6)
    for number, one in zip(_NUMBERS[1:], sheet.lists, strict=False):
        _section(paper, number, f"{one.title}（{len(one.rows)}）")
        paper.flow.table(_listed(paper, one))
    _section(paper, _NUMBERS[len(sheet.lists) + 1], "口径")
    for definition in sheet.definitions:
        paper.flow.lines(paper.text(definition, style=_FINE))
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def _section(paper: Paper, number: str, title: str) -> None:
    paper.flow.space(10)
    paper.flow.need(90)
    paper.flow.mark(title)
    paper.flow.lines(paper.text(f"{number}、{title}", style=_HEAD))
    paper.flow.space(2)


def _by_year(paper: Paper, sheet: DutyRecord, first: int) -> Table:
    """Return the table of some years; the total is of all of them."""
    years = sheet.years[first : first + _MOST_YEARS]
    widths = _widths(paper, (26, *[14] * (len(years) + 1)))
    rows = [
        _row(paper, (one.title, *one.by_year[first : first + _MOST_YEARS], one.total), widths)
        for one in sheet.lines
    ]
    heads = ("项目", *(f"{year}年" for year in years), "合计")
    return Table(rows, [paper.heads(heads, widths=widths)])


def _listed(paper: Paper, one: DutyList) -> Table:
    widths = _widths(paper, (10, *one.shares))
    widest = widths.index(max(widths))
    rows = [
        _row(paper, (str(number), *cells), widths, left=widest)
        for number, cells in enumerate(one.rows, 1)
    ]
    if not rows:
        style = replace(_MID, leading=32)
        rows = [Row([paper.cell("没有记录。", width=paper.page.measure, style=style)])]
    return Table(rows, [paper.heads(("序号", *one.heads), widths=widths)])


def _widths(paper: Paper, shares: Sequence[int]) -> list[float]:
    unit = paper.page.measure / sum(shares)
    return [share * unit for share in shares]


def _row(paper: Paper, texts: Sequence[str], widths: Sequence[float], *, left: int = 0) -> Row:
    return Row(
        [
            paper.cell(text, width=wide, style=_LEFT if index == left else _MID)
            for index, (text, wide) in enumerate(zip(texts, widths, strict=True))
        ]
    )
