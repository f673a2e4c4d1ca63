"""Papers that must not be told apart: no moment and no number of issue stand on them."""

from renda_desktop.queries.papers import Sheet
from renda_desktop.reports.layout.document import Facts, pdf_bytes
from renda_desktop.reports.layout.text import width_of
from renda_desktop.reports.paper import FOOT, Paper


def folios(paper: Paper) -> None:
    """Number the pages in the middle of the foot."""
    page, total = paper.page, len(paper.flow.pages)
    for number, operators in enumerate(paper.flow.pages, 1):
        text = f"第 {number} 页　共 {total} 页"
        left = (page.width - width_of(text, style=FOOT, case=paper.case)) / 2
        lines = paper.text(text, style=FOOT)
        operators += [line.draw(left=left, top=page.bottom - 10) for line in lines]


def finish(paper: Paper, sheet: Sheet, *, title: str) -> bytes:
    """Number the pages and return the PDF."""
    folios(paper)
    facts = Facts(title, sheet.printed_at)
    flow = paper.flow
    return pdf_bytes(flow.pages, page=paper.page, case=paper.case, facts=facts, marks=flow.marks)
