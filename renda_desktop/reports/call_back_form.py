"""回访单: what the resident is asked about the reply, and what was answered."""

from renda_desktop.queries.papers import MatterSlip
from renda_desktop.reports import words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.paper import SMALL, STATION, TITLE, Paper
from renda_desktop.reports.slip import choice, long, pairs, signing

NAME = "回访单"


def render(sheet: MatterSlip) -> bytes:
    """Return the form as a PDF."""
    paper = Paper(a4())
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    paper.flow.space(6)
    paper.sides(f"编号：{sheet.number}", f"登记人：{sheet.clerk}", style=SMALL)
    paper.flow.space(3)
    paper.running(f"{NAME}（续）　编号：{sheet.number}")
    paper.flow.table(Table(_matter(paper, sheet)))
    paper.flow.space(10)
    asked = _asked(paper)
    paper.flow.need(sum(row.height for row in asked))
    paper.flow.table(Table(asked))
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def _matter(paper: Paper, sheet: MatterSlip) -> list[Row]:
    return [
        pairs(paper, ("反映人", sheet.resident), ("登记日期", words.day(sheet.received_on))),
        pairs(paper, ("承办单位", sheet.lead or sheet.deputy), ("办理结果", sheet.outcome)),
        long(paper, "反映内容", sheet.summary or sheet.own_words, least=58),
        long(paper, "答复内容", sheet.reply, least=72),
    ]


def _asked(paper: Paper) -> list[Row]:
    return [
        choice(paper, "回访方式", ("电话", "上门", "来站", "其他")),
        choice(paper, "是否答复", ("收到答复", "没有收到")),
        choice(paper, "是否属实", ("属实", "部分属实", "不属实")),
        choice(paper, "是否解决", ("已解决", "基本解决", "没有解决")),
        choice(paper, "评　　价", ("5 星", "4 星", "3 星", "2 星", "1 星")),
        long(paper, "群众意见", "", least=110),
        long(paper, "处理建议", "", least=72),
        signing(paper, ("回访人（签名）", "领衔代表（签名）", "站长（签名）")),
    ]
