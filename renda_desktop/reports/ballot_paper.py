"""票决票: the items to vote on with boxes to tick, one or several to a page, all alike."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import BallotPaper, VoteItem
from renda_desktop.reports import words
from renda_desktop.reports.headline import headline
from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.document import Facts, pdf_bytes
from renda_desktop.reports.layout.draw import MM
from renda_desktop.reports.layout.flow import Page, a4
from renda_desktop.reports.layout.table import Cell, Row, Table
from renda_desktop.reports.layout.text import Align, Style
from renda_desktop.reports.layout.tick import tick
from renda_desktop.reports.paper import (
    BODY,
    PLAIN,
    SMALL,
    STATION,
    SUBTITLE,
    TITLE,
    Content,
    Paper,
)
from renda_desktop.reports.secret import folios

NAME = "票决票"
_GRIDS = {1: (1, 1), 2: (1, 2), 3: (1, 3), 4: (2, 2)}  # columns and rows on one A4
_NUMBER, _OPTION = 34.0, 46.0
_LEAD = 20.0  # of a number and of a box: a row that is cut keeps them on its first part
_TEXT = replace(SMALL, size=10, leading=15)
_SEAL = 64.0  # half of it where several papers share a page


def render(sheet: BallotPaper) -> bytes:
    """Return the papers as a PDF: as many to a page as asked for, or as there is room for.

    No moment and no number of issue stand on them: papers printed later would be told apart.
    """
    whole = a4()
    for per_page in sorted((n for n in _GRIDS if n <= max(1, sheet.per_page)), reverse=True):
        columns, rows = _GRIDS[per_page]
        paper = _one(sheet, _part(columns, rows))
        if per_page == 1 or len(paper.flow.pages) == 1:
            break
    pages = paper.flow.pages
    if per_page > 1:
        pages = [[*_copies(pages[0], columns, rows), *_cuts(columns, rows)]]
    facts = Facts(NAME, sheet.printed_at)
    return pdf_bytes(pages, page=whole, case=paper.case, facts=facts)


def _part(columns: int, rows: int) -> Page:
    """Return the part of an A4 that one paper has."""
    whole = a4()
    if columns == rows == 1:
        return whole
    side = 11 * MM
    return Page(whole.width / columns, whole.height / rows, 9 * MM, 7 * MM, side, side)


def _one(sheet: BallotPaper, page: Page) -> Paper:
    """Set one paper on its page, or on its part of one."""
    paper, head = Paper(page), sheet.head
    large = page.height > a4().height - 1
    paper.flow.lines(paper.text(head.station.name, style=STATION))
    title = TITLE if large else replace(TITLE, size=16, leading=23)
    headline(paper, head.title, style=title)
    paper.flow.lines(paper.text(NAME, style=SUBTITLE))
    paper.flow.space(4 if large else 1)
    place = f"地点：{head.place}" if head.place else ""
    paper.sides(f"日期：{words.day(head.on)}", place, style=SMALL)
    paper.flow.space(3)
    paper.running(f"{head.title}　{NAME}（续）")
    paper.flow.table(_items(paper, sheet))
    _advice(paper, sheet)
    if large:
        folios(paper)
    return paper


def _items(paper: Paper, sheet: BallotPaper) -> Table:
    options = [_OPTION] * len(sheet.options)
    widths = [_NUMBER, paper.page.measure - _NUMBER - sum(options), *options]
    head = paper.heads(("序号", "票决项目", *sheet.options), widths=widths)
    large = paper.page.height > a4().height - 1
    title = replace(BODY, size=14, leading=22) if large else BODY
    return Table([_item(paper, one, widths, title) for one in sheet.items], [head])


def _item(paper: Paper, one: VoteItem, widths: Sequence[float], title: Style) -> Row:
    number = replace(PLAIN, align=Align.CENTRE, leading=_LEAD)
    mark = paper.cell(str(one.number), width=widths[0], style=number)
    told: list[tuple[Content, Style]] = [(one.title, title)]
    told += [(text, _TEXT) for text in (one.text, one.amount and f"金额：{one.amount}") if text]
    cells: list[Cell] = [replace(mark, again=True), paper.box(told, width=widths[1], middle=True)]
    return Row([*cells, *(tick(width=wide, height=_LEAD) for wide in widths[2:])])


def _advice(paper: Paper, sheet: BallotPaper) -> None:
    """Say how to fill it in, and leave room for the seal, or for the name of who votes openly."""
    style = replace(SMALL, hang=1.5)
    lines = [
        line
        for number, text in enumerate(sheet.advice, 1)
        for line in paper.text(f"{number}.{text}", style=style)
    ]
    seal = _SEAL if paper.page.height > a4().height - 1 else _SEAL / 2
    paper.flow.space(4)
    paper.flow.need(STATION.leading + sum(line.height for line in lines) + seal)
    paper.flow.lines(paper.text("填写说明", style=replace(STATION, size=10.5, align=Align.LEFT)))
    paper.flow.lines(lines)
    paper.flow.space(seal - SMALL.leading)
    signed = "" if sheet.head.secret else "投票人（签名）："
    paper.sides(signed, "（盖章处）　　　　", style=SMALL)


def _copies(operators: Sequence[str], columns: int, rows: int) -> list[str]:
    """Return the same paper at each place of the grid."""
    whole = a4()
    out = []
    for row in range(rows):
        for column in range(columns):
            x, y = column * whole.width / columns, row * whole.height / rows
            out += [f"q 1 0 0 1 {x:.2f} {y:.2f} cm", *operators, "Q"]
    return out


def _cuts(columns: int, rows: int) -> list[str]:
    """Return the lines to cut along."""
    whole = a4()
    ends = [(x * whole.width / columns, 0.0, 0.0, whole.height) for x in range(1, columns)]
    ends += [(0.0, y * whole.height / rows, whole.width, 0.0) for y in range(1, rows)]
    drawn = [draw.rule(x, y, x + wide, y + high) for x, y, wide, high in ends]
    return ["[4 3] 0 d", *drawn, "[] 0 d"]
