"""归档卷: everything of one matter in one document, numbered through, with its files as pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from renda_desktop.queries.papers import MatterArchive
from renda_desktop.queries.papers.matter_file import FileAttachment
from renda_desktop.reports import file_history, pictures, words
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.layout.document import Facts, Part, collecting, joined
from renda_desktop.reports.layout.draw import MM
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.outline import Mark
from renda_desktop.reports.layout.picture import Picture
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Align, gap, width_of
from renda_desktop.reports.paper import (
    FOOT,
    PLAIN,
    SMALL,
    STATION,
    SUBTITLE,
    TITLE,
    Paper,
)
from renda_desktop.reports.slip import pairs, signing

NAME = "事项归档卷"
HISTORY = "办理经过、评价与附件清单"
_SIGNERS = ("立卷人（签名）", "检查人（签名）", "站长（签名）")
_SHARES = (9, 54, 20, 32)
_NOT_PLACED = "此格式不能编入，原件另存"
_UNREADABLE = "原件打不开、有密码或过长，未编入"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part with its line in the contents; without one, `left_out` says why it is not here.

    `mark` names it in the outline, which tells no name that somebody gave a file.
    """

    title: str
    mark: str
    on: str = ""
    part: Part | None = None
    left_out: str = ""

    @property
    def pages(self) -> int:
        return len(self.part.pages) if self.part else 0


def render(sheet: MatterArchive) -> bytes:
    """Return the file as one PDF.

    Attached photos and scans are shown as they look, not taken over as they are: so no foreign
    font, script or hidden word comes in, and the whole stays PDF/A.
    """
    pieces = [*_papers(sheet), _history(sheet)]
    pieces += [_attachment(sheet, number, one) for number, one in enumerate(sheet.attachments, 1)]
    front = _front(sheet, pieces, ahead=1)
    if len(front.pages) > 1:  # how many there are says where the first piece begins
        front = _front(sheet, pieces, ahead=len(front.pages))
    whole = [_Piece("", "封面与目录", part=front), *pieces]
    parts = [one.part for one in whole if one.part]
    total = sum(len(part.pages) for part in parts)
    numbered, first = [], 1
    for part in parts:
        numbered.append(_numbered(part, first=first, total=total))
        first += len(part.pages)
    return joined(numbered, facts=Facts(NAME, sheet.printed_at), marks=list(_marks(whole)))


def _papers(sheet: MatterArchive) -> Iterator[_Piece]:
    for one in sheet.parts:
        with collecting() as made:
            PAPERS[one.form].render(one.sheet)
        title = PAPERS[one.form].title
        yield _Piece(title, title, words.short_day(one.on), made[0])


def _history(sheet: MatterArchive) -> _Piece:
    with collecting() as made:
        file_history.render(sheet, name=HISTORY)
    today = words.short_day(sheet.printed_at.astimezone(words.BEIJING))
    return _Piece(HISTORY, HISTORY, today, made[0])


def _attachment(sheet: MatterArchive, number: int, file: FileAttachment) -> _Piece:
    mark = f"附件{number}"
    title = f"{mark}　{file.name}"
    if file.content is None:
        return _Piece(title, mark, left_out=file.left_out)
    try:
        if file.mime == "application/pdf":
            shown = pictures.scans(file.content)
        elif file.mime in ("image/jpeg", "image/png"):
            shown = [pictures.photo(file.content)]
        else:
            return _Piece(title, mark, left_out=_NOT_PLACED)
    except pictures.UnreadableError:
        return _Piece(title, mark, left_out=_UNREADABLE)
    return _Piece(title, mark, part=_shown(sheet, title, file, shown))


