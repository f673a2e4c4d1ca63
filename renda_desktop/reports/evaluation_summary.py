"""评议结果汇总表: several subjects with score, grade and rank."""

from renda_desktop.queries.papers import EvaluationSummary
from renda_desktop.reports import evaluation
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.paper import SMALL, STATION, TITLE, Paper

NAME = "评议结果汇总表"
_HEADS = ("序号", "名次", "评议对象", "单位", "类别", "年度", "得分", "等次", "状态")
_SHARES = (11, 17, 33, 40, 22, 13, 17, 15, 19)


def render(sheet: EvaluationSummary) -> bytes:
    """Return the list as a PDF."""
    paper = Paper(a4(margin=16))
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(NAME, style=TITLE))
    if sheet.confidential:
        evaluation.warn(paper)
    paper.flow.space(4)
    paper.flow.lines(paper.text(f"范围：{sheet.conditions or '全部'}", style=SMALL))
    paper.flow.lines(paper.text(sheet.tally, style=SMALL))
    paper.flow.space(5)
    paper.running(f"{NAME}（续）")
    rows = [
        (str(n), o.rank, o.name, o.unit, o.kind, o.period, o.score, o.grade, o.status)
        for n, o in enumerate(sheet.rows, 1)
    ]
    if rows:
        evaluation.table(paper, _HEADS, _SHARES, rows, left=(2, 3))
    else:
        evaluation.table(paper, ("评议对象",), (1,), [("这个范围内没有评议。",)], left=())
    evaluation.fine(paper, sheet.definitions)
    return paper.finish(sheet, title=NAME, note=sheet.station.name)
