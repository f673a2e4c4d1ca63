"""问题认领清单: the matters of a reception, for units to take on the spot and sign."""

from dataclasses import replace

from renda_desktop.queries.papers import ClaimList, ClaimRow
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align, Style
from renda_desktop.reports.paper import BODY, SMALL, STATION, SUBTITLE, TITLE, Content, Paper

NAME = "问题认领清单"
_HEADS = ("序号", "群众反映的问题", "认领单位", "办理期限", "负责人签名", "联系电话")
_SHARES = (6, 52, 24, 20, 22, 20)
_LEAST = 40.0
_META = replace(SMALL, size=10, leading=15, align=Align.LEFT)


def render(sheet: ClaimList) -> bytes:
    """Return the list as a PDF."""
    paper = Paper(a4(landscape=True, margin=14.5))
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.lines(paper.text(sheet.title, style=SUBTITLE))
    paper.flow.space(4)
    paper.sides(f"时间：{sheet.when}", f"共 {len(sheet.rows)} 件", style=SMALL)
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　{sheet.title}")
    unit = paper.page.measure / sum(_SHARES)
    widths = [share * unit for share in _SHARES]
    rows = [_row(paper, number, row, widths) for number, row in enumerate(sheet.rows, 1)]
    if not rows:
        style = replace(SMALL, align=Align.CENTRE, leading=40)
        text = "本次接待没有登记事项。"
        rows = [Row([paper.cell(text, width=paper.page.measure, style=style)])]
    paper.flow.table(Table(rows, [paper.heads(_HEADS, widths=widths)]))
    return paper.finish(sheet, title=NAME)


def _row(paper: Paper, number: int, row: ClaimRow, widths: list[float]) -> Row:
    centred = replace(SMALL, align=Align.CENTRE)
    meta = " · ".join(part for part in (row.number, row.place) if part)
    words: list[tuple[Content, Style]] = [(row.text, BODY), (meta, _META)]
    mark = replace(paper.cell(str(number), width=widths[0], style=centred), again=True)
    cells = [mark, paper.box(words, width=widths[1], middle=True)]
    for text, width in zip((row.unit, row.due, "", ""), widths[2:], strict=True):
        cells.append(paper.cell(text, width=width, style=centred))
    return Row(cells, _LEAST)
