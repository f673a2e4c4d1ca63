"""评议结果: score, grade and rank of one subject, and all that they are made of."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import EvaluationResult, IndicatorRow
from renda_desktop.reports import evaluation, words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.ink import Ink
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align
from renda_desktop.reports.paper import BODY, SMALL, Paper, bold
from renda_desktop.reports.slip import signing

NAME = "评议结果"
_LARGE = replace(BODY, size=14, leading=22, align=Align.CENTRE)
_RESULT = (27, 34, 29, 17)
_HEADS = ("指标", "满分", "得分", "数据", "评分标准", "各评价主体得分率")
_SHARES = (54, 15, 15, 17, 38, 42)


def render(sheet: EvaluationResult) -> bytes:
    """Return the result as a PDF."""
    paper = Paper(a4(margin=16))
    evaluation.head(paper, sheet.head, name=NAME, confidential=sheet.confidential)
    _result(paper, sheet)
    _waits(paper, sheet)
    evaluation.section(paper, "一、各评价主体")
    heads = ("评价主体", "方式", "参评", "至少", "得分（满分 " + sheet.total + "）")
    panels = [(o.title, o.form, str(o.heads), str(o.least), o.mean or "—") for o in sheet.panels]
    evaluation.table(paper, heads, (40, 30, 20, 20, 40), panels)
    evaluation.section(paper, "二、各项指标")
    paper.flow.table(_tree(paper, sheet))
    evaluation.section(paper, "三、数据来源")
    measured = [(o.title, o.value, o.numerator, o.denominator, o.source) for o in sheet.measured]
    heads = ("指标", "数据", "分子", "分母", "来源")
    _listed(paper, heads, (40, 20, 36, 36, 48), measured)
    evaluation.section(paper, "四、加分、扣分和一票否决")
    _listed(paper, ("事项", "分值", "事由"), (50, 44, 86), sheet.extras)
    evaluation.fine(paper, sheet.definitions, title="五、口径")
    signers = signing(paper, ("制表人（签名）", "复核人（签名）", "负责人（签名、盖章）"))
    paper.flow.space(8)
    paper.flow.need(signers.height)
    paper.flow.table(Table([signers]))
    return paper.finish(sheet, title=NAME, note=sheet.head.station.name)


def _result(paper: Paper, sheet: EvaluationResult) -> None:
    """Set what it came to, large; what is not final says so beside the number."""
    mark = words.PROVISIONAL if sheet.provisional else ""
    told = (
        ("总分", f"{sheet.score} 分{mark}" if sheet.score else "—"),
        ("等次", f"{sheet.grade}{mark}" if sheet.grade else "—"),
        ("名次", sheet.rank or "—"),
        ("状态", sheet.status),
    )
    unit = paper.page.measure / sum(_RESULT)
    widths = [share * unit for share in _RESULT]
    style = bold(_LARGE, ink=Ink.AMBER if sheet.provisional else Ink.BLACK)
    values = [
        paper.cell(text, width=width, style=style)
        for (_, text), width in zip(told, widths, strict=True)
    ]
    heads = paper.heads([name for name, _ in told], widths=widths)
    paper.flow.table(Table([Row(values, 40.0)], [heads]))
    made = f"指标得分 {sheet.points} 分（满分 {sheet.total} 分），加减分合计 {sheet.adjusted} 分。"
    paper.flow.space(4)
    paper.flow.lines(paper.text(made, style=SMALL))


def _waits(paper: Paper, sheet: EvaluationResult) -> None:
    if sheet.provisional:
        told = "、".join(sheet.waits)
        left = f"尚缺：{told}。" if told else "各项已齐，尚未评定。"
        text = f"以上为至打印时的暂定情况，不作为评议结果。{left}"
        paper.flow.lines(paper.text(text, style=bold(SMALL)))


def _listed(
    paper: Paper, heads: Sequence[str], shares: Sequence[float], rows: Sequence[Sequence[str]]
) -> None:
    if rows:
        evaluation.table(paper, heads, shares, rows, left=(0, len(heads) - 1))
    else:
        paper.flow.lines(paper.text("没有。", style=replace(SMALL, indent=2)))


def _tree(paper: Paper, sheet: EvaluationResult) -> Table:
    unit = paper.page.measure / sum(_SHARES)
    widths = [share * unit for share in _SHARES]
    numbers = evaluation.numbered(row.level for row in sheet.rows)
    rows = [_row(paper, n, row, widths) for n, row in zip(numbers, sheet.rows, strict=True)]
    return Table(rows, [paper.heads(_HEADS, widths=widths)])


def _row(paper: Paper, number: str, row: IndicatorRow, widths: Sequence[float]) -> Row:
    text = f"{number}{row.title}"
    cell = evaluation.indented(paper, text, level=row.level, width=widths[0], leaf=row.leaf)
    texts = (row.weight, row.points or "—", row.value, row.scale, row.means)
    styles = [evaluation.MIDDLE] * 3 + [evaluation.LEFT] * 2
    rest = [
        paper.cell(one, width=wide, style=style)
        for one, wide, style in zip(texts, widths[1:], styles, strict=True)
    ]
    return Row([cell, *rest], evaluation.LEAST)
