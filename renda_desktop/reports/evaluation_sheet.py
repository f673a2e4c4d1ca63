"""评议测评表: what each panel marks of one subject, a box for each grade or room for points."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from renda_desktop.queries.papers import EvaluationSheet, MarkLine, PanelSheet
from renda_desktop.reports import evaluation, secret
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.paper import LABEL, SMALL, Paper
from renda_desktop.reports.slip import long, signing

NAME = "评议测评表"
_POINTS = 90.0


def render(sheet: EvaluationSheet) -> bytes:
    """Return the sheets as a PDF, those of each panel on pages of their own.

    Where one of them is secret, nothing on them tells when they were printed.
    """
    paper = Paper(a4())
    for number, panel in enumerate(sheet.panels):
        if number:
            paper.running("")
            paper.flow.turn()
        paper.flow.mark(panel.title)
        evaluation.head(paper, sheet.head, name=f"{NAME}（{panel.title}）")
        _panel(paper, panel)
    if any(panel.secret for panel in sheet.panels):
        return secret.finish(paper, sheet, title=NAME)
    return paper.finish(sheet, title=NAME, note=sheet.head.station.name)


def _panel(paper: Paper, panel: PanelSheet) -> None:
    numbers = evaluation.numbered(line.level for line in panel.lines)
    for grades, some in _alike(panel.lines, numbers):
        paper.flow.table(_table(paper, grades, some))
        paper.flow.space(6)
    name, least = ("本人述评", 260.0) if panel.own else ("意见建议", 90.0)
    rows = [long(paper, name, "", least=least)]
    if not panel.secret:
        rows.append(signing(paper, ("本人（签名）" if panel.own else "评议人（签名）",)))
    paper.flow.need(sum(row.height for row in rows))
    paper.flow.table(Table(rows))
    paper.flow.lines(paper.text(_advice(panel), style=replace(SMALL, indent=2)))


def _advice(panel: PanelSheet) -> str:
    graded = any(line.grades for line in panel.lines)
    pointed = any(line.most for line in panel.lines)
    told = ["每项只选一个等次，在对应的方框内画“√”"] if graded else []
    told += ["按分值填写的，分数在 0 分与满分之间"] if pointed else []
    signed = "本表无记名，请不要署名，也不要作其他记号" if panel.secret else "填写后请签名"
    return f"填写说明：{'；'.join([*told, signed])}。"


def _alike(
    lines: Sequence[MarkLine], numbers: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], list[tuple[str, MarkLine]]]]:
    """Yield stretches of indicators that are marked alike; a branch goes with what is below it."""
    kinds: list[tuple[str, ...]] = []
    below: tuple[str, ...] = ()
    for line in reversed(lines):
        below = line.grades if line.leaf else below
        kinds.append(below)
    told = zip(reversed(kinds), zip(numbers, lines, strict=True), strict=True)
    for grades, some in groupby(told, key=lambda one: one[0]):
        yield grades, [pair for _, pair in some]


def _table(paper: Paper, grades: Sequence[str], some: Sequence[tuple[str, MarkLine]]) -> Table:
    measure = paper.page.measure
    tail = [evaluation.widest(paper, grades)] * len(grades) if grades else [_POINTS, _POINTS]
    widths = [measure - sum(tail), *tail]
    heads = ("评议内容", *grades) if grades else ("评议内容", "满分", "评分")
    rows = [_row(paper, number, line, widths) for number, line in some]
    return Table(rows, [paper.heads(heads, widths=widths)])


def _row(paper: Paper, number: str, line: MarkLine, widths: Sequence[float]) -> Row:
    text = f"{number}{line.title}"
    if not line.leaf:
        style = evaluation.LEFT
        whole = paper.label(text, width=paper.page.measure, style=replace(LABEL, align=style.align))
        return Row([whole], keep=True)
    cell = evaluation.indented(paper, text, level=line.level, width=widths[0], leaf=True)
    if line.grades:
        return Row([cell, *evaluation.boxes(paper, len(line.grades), width=widths[1])], 30.0)
    most = paper.cell(f"{line.most} 分", width=widths[1], style=evaluation.MIDDLE)
    return Row([cell, most, paper.cell("", width=widths[2])], 30.0)
