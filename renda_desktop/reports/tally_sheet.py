"""计票表: the votes of each item, to be counted by hand or as they were counted."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import TallyRow, TallySheet, TellerLine
from renda_desktop.reports import vote, words
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align
from renda_desktop.reports.paper import PLAIN, SMALL, Paper

NAME = "计票表"
_MID = replace(PLAIN, align=Align.CENTRE)
_LEFT = replace(PLAIN, size=11, leading=17)
_NUMBER, _COUNT, _STROKES = 34.0, 56.0, 128.0
_LEAST = 34.0  # room for strokes


def render(sheet: TallySheet) -> bytes:
    """Return the sheet as a PDF."""
    paper = Paper(a4(landscape=sheet.blank, margin=15))
    vote.head(paper, sheet.head, name=NAME)
    vote.turnout(paper, sheet.turnout)
    paper.flow.table(_items(paper, sheet))
    if sheet.tellers:
        paper.flow.space(8)
        paper.flow.table(_tellers(paper, sheet.tellers))
    vote.notes(paper, sheet.notes)
    vote.sign(paper)
    return paper.finish(sheet, title=NAME, note=sheet.head.station.name)


def _columns(paper: Paper, sheet: TallySheet) -> tuple[list[str], list[float]]:
    """Return heads and widths; a blank sheet has room for strokes before each number."""
    each = [(f"{one}（画“正”字）", _STROKES) for one in sheet.options] if sheet.blank else []
    some = [("票数" if sheet.blank else one, _COUNT) for one in sheet.options]
    pairs = [pair for both in zip(each, some, strict=True) for pair in both] if each else some
    if len(sheet.options) > 1:
        pairs.append(("合计", _COUNT))
    elif sheet.blank:  # one kind of vote has all the room
        pairs[0] = (pairs[0][0], 3 * _STROKES)
    rest = paper.page.measure - _NUMBER - sum(width for _, width in pairs)
    return ["序号", "票决项目", *(name for name, _ in pairs)], [
        _NUMBER,
        rest,
        *(width for _, width in pairs),
    ]


def _items(paper: Paper, sheet: TallySheet) -> Table:
    heads, widths = _columns(paper, sheet)
    several = len(sheet.options) > 1
    rows = [_item(paper, one, widths, several=several) for one in sheet.rows]
    if not several:
        total = sum(sum(one.votes) for one in sheet.rows)
        counted = any(one.votes for one in sheet.rows)
        texts = ["", "各项得票合计", *[""] * (len(widths) - 3), str(total) if counted else ""]
        rows.append(_row(paper, texts, widths))
    return Table(rows, [paper.heads(heads, widths=widths)])


def _item(paper: Paper, one: TallyRow, widths: Sequence[float], *, several: bool) -> Row:
    total = [sum(one.votes)] if one.votes and several else []
    texts = [str(one.number), one.title, *map(str, (*one.votes, *total))]
    return _row(paper, [*texts, *[""] * (len(widths) - len(texts))], widths)


def _row(paper: Paper, texts: Sequence[str], widths: Sequence[float]) -> Row:
    cells = [
        paper.cell(text, width=wide, style=_LEFT if place == 1 else _MID)
        for place, (text, wide) in enumerate(zip(texts, widths, strict=True))
    ]
    return Row(cells, _LEAST)


def _tellers(paper: Paper, tellers: Sequence[TellerLine]) -> Table:
    """Return who counted on this computer, and what number of papers each of them found."""
    heads = ("计票人", "登记时间", "收回票", "无效票")
    unit = paper.page.measure / 10
    widths = [4 * unit, 3 * unit, 1.5 * unit, 1.5 * unit]
    rows = []
    for one in tellers:
        counted = [f"{n} 张" if n is not None else "—" for n in (one.returned, one.invalid)]
        texts = (one.name, words.short_moment(one.at), *counted)
        style = replace(SMALL, align=Align.CENTRE)
        rows.append(
            Row([paper.cell(t, width=w, style=style) for t, w in zip(texts, widths, strict=True)])
        )
    return Table(rows, [paper.heads(heads, widths=widths)])
