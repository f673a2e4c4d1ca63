"""Turn finished pages into the bytes of one PDF document."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reportlab.pdfbase.pdfdoc import (
    PDFCatalog,
    PDFDictionary,
    PDFDocument,
    PDFPage,
    PDFString,
    ViewerPreferencesPDFDictionary,
)

from renda_desktop.reports.layout.embed import embed, stream
from renda_desktop.reports.layout.flow import Page
from renda_desktop.reports.layout.typecase import Typecase

log = logging.getLogger(__name__)

_PRODUCT = "Renda Desktop"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself. The title names the kind of paper, never a person."""

    title: str
    printed_at: datetime


def pdf_bytes(pages: Sequence[Sequence[str]], *, page: Page, case: Typecase, facts: Facts) -> bytes:
    """Return the document. The same pages and facts always give the same bytes."""
    document = PDFDocument(dummyoutline=1, invariant=1, pdfVersion=(1, 7), lang="zh-CN")
    fonts = {s.key: embed(document, subset=s) for s in case.subsets.values()}
    resources = document.Reference(PDFDictionary({"Font": PDFDictionary(fonts)}))
    for operators in pages:
        content = "\n".join(part for part in operators if part).encode("ascii")
        document.updateSignature(content)
        document.addPage(_page(document, page, content, resources))
    catalog: PDFCatalog = document.Catalog
    catalog.Outlines = None
    catalog.ViewerPreferences = ViewerPreferencesPDFDictionary({"DisplayDocTitle": "true"})
    document.info = _information(facts)
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


def _information(facts: Facts) -> PDFDictionary:
    moment = facts.printed_at.astimezone(UTC)
    stamp = PDFString(f"D:{moment:%Y%m%d%H%M%S}Z")
    return PDFDictionary(
        {
            "Title": PDFString(facts.title),
            "Creator": PDFString(_PRODUCT),
            "Producer": PDFString(_PRODUCT),
            "CreationDate": stamp,
            "ModDate": stamp,
        }
    )