def _shown(
    sheet: MatterArchive, title: str, file: FileAttachment, shown: Sequence[Picture]
) -> Part:
    """Return pages with a picture each, under what it is and the hash of its original."""
    wide = shown[0].width > shown[0].height * 1.15
    paper = Paper(a4(landscape=wide))
    flow, page = paper.flow, paper.page
    small = replace(SMALL, size=9, leading=13)
    for index, picture in enumerate(shown, 1):
        if index > 1:
            flow.turn()
        place = f"（第 {index} 页，共 {len(shown)} 页）" if len(shown) > 1 else ""
        flow.lines(paper.text(f"事项 {sheet.number}　{title}{place}", style=SMALL))
        flow.lines(paper.text(f"原件 SHA-256：{file.sha256}", style=small))
        flow.space(6)
        width, height = picture.fitted(width=page.measure, height=flow.room)
        left = page.left + (page.measure - width) / 2
        flow.put(picture.draw(f"P{index}", left=left, top=flow.y, width=width, height=height))
    held = {f"P{index}": picture for index, picture in enumerate(shown, 1)}
    return Part(flow.pages, page, paper.case, pictures=held)


def _front(sheet: MatterArchive, pieces: Sequence[_Piece], *, ahead: int) -> Part:
    """Return the cover and the contents; the first piece stands behind `ahead` pages."""
    paper = Paper(a4(margin=25))
    flow = paper.flow
    flow.space(30 * MM)
    flow.lines(paper.text(sheet.station.name, style=replace(STATION, size=16, leading=30)))
    flow.lines(paper.text(NAME, style=replace(TITLE, size=30, leading=52)))
    flow.lines(paper.text(f"编号 {sheet.number}", style=replace(SUBTITLE, size=15, leading=28)))
    shown = words.stamp(sheet)
    if shown:
        flow.lines(paper.text(shown, style=SUBTITLE))
    flow.space(14 * MM)
    flow.table(Table(list(_facts(paper, sheet))))
    flow.space(10 * MM)
    signers = signing(paper, _SIGNERS)
    flow.need(signers.height)
    flow.table(Table([signers]))
    flow.turn()
    flow.lines([*paper.text("目　录", style=TITLE), gap(8)])
    flow.table(_contents(paper, pieces, ahead))
    note = "文书按当日的记录重印；附件按打印清晰度编入，原件按校验值另存。"
    flow.space(6)
    flow.lines(paper.text(note, style=replace(SMALL, align=Align.LEFT)))
    return Part(flow.pages, paper.page, paper.case)


def _facts(paper: Paper, sheet: MatterArchive) -> Iterable[Row]:
    yield pairs(paper, ("事项", sheet.title))
    known = [(label, value) for label, value in sheet.facts if value]
    for place in range(0, len(known), 2):
        yield pairs(paper, *known[place : place + 2])


def _contents(paper: Paper, pieces: Sequence[_Piece], ahead: int) -> Table:
    unit = paper.page.measure / sum(_SHARES)
    widths = [share * unit for share in _SHARES]
    centred = replace(PLAIN, align=Align.CENTRE)
    rows, first = [], ahead + 1
    for number, piece in enumerate(pieces, 1):
        last = first + piece.pages - 1
        pages = f"{first}—{last}" if last > first else str(first)
        texts = (str(number), piece.title, piece.on, pages if piece.part else piece.left_out)
        styles = (centred, PLAIN, centred, centred if piece.part else replace(SMALL, size=9))
        cells = [
            paper.cell(text, width=width, style=style)
            for text, width, style in zip(texts, widths, styles, strict=True)
        ]
        rows.append(Row(cells, 26.0))
        first += piece.pages
    return Table(rows, [paper.heads(("序号", "文书", "日期", "卷内页次"), widths=widths)])


def _numbered(part: Part, *, first: int, total: int) -> Part:
    """Return a part whose pages say where they stand in the whole, at the upper right."""
    page, made = part.page, []
    for number, operators in enumerate(part.pages, first):
        text = f"卷内第 {number} 页　共 {total} 页"
        wide = width_of(text, style=FOOT, case=part.case)
        paper = Paper(page, part.case)
        lines = paper.text(text, style=FOOT, width=wide + 1)
        left = page.width - 16 * MM - wide
        over = [line.draw(left=left, top=page.height - 7 * MM) for line in lines]
        made.append([*operators, *over])
    return replace(part, pages=made)


def _marks(pieces: Sequence[_Piece]) -> Iterator[Mark]:
    page = 0
    for piece in pieces:
        if piece.part is None:
            continue
        yield Mark(piece.mark, page, piece.part.page.height)
        for mark in piece.part.marks:
            yield replace(mark, page=mark.page + page, level=mark.level + 1)
        page += piece.pages
