"""来访回执: what a resident takes home, on an upright A5 sheet."""

from dataclasses import replace

from renda_desktop.queries.papers import ReceiptMatter, ReceiptSheet
from renda_desktop.reports import words
from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.draw import MM
from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.flow import a5
from renda_desktop.reports.layout.table import Cell, Row, Table
from renda_desktop.reports.layout.text import Align, Run, Style
from renda_desktop.reports.paper import SMALL, STATION, TITLE, Content, Paper, bold

NAME = "来访回执"
_CODE = 31 * MM
_QUIET = 4.2 * MM  # the code's own white border hangs into the gap beside it
_NUMBER = Style(STATION.face, 13, 23, Align.LEFT)
_STEP = replace(SMALL, align=Align.LEFT, hang=4.76)  # under the value, past the name
_FIELD = replace(SMALL, align=Align.LEFT, leading=17.5, size=11, hang=4.77)


def render(sheet: ReceiptSheet) -> bytes:
    """Return the receipt as a PDF."""
    paper = Paper(a5())
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.space(4)
    _heading(paper, sheet)
    paper.running(f"{NAME}（续）　编号：{sheet.number}")
    paper.flow.space(6)
    paper.flow.table(_matters(paper, sheet))
    paper.flow.space(8)
    where = _where(paper, sheet)
    paper.flow.need(sum(row.height for row in where))
    paper.flow.table(Table(where))
    return paper.finish(sheet, title=NAME)


def _heading(paper: Paper, sheet: ReceiptSheet) -> None:
    """Set number, date and person at the left, the code of the number at the right."""
    flow, width = paper.flow, paper.page.measure - _CODE
    top = flow.y
    pairs = (
        ("候访号", sheet.ticket),
        ("来访人", words.party(sheet.resident, heads=sheet.heads)),
        ("接待时间", words.moment(sheet.received_at)),
        ("接待活动", sheet.reception),
        ("经办人", sheet.clerk),
    )
    lines = paper.text(f"编号 {sheet.number}", style=_NUMBER, width=width)
    for name, value in pairs:
        if value:
            lines += paper.text(_field(name, value, _FIELD), style=_FIELD, width=width)
    flow.lines(lines)
    corner = paper.page.left + width + _QUIET
    flow.put(draw.qr_code(sheet.number, left=corner, top=top + _QUIET, size=_CODE))
    flow.y = min(flow.y, top - _CODE + _QUIET)


def _field(name: str, value: str, style: Style) -> list[Run]:
    """Return a name four characters wide and its value."""
    return [Run(f"{name:　<5}", bold(style)), Run(value, style)]


def _matters(paper: Paper, sheet: ReceiptSheet) -> Table:
    measure = paper.page.measure
    widths = (30.0, measure - 30.0)
    head = paper.heads(("序号", "反映事项与办理安排"), widths=widths)
    rows = [_matter(paper, i, m, widths) for i, m in enumerate(sheet.matters, 1)]
    if not rows:
        rows = [Row([paper.cell("本次来访没有登记事项。", width=measure, style=SMALL)])]
    return Table(rows, [head])


def _matter(paper: Paper, index: int, matter: ReceiptMatter, widths: tuple[float, float]) -> Row:
    way = " · ".join(part for part in (matter.way, matter.unit) if part)
    due = words.deadline(matter.due, provisional=matter.provisional)
    parts: list[tuple[Content, Style]] = [
        (matter.text, replace(SMALL, size=11.5, leading=18)),
        *(
            (_field(name, value, _STEP), _STEP)
            for name, value in (
                ("事项编号", matter.number),
                ("办理方式", way),
                ("办理期限", due),
                ("下一步", matter.next_step),
            )
            if value
        ),
    ]
    number = paper.cell(str(index), width=widths[0], style=replace(SMALL, align=Align.CENTRE))
    return Row([replace(number, again=True, middle=False), paper.box(parts, width=widths[1])])


def _where(paper: Paper, sheet: ReceiptSheet) -> list[Row]:
    """Return where to ask, leaving out what the station has not filled in."""
    station, measure = sheet.station, paper.page.measure
    known = (("地址", station.address), ("电话", station.phone), ("接待时间", station.hours))
    parts: list[tuple[Content, Style]] = [
        (_field(name, value, _STEP), _STEP) for name, value in known if value
    ]
    advice = [_ADVICE]
    if any(matter.provisional for matter in sheet.matters):
        advice.append(_PROVISIONAL)
    parts += [(text, replace(SMALL, face=Face.KAI)) for text in advice]
    box: Cell = paper.box(parts, width=measure)
    return [paper.band("查询与联系", width=measure), Row([box])]


_PROVISIONAL = "标有「暂定」的期限以承办单位确认为准，如有变动本站会告知您。"
_ADVICE = "请保存好本回执。查询办理进展时，到站或来电报上编号，或出示二维码。"
