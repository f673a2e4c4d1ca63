"""Letters as offices write them: GB/T 9704-2012, 22 lines of 28 characters on A4."""

from collections.abc import Sequence
from dataclasses import replace

from renda_desktop.queries.papers import LetterSheet
from renda_desktop.reports import words
from renda_desktop.reports.layout.document import Facts, pdf_bytes
from renda_desktop.reports.layout.draw import MM
from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.flow import Page
from renda_desktop.reports.layout.text import Align, Line, Style, gap, width_of
from renda_desktop.reports.paper import FOOT, Paper

PAGE = Page(210 * MM, 297 * MM, top=37 * MM, bottom=35 * MM, left=28 * MM, right=26 * MM)
"""The text area is 156 × 225 mm."""

_COLUMNS, _LINES, _SIZE = 28, 22, 16.0
_LINE = 225 * MM / _LINES - 0.001  # so that the last one fits whatever the rounding
_TRACK = 156 * MM / _COLUMNS - _SIZE
_EM = _SIZE + _TRACK

TITLE = Style(Face.BIAO, 22, _LINE * 1.25, Align.CENTRE)
TEXT = Style(Face.FANG, _SIZE, _LINE, indent=2, track=_TRACK)
FLUSH = replace(TEXT, indent=0)
NUMBER = replace(FLUSH, align=Align.RIGHT)
_HEADINGS = {1: replace(TEXT, face=Face.HEI), 2: replace(TEXT, face=Face.KAI)}
_FOLIO = Style(Face.FANG, 14, 18, Align.LEFT)
_SEAL = 2  # blank lines above the sender: the seal covers sender and date
_DATE_INSET = 4  # characters between the date and the right edge
_TOGETHER = 2  # lines of text that stay with the sender: no page holds the sender alone


def render(letter: LetterSheet) -> bytes:
    """Return the letter as a PDF."""
    paper = Paper(PAGE)
    _head(paper, letter)
    parts = [paper.text(p.text, style=_HEADINGS.get(p.level, TEXT)) for p in letter.body]
    text = [line for part in parts for line in part]
    text += _attachments(paper, letter.attachments)
    end = _signature(paper, letter)
    headings = {id(part[0]) for part, p in zip(parts, letter.body, strict=True) if p.level and part}
    first = max(0, len(text) - _TOGETHER)
    while first and id(text[first - 1]) in headings:
        first -= 1
    kept = text[first:]
    for index, line in enumerate(text):
        together = text[index : index + _TOGETHER + 1] if id(line) in headings else [line]
        if index == first:
            together = [*kept, *end]
        paper.flow.need(sum(one.height for one in together))
        paper.flow.lines([line])
    paper.flow.lines(end)
    for index, operators in enumerate(paper.flow.pages):
        operators += [*_folio(paper, index), *_stamp(paper, letter, index)]
    return pdf_bytes(
        paper.flow.pages,
        page=PAGE,
        case=paper.case,
        facts=Facts(letter.name, letter.printed_at),
    )


def _head(paper: Paper, letter: LetterSheet) -> None:
    flow = paper.flow
    if letter.number:
        flow.lines(paper.text(letter.number, style=NUMBER))
    flow.lines([*_title(paper, letter), gap(_LINE * 0.75)])
    if letter.to:
        flow.lines(paper.text(letter.to, style=FLUSH))


def _title(paper: Paper, letter: LetterSheet) -> list[Line]:
    """Return the title; one that needs several lines is cut behind the sender's name first."""
    title, rest = letter.title, letter.title.removeprefix(letter.sender)
    if rest in ("", title) or width_of(title, style=TITLE, case=paper.case) <= PAGE.measure:
        return _balanced(paper, title)
    return [*_balanced(paper, letter.sender), *_balanced(paper, rest)]


def _balanced(paper: Paper, text: str) -> list[Line]:
    """Return a part of the title in as few lines as it needs, all about as long."""
    found = paper.text(text, style=TITLE)
    narrow = width_of(text, style=TITLE, case=paper.case) / max(1, len(found))
    for width in range(int(narrow) + 1, int(PAGE.measure), 6):
        lines = paper.text(text, style=TITLE, width=width)
        if len(lines) == len(found):
            inset = (PAGE.measure - width) / 2
            return [replace(line, x=line.x + inset) for line in lines]
    return found


def _attachments(paper: Paper, names: Sequence[str]) -> list[Line]:
    """Return the names of what is attached, one under the other, a line below the text."""
    if not names:
        return []
    one = len(names) == 1
    told = [name if one else f"{number}.{name}" for number, name in enumerate(names, 1)]
    lines = [gap(_LINE)]
    for number, name in enumerate(told):
        words_ = f"附件：{name}" if not number else name
        style = replace(TEXT, indent=2 if not number else 5, hang=5)
        lines += paper.text(words_, style=style)
    return lines


def _signature(paper: Paper, letter: LetterSheet) -> list[Line]:
    """Return sender and date at the lower right, the sender centred over the date.

    A long sender ends two characters from the edge, the date begins two after it.
    """
    day = words.day(letter.on)
    date_wide = width_of(day, style=FLUSH, case=paper.case)
    sender_wide = min(width_of(letter.sender, style=FLUSH, case=paper.case), PAGE.measure)
    date_x = PAGE.measure - _DATE_INSET * _EM - date_wide
    sender_x = date_x + (date_wide - sender_wide) / 2
    if sender_x + sender_wide > PAGE.measure:
        sender_x = max(0.0, PAGE.measure - 2 * _EM - sender_wide)
        date_x = min(sender_x + 2 * _EM, PAGE.measure - date_wide)
    lines = [gap(_LINE * _SEAL)]
    for text, x in ((letter.sender, sender_x), (day, date_x)):
        set_ = paper.text(text, style=replace(FLUSH, align=Align.LEFT))
        lines += [replace(line, x=line.x + x) for line in set_]
    if letter.contact:
        lines += [gap(_LINE / 2), *paper.text(f"（{letter.contact}）", style=TEXT)]
    return lines


def _folio(paper: Paper, index: int) -> list[str]:
    """Return the page number outside, 7 mm below the text: right on odd pages, left on even."""
    text = f"— {index + 1} —"
    wide = width_of(text, style=_FOLIO, case=paper.case)
    left = PAGE.left + 14 if index % 2 else PAGE.left + PAGE.measure - wide - 14
    top = PAGE.bottom - 7 * MM + 4
    return [line.draw(left=left, top=top) for line in paper.text(text, style=_FOLIO)]


def _stamp(paper: Paper, letter: LetterSheet, index: int) -> list[str]:
    """Return under which number it was issued, small, at the other end of the page number."""
    text = words.stamp(letter)
    wide = width_of(text, style=FOOT, case=paper.case)
    left = PAGE.left + PAGE.measure - wide if index % 2 else PAGE.left
    top = PAGE.bottom - 7 * MM
    return [line.draw(left=left, top=top) for line in paper.text(text, style=FOOT)]
