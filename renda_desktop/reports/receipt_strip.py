"""来访回执 on a strip of thermal paper 80 mm wide, as long as its text needs."""

from dataclasses import replace

import segno

from renda_desktop.queries.papers import ReceiptMatter, ReceiptSheet
from renda_desktop.reports import words
from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.document import Facts, pdf_bytes
from renda_desktop.reports.layout.draw import MM
from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.flow import Page
from renda_desktop.reports.layout.ink import Ink
from renda_desktop.reports.layout.text import Align, Line, Run, Style, gap
from renda_desktop.reports.paper import Paper

NAME = "来访回执"
TITLE = "来访回执（小票）"
_DOT = 72 / 203  # of the printer: whatever is thin is a whole number of them
_MODULE = 6  # dots of a QR code's square
_LONGEST = 3000 * MM  # what drivers take; a longer text goes on on another strip
_SIDE = 4 * MM  # 576 of 640 dots are printed
_FOOT = 9 * MM

# 黑体 throughout: thin strokes break at this resolution, and there is no grey.
_TEXT = Style(Face.HEI, 9.5, 14.5, Align.LEFT)
_SAID = replace(_TEXT, align=Align.JUSTIFY)
_NUMBER = Style(Face.BOLD, 12.5, 20, Align.CENTRE)
_NAME = Style(Face.BOLD, 16, 25, Align.CENTRE)
_BOLD = replace(_TEXT, face=Face.BOLD)
_CENTRE = replace(_TEXT, align=Align.CENTRE)
_SMALL = Style(Face.HEI, 8.5, 12.5, Align.CENTRE)


def render(sheet: ReceiptSheet) -> bytes:
    """Return the strip as a PDF; it is as high as its text, unless that is longer than a strip."""
    paper = _set(sheet, _LONGEST)
    if len(paper.flow.pages) == 1:
        used = paper.page.height - paper.flow.y + paper.page.bottom
        paper = _set(sheet, _whole(used + _DOT))
    total = len(paper.flow.pages)
    for number, operators in enumerate(paper.flow.pages, 1):
        foot = paper.text(f"第 {number} 页　共 {total} 页", style=_SMALL)
        operators += [line.draw(left=_SIDE, top=paper.page.bottom) for line in foot]
    facts = Facts(TITLE, sheet.printed_at)
    return pdf_bytes(paper.flow.pages, page=paper.page, case=paper.case, facts=facts)


def _whole(height: float) -> float:
    """Return a height in whole dots."""
    return (int(height / _DOT) + 1) * _DOT


def _set(sheet: ReceiptSheet, height: float) -> Paper:
    paper = Paper(Page(80 * MM, height, 4 * MM, _FOOT, _SIDE, _SIDE))
    flow = paper.flow
    flow.lines(paper.text(sheet.station.name, style=_CENTRE))
    flow.lines(paper.text(NAME, style=_NAME))
    flow.lines(paper.text(sheet.number, style=_NUMBER))
    _code(paper, sheet.number)
    _rule(paper)
    for name, value in (
        ("候访号", sheet.ticket),
        ("来访人", words.party(sheet.resident, heads=sheet.heads)),
        ("时　间", words.moment(sheet.received_at)),
        ("接　待", sheet.reception),
        ("经办人", sheet.clerk),
    ):
        _field(paper, name, value)
    for number, matter in enumerate(sheet.matters, 1):
        _rule(paper)
        _matter(paper, number, matter)
    if not sheet.matters:
        _rule(paper)
        flow.lines(paper.text("本次来访没有登记事项。", style=_TEXT))
    _rule(paper)
    station = sheet.station
    for name, value in (("地　址", station.address), ("电　话", station.phone)):
        _field(paper, name, value)
    _field(paper, "接待日", station.hours)
    flow.lines(
        paper.text("请保存好本回执。到站或来电报编号，或出示二维码，可查询办理进展。", style=_TEXT)
    )
    if any(matter.provisional for matter in sheet.matters):
        flow.lines(paper.text("「暂定」的期限如有变动，本站会告知您。", style=_TEXT))
    printed = f"打印时间：{words.moment(sheet.printed_at)}"
    for text in (words.stamp(sheet), printed):
        flow.lines(paper.text(text, style=_SMALL))
    return paper


def _matter(paper: Paper, number: int, matter: ReceiptMatter) -> None:
    head = f"{number}．{matter.number}" if matter.number else f"{number}．"
    paper.flow.lines(paper.text(head, style=_BOLD))
    paper.flow.lines(paper.text(matter.text, style=_SAID))
    _field(paper, "办　理", "、".join(part for part in (matter.way, matter.unit) if part))
    _field(paper, "期　限", words.deadline(matter.due, provisional=matter.provisional))
    _field(paper, "下一步", matter.next_step)


def _field(paper: Paper, name: str, value: str) -> None:
    """Set a name three characters wide and its value, which goes on under itself."""
    if value:
        style = replace(_TEXT, hang=4.0)
        paper.flow.lines(paper.text([Run(f"{name}　", _BOLD), Run(value, style)], style=style))


def _rule(paper: Paper) -> None:
    """Draw a black line of three dots."""
    flow, page = paper.flow, paper.page
    flow.lines([gap(4)])
    y = page.height - _whole(page.height - flow.y) + _DOT / 2  # or else it is now two, now four
    ends = f"{page.left:.2f} {y:.3f} m {page.left + page.measure:.2f} {y:.3f} l S"
    flow.put(f"{Ink.BLACK.stroke} {3 * _DOT:.3f} w {ends}")
    flow.lines([gap(4)])


def _code(paper: Paper, text: str) -> None:
    """Draw the code of the number, its squares on whole dots."""
    flow, page = paper.flow, paper.page
    squares = segno.make(text, error="m", micro=False).symbol_size(scale=1, border=4)[0]
    size = squares * _MODULE * _DOT
    left = _whole((page.width - size) / 2)
    top = page.height - _whole(page.height - flow.y)
    flow.put(draw.qr_code(text, left=left, top=top, size=size))
    lines: list[Line] = [gap(size + _DOT)]
    flow.lines(lines)
