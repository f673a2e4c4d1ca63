"""评议测评汇总票: several subjects on one sheet, a row for each, a table for each indicator."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import EvaluationMatrix, MatrixLeaf
from renda_desktop.reports import evaluation, secret
from renda_desktop.reports.headline import headline
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.paper import PLAIN, SMALL, STATION, SUBTITLE, Paper
from renda_desktop.reports.slip import signing

NAME = "评议测评汇总票"
_NUMBER, _NAME, _POINTS = 34.0, 120.0, 92.0
_NAMED = replace(PLAIN, size=11.5, leading=17)


def render(sheet: EvaluationMatrix) -> bytes:
    """Return the sheets as a PDF, those of each panel on pages of their own.

    Where one of them is secret, nothing on them tells when they were printed.
    """
    paper = Paper(a4())
    for number, panel in enumerate(sheet.panels):
        name = f"{NAME}（{panel.title}）"
        if number:
            paper.running("")
            paper.flow.turn()
        paper.flow.mark(panel.title)
        paper.flow.lines(paper.text(sheet.station.name, style=STATION))
        headline(paper, sheet.title)
        paper.flow.lines(paper.text(name, style=SUBTITLE))
        paper.flow.space(4)
        count = f"评议对象 {len(sheet.subjects)} 个"
        paper.sides(f"评议期间：{sheet.period}", count, style=SMALL)
        paper.running(f"{sheet.title}　{name}（续）")
        for place, leaf in enumerate(panel.leaves, 1):
            paper.flow.space(6)
            paper.flow.table(_table(paper, place, leaf, sheet.subjects))
        _close(paper, is_secret=panel.secret)
    if any(panel.secret for panel in sheet.panels):
        return secret.finish(paper, sheet, title=NAME)
    return paper.finish(sheet, title=NAME, note=sheet.station.name)


def _close(paper: Paper, *, is_secret: bool) -> None:
    signed = "本票无记名，请不要署名，也不要作其他记号" if is_secret else "填写后请签名"
    told = f"填写说明：每个对象每项只选一个等次，在对应的方框内画“√”；按分值的填写分数；{signed}。"
    paper.flow.space(4)
    paper.flow.lines(paper.text(told, style=replace(SMALL, indent=2)))
    if not is_secret:
        row = signing(paper, ("评议人（签名）",))
        paper.flow.space(6)
        paper.flow.need(row.height)
        paper.flow.table(Table([row]))


def _table(
    paper: Paper, place: int, leaf: MatrixLeaf, subjects: Sequence[tuple[str, str]]
) -> Table:
    wide = evaluation.widest(paper, leaf.grades)
    tail = [wide] * len(leaf.grades) if leaf.grades else [_POINTS]
    unit = paper.page.measure - _NUMBER - _NAME - sum(tail)
    widths = [_NUMBER, _NAME, unit, *tail]
    heads = ("序号", "评议对象", "单位", *(leaf.grades or (f"评分（满分 {leaf.most}）",)))
    rows = []
    for number, (subject, there) in enumerate(zip(subjects, leaf.applies, strict=True), 1):
        cells = [
            paper.cell(str(number), width=_NUMBER, style=evaluation.MIDDLE),
            paper.cell(subject[0], width=_NAME, style=_NAMED),
            paper.cell(subject[1], width=unit, style=evaluation.LEFT),
        ]
        if leaf.grades:
            cells += evaluation.boxes(paper, len(leaf.grades), width=wide, there=there)
        else:
            cells.append(paper.cell("" if there else "—", width=_POINTS, style=evaluation.MIDDLE))
        rows.append(Row(cells, 28.0))
    band = paper.band(f"{place}.{leaf.title}", width=sum(widths))
    return Table(rows, [band, paper.heads(heads, widths=widths)])
