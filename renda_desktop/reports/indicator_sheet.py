"""指标评分表: the tree of indicators with their points, and room for what is taken off and why."""

from collections.abc import Sequence

from renda_desktop.queries.papers import IndicatorRow, IndicatorSheet
from renda_desktop.reports import evaluation
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.paper import Paper
from renda_desktop.reports.slip import signing

NAME = "指标评分表"
_HEADS = ("指标", "满分", "评分标准", "扣分", "扣分原因", "得分")
_SHARES = (60, 13, 46, 14, 70, 16)


def render(sheet: IndicatorSheet) -> bytes:
    """Return the sheet as a PDF."""
    paper = Paper(a4(landscape=True, margin=15))
    evaluation.head(paper, sheet.head, name=NAME)
    paper.flow.table(_tree(paper, sheet))
    if sheet.adjustments:
        evaluation.section(paper, "加分、扣分")
        rows = [(*one, "", "") for one in sheet.adjustments]
        heads = ("事项", "幅度", "加分或扣分", "事由")
        evaluation.table(paper, heads, (60, 30, 26, 90), rows, least=30.0)
    if sheet.vetoes:
        evaluation.section(paper, "一票否决")
        rows = [(*one, "", "") for one in sheet.vetoes]
        heads = ("事由", "总分", "有或无", "依据")
        evaluation.table(paper, heads, (60, 30, 26, 90), rows, least=30.0)
    evaluation.fine(paper, sheet.definitions)
    signers = signing(paper, ("评分人（签名）", "复核人（签名）", "组长（签名）"))
    paper.flow.space(8)
    paper.flow.need(signers.height)
    paper.flow.table(Table([signers]))
    return paper.finish(sheet, title=NAME, note=sheet.head.station.name)


def _tree(paper: Paper, sheet: IndicatorSheet) -> Table:
    unit = paper.page.measure / sum(_SHARES)
    widths = [share * unit for share in _SHARES]
    numbers = evaluation.numbered(row.level for row in sheet.rows)
    rows = [_row(paper, n, row, widths) for n, row in zip(numbers, sheet.rows, strict=True)]
    whole = IndicatorRow(1, "合计", sheet.total, "", False)
    rows.append(_row(paper, "", whole, widths))
    return Table(rows, [paper.heads(_HEADS, widths=widths)])


def _row(paper: Paper, number: str, row: IndicatorRow, widths: Sequence[float]) -> Row:
    text = f"{number}{row.title}"
    cell = evaluation.indented(paper, text, level=row.level, width=widths[0], leaf=row.leaf)
    rest = [
        paper.cell(one, width=wide, style=evaluation.LEFT if place == 1 else evaluation.MIDDLE)
        for place, (one, wide) in enumerate(
            zip((row.weight, row.scale, "", "", ""), widths[1:], strict=True)
        )
    ]
    return Row([cell, *rest], 26.0, keep=not row.leaf and bool(number))
