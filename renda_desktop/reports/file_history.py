"""The part of a matter's file that no other paper has: rounds, timeline, issued papers, files."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import MatterArchive
from renda_desktop.queries.papers.matter_file import FileRound
from renda_desktop.reports import words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align, Style
from renda_desktop.reports.paper import SMALL, STATION, SUBTITLE, TITLE, Content, Paper, event_words
from renda_desktop.reports.slip import long, pairs

_KINDS = {"image/jpeg": "照片", "image/png": "图片", "application/pdf": "PDF"}
_TINY = replace(SMALL, size=9, leading=13, align=Align.LEFT)
_KIB = 1024


def render(sheet: MatterArchive, *, name: str) -> bytes:
    """Return the part as a PDF."""
    paper = Paper(a4())
    paper.flow.lines(paper.text(sheet.station.name, style=STATION))
    paper.flow.lines(paper.text(name, style=replace(TITLE, size=18)))
    paper.flow.space(4)
    paper.sides(f"编号：{sheet.number}", "", style=SMALL)
    paper.running(f"{name}（续）　编号：{sheet.number}")
    for number, turn in enumerate(sheet.rounds, 1):
        _section(paper, f"第{number}轮办理", _round(paper, turn))
    _section(paper, "流转记录", _timeline(paper, sheet))
    _section(paper, "已出具的文书", _issued(paper, sheet))
    _section(paper, "附件清单", _files(paper, sheet))
    return paper.finish(sheet, title=name, note=sheet.station.name)


def _section(paper: Paper, title: str, table: Table) -> None:
    paper.flow.space(10)
    paper.flow.need(90)
    paper.flow.mark(title)
    paper.flow.lines(paper.text(title, style=replace(SUBTITLE, align=Align.LEFT)))
    paper.flow.table(table)


def _round(paper: Paper, turn: FileRound) -> Table:
    rows = [
        pairs(
            paper,
            ("承办", turn.unit),
            ("交办日期", words.day(turn.assigned_on)),
            ("办理期限", words.day(turn.due)),
            shares=(8, 7, 7),
        )
    ]
    for on, who, grade, text in turn.replies:
        rows.append(
            pairs(paper, ("答复", f"{words.day(on)}　{who}　{grade}".replace("　　", "　")))
        )
        rows.append(long(paper, "答复内容", text, least=30))
    for on, who, stars, comment in turn.ratings:
        told = f"{words.day(on)}　{words.stars(stars)}" + (f"　{comment}" if comment else "")
        rows.append(pairs(paper, (f"{who}评价", told)))
    return Table(rows)


def _timeline(paper: Paper, sheet: MatterArchive) -> Table:
    rows = [(words.short_moment(e.at), event_words(e, style=SMALL), e.who) for e in sheet.timeline]
    return _table(paper, ("时间", "办理过程", "经办"), (22, 62, 16), rows, style=SMALL)


def _issued(paper: Paper, sheet: MatterArchive) -> Table:
    rows = []
    for one in sheet.issued:
        prints = f"{one.title}（共印 {one.copies} 次）" if one.copies > 1 else one.title
        if one.withdrawn:
            prints += f"【已作废：{one.withdrawn}】"
        rows.append((one.number, prints, f"{words.short_day(one.on)}\n{one.who}", one.digest))
    heads = ("文号", "文书", "出具", "首次打印的校验值（SHA-256）")
    return _table(paper, heads, (26, 24, 18, 32), rows, style=_TINY)


def _files(paper: Paper, sheet: MatterArchive) -> Table:
    rows = []
    for number, one in enumerate(sheet.attachments, 1):
        kind = _KINDS.get(one.mime, "文档") + ("（销号依据）" if one.evidence else "")
        size = f"{-(-one.size // _KIB):,} KB"
        rows.append((str(number), one.name, f"{kind}\n{size}", one.sha256))
    heads = ("序号", "名称", "类型、大小", "原件的校验值（SHA-256）")
    return _table(paper, heads, (8, 38, 20, 34), rows, style=_TINY)


def _table(
    paper: Paper,
    heads: Sequence[str],
    shares: Sequence[int],
    rows: Sequence[Sequence[Content]],
    *,
    style: Style,
) -> Table:
    unit = paper.page.measure / sum(shares)
    widths = [share * unit for share in shares]
    made = []
    for row in rows:
        first, *rest = (
            paper.cell(text, width=width, style=style, middle=False)
            for text, width in zip(row, widths, strict=True)
        )
        made.append(Row([replace(first, again=True), *rest]))
    if not made:
        made = [Row([paper.cell("没有记录。", width=paper.page.measure, style=SMALL)])]
    return Table(made, [paper.heads(heads, widths=widths)])
