"""交办单: one matter for the unit that is to handle it, and the part that comes back."""

from renda_desktop.queries.papers import MatterSlip
from renda_desktop.reports import words
from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.draw import MM
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.paper import NOTE, SMALL, STATION, SUBTITLE, TITLE, Paper
from renda_desktop.reports.slip import choice, long, pairs, signing

NAME = "交办单"
_RETURN = "办理情况反馈单"
_CODE = 22 * MM


def render(sheet: MatterSlip) -> bytes:
    """Return the slip as a PDF; the part that comes back is never cut in two."""
    paper = Paper(a4())
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.space(6)
    given = words.day(sheet.assigned_on)
    paper.sides(f"编号：{sheet.number}", f"交办日期：{given}" if given else "", style=SMALL)
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　编号：{sheet.number}")
    paper.flow.table(Table(_given(paper, sheet)))
    back = _back(paper, sheet)
    paper.flow.need(sum(row.height for row in back) + _CODE + 46)
    _cut(paper)
    _head(paper, sheet)
    paper.flow.table(Table(back))
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def _given(paper: Paper, sheet: MatterSlip) -> list[Row]:
    due = words.deadline(sheet.due, provisional=sheet.provisional)
    return [
        pairs(paper, ("主办单位", sheet.lead), ("协办单位", sheet.co_units)),
        pairs(paper, ("领衔代表", sheet.deputy), ("办理期限", due)),
        pairs(paper, ("反映人", sheet.resident), ("登记日期", words.day(sheet.received_on))),
        pairs(paper, ("事项类别", sheet.category), ("紧急程度", sheet.urgency), shares=(3, 2)),
        pairs(paper, ("事项地点", sheet.place)),
        long(paper, "群众原话", sheet.own_words, least=80),
        long(paper, "内容摘要", sheet.summary, least=44),
        long(paper, "交办要求", sheet.asked, least=58),
    ]


def _back(paper: Paper, sheet: MatterSlip) -> list[Row]:
    return [
        pairs(paper, ("承办单位", sheet.lead or sheet.deputy), ("联系电话", "")),
        long(paper, "办理情况", "", least=92),
        choice(paper, "解决程度", ("已解决", "基本解决", "列入计划", "解释说明")),
        signing(paper, ("承办人（签名）", "单位负责人（签名、盖章）", "收件人（签名）")),
    ]


def _cut(paper: Paper) -> None:
    """Draw the line to cut along."""
    flow, page = paper.flow, paper.page
    flow.space(12)
    dashes = f"[4 3] 0 d {draw.rule(page.left, flow.y, page.left + page.measure, flow.y)} [] 0 d"
    flow.put(dashes)
    flow.space(8)


def _head(paper: Paper, sheet: MatterSlip) -> None:
    """Set the title of the part that comes back, its code at the right for the desk's scanner."""
    flow, page = paper.flow, paper.page
    top = flow.y
    left = page.left + page.measure - _CODE
    flow.put(draw.qr_code(sheet.number, left=left, top=top, size=_CODE))
    flow.lines(paper.text(_RETURN, style=SUBTITLE))
    told = f"编号：{sheet.number}　请于期限前填写，连同证明材料送回{sheet.station.name}。"
    flow.lines(paper.text(told, style=NOTE, width=page.measure - _CODE))
    flow.y = min(flow.y, top - _CODE)
