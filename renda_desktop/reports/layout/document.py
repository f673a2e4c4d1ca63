"""Turn finished pages into the bytes of one PDF document."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFPage,
    ViewerPreferencesPDFDictionary,
)

from renda_desktop.reports.layout import archive
from renda_desktop.reports.layout.embed import embed, stream
from renda_desktop.reports.layout.flow import Page
from renda_desktop.reports.layout.outline import Mark, outline
from renda_desktop.reports.layout.typecase import Typecase

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself. The title names the kind of paper, never a person."""

    title: str
    printed_at: datetime


def pdf_bytes(
    pages: Sequence[Sequence[str]],
    *,
    page: Page,
    case: Typecase,
    facts: Facts,
    marks: Sequence[Mark] = (),
) -> bytes:
    """Return the document as PDF/A-2u. The same pages and facts always give the same bytes."""
    document = PDFDocument(dummyoutline=1, invariant=1, pdfVersion=(1, 7), lang="zh-CN")
    catalogue = archive.catalogue(document)
    fonts = {s.key: embed(document, subset=s) for s in case.subsets.values()}
    resources = document.Reference(PDFDictionary({"Font": PDFDictionary(fonts)}))
    made = []
    for operators in pages:
        content = "\n".join(part for part in operators if part).encode("ascii")
        document.updateSignature(content)
        one = _page(document, page, content, resources)
        document.addPage(one)
        made.append(document.Reference(one))
    catalogue.Outlines = outline(document, marks=marks, pages=made)
    if marks:
        catalogue.showOutline()
    catalogue.ViewerPreferences = ViewerPreferencesPDFDictionary({"DisplayDocTitle": "true"})
    archive.describe(document, title=facts.title, printed_at=facts.printed_at)
    if case.missing:
        log.warning("no font has %s", " ".join(f"U+{ord(char):04X}" for char in case.missing))
    data: bytes = document.format()
    return data


def _page(document: PDFDocument, page: Page, content: bytes, resources: object) -> PDFPage:
    made = PDFPage()
    made.pagewidth, made.pageheight = round(page.width, 2), round(page.height, 2)
    made.Contents = document.Reference(stream(content))
    made.Resources = resources
    return made
