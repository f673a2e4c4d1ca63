"""票决结果: what each item got, by what share, whether it passed and why."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import BallotResult, VoteResultRow
from renda_desktop.reports import vote, words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align, Style
from renda_desktop.reports.paper import BODY, SMALL, Content, Paper, bold

NAME = "票决结果"
_SMALL = replace(SMALL, size=10, leading=15)
_MID = replace(_SMALL, align=Align.CENTRE)
_SIGNERS = ("主持人（签名）", *vote.SIGNERS)


def render(sheet: BallotResult) -> bytes:
    """Return the result as a PDF."""
    paper = Paper(a4(margin=16))
    vote.head(paper, sheet.head, name=NAME)
    vote.turnout(paper, sheet.turnout)
    paper.flow.lines(paper.text(_said(sheet), style=replace(BODY, indent=2)))
    paper.flow.space(6)
    paper.flow.table(_items(paper, sheet))
    vote.notes(paper, sheet.notes)
    announced = f"公布时间：{words.moment(sheet.announced_at)}"
    paper.flow.space(8)
    paper.flow.lines(paper.text(announced, style=replace(SMALL, align=Align.RIGHT)))
    vote.sign(paper, _SIGNERS)
    return paper.finish(sheet, title=NAME, note=sheet.head.station.name)


def _said(sheet: BallotResult) -> str:
    """Return the result in one sentence, to be read out."""
    passed = [row.item for row in sheet.rows if row.passed]
    told = f"本次票决共 {len(sheet.rows)} 项，"
    if not passed:
        return f"{told}没有项目通过。"
    word = next(row.outcome for row in sheet.rows if row.passed)
    named = "；".join(f"{one.number}.{one.title}" for one in passed)
    return f"{told}{word} {len(passed)} 项：{named}。"


def _items(paper: Paper, sheet: BallotResult) -> Table:
    several = len(sheet.options) > 1
    shares = (10, 42, *[12] * len(sheet.options), 17, 17, 40 if several else 50)
    unit = paper.page.measure / sum(shares)
    widths = [share * unit for share in shares]
    votes = sheet.options if several else ("得票",)
    heads = ("序号", "票决项目", *votes, "得票率", "结果", "依据")
    rows = [_item(paper, row, widths) for row in sheet.rows]
    return Table(rows, [paper.heads(heads, widths=widths)])


def _item(paper: Paper, row: VoteResultRow, widths: Sequence[float]) -> Row:
    title: list[tuple[Content, Style]] = [(row.item.title, BODY)]
    if row.item.amount:
        title.append((f"金额：{row.item.amount}", _SMALL))
    mark = paper.cell(str(row.item.number), width=widths[0], style=_MID)
    votes = row.votes or ("",) * (len(widths) - 5)
    outcome = bold(_MID) if row.passed else _MID
    texts: list[tuple[Content, Style]] = [
        *((str(n), _MID) for n in votes),
        (row.share, _MID),
        (row.outcome, outcome),
        (row.reason, _SMALL),
    ]
    cells = [
        paper.cell(text, width=wide, style=style)
        for (text, style), wide in zip(texts, widths[2:], strict=True)
    ]
    return Row([replace(mark, again=True), paper.box(title, width=widths[1], middle=True), *cells])
