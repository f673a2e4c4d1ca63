"""签到表: who is expected at a reception, with room to sign and for others."""

from dataclasses import replace

from renda_desktop.queries.papers import SignInSheet
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align
from renda_desktop.reports.paper import PLAIN, SMALL, STATION, SUBTITLE, TITLE, Paper

NAME = "签到表"
_HEADS = ("序号", "姓名", "单位或层级", "出席", "签名", "联系电话")
_SHARES = (7, 20, 30, 10, 20, 20)
_LEAST = 30.0  # room to sign


def render(sheet: SignInSheet) -> bytes:
    """Return the list as a PDF."""
    paper = Paper(a4())
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.lines(paper.text(sheet.title, style=SUBTITLE))
    paper.flow.space(4)
    paper.sides(f"时间：{sheet.when}", f"地点：{sheet.place}" if sheet.place else "", style=SMALL)
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　{sheet.title}")
    unit = paper.page.measure / sum(_SHARES)
    widths = [share * unit for share in _SHARES]
    rows: list[Row] = []
    for group in sheet.groups:
        rows.append(paper.band(group.title, width=paper.page.measure))
        for number, person in enumerate((*group.people, *[("", "", "")] * group.spare), 1):
            rows.append(_row(paper, number, person, widths))
    paper.flow.table(Table(rows, [paper.heads(_HEADS, widths=widths)]))
    return paper.finish(sheet, title=NAME)


def _row(paper: Paper, number: int, person: tuple[str, str, str], widths: list[float]) -> Row:
    centred = replace(PLAIN, align=Align.CENTRE)
    texts = (str(number), *person, "", "")
    styles = (centred, centred, SMALL, centred, PLAIN, PLAIN)
    cells = [
        paper.cell(text, width=width, style=style)
        for text, width, style in zip(texts, widths, styles, strict=True)
    ]
    return Row(cells, _LEAST)
