"""Turn finished pages into the bytes of one PDF document."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFObjectReference,
    PDFPage,
    PDFPageLabel,
    PDFPageLabels,
    ViewerPreferencesPDFDictionary,
)

from renda_desktop.reports.layout import archive
from renda_desktop.reports.layout.binding import Binder
from renda_desktop.reports.layout.embed import embed, stream
from renda_desktop.reports.layout.flow import Page
from renda_desktop.reports.layout.outline import Mark, outline
from renda_desktop.reports.layout.picture import Picture
from renda_desktop.reports.layout.typecase import Typecase

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself. The title names the kind of paper, never a person."""

    title: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of one size in the characters of one case; operators name pictures by their keys."""

    pages: Sequence[Sequence[str]]
    page: Page
    case: Typecase
    marks: Sequence[Mark] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)


_COLLECTED: ContextVar[list[Part] | None] = ContextVar("collected", default=None)


@contextmanager
def collecting() -> Iterator[list[Part]]:
    """Let what would be documents meanwhile be parts of one; they stand in the list."""
    parts: list[Part] = []
    token = _COLLECTED.set(parts)
    try:
        yield parts
    finally:
        _COLLECTED.reset(token)


def pdf_bytes(
    pages: Sequence[Sequence[str]],
    *,
    page: Page,
    case: Typecase,
    facts: Facts,
    marks: Sequence[Mark] = (),
) -> bytes:
    """Return the document as PDF/A-2u. The same pages and facts always give the same bytes."""
    part = Part(pages, page, case, marks)
    collected = _COLLECTED.get()
    if collected is not None:
        collected.append(part)
        return b""
    return joined([part], facts=facts, marks=marks)


def joined(parts: Sequence[Part], *, facts: Facts, marks: Sequence[Mark]) -> bytes:
    """Return one document of several parts; `marks` count its pages from the first part on."""
    document = _document()
    made = [one for part in parts for one in _pages(document, part)]
    missing = sorted({char for part in parts for char in part.case.missing})
    if missing:
        log.warning("no font has %s", " ".join(f"U+{ord(char):04X}" for char in missing))
    return _finished(document, made, facts=facts, marks=marks)


def bound(documents: Sequence[bytes], *, facts: Facts, marks: Sequence[Mark]) -> bytes:
    """Return one document of finished ones of ours; its pages are labelled 1-1, 1-2, 2-1."""
    document = _document()
    binder, labels = Binder(document), PDFPageLabels()
    made: list[PDFObjectReference] = []
    for number, data in enumerate(documents, 1):
        labels.addPageLabel(len(made), PDFPageLabel("ARABIC", 1, f"{number}-"))
        made += binder.pages(data)
    document.Catalog.PageLabels = labels
    return _finished(document, made, facts=facts, marks=marks)


def _document() -> PDFDocument:
    document = PDFDocument(dummyoutline=1, invariant=1, pdfVersion=(1, 7), lang="zh-CN")
    archive.catalogue(document)
    return document


def _finished(
    document: PDFDocument,
    pages: Sequence[PDFObjectReference],
    *,
    facts: Facts,
    marks: Sequence[Mark],
) -> bytes:
    """Say what a document is and where its headings stand, and return its bytes."""
    catalogue = document.Catalog
    catalogue.Outlines = outline(document, marks=marks, pages=pages)
    if marks:
        catalogue.showOutline()
    catalogue.ViewerPreferences = ViewerPreferencesPDFDictionary({"DisplayDocTitle": "true"})
    archive.describe(document, title=facts.title, printed_at=facts.printed_at)
    data: bytes = document.format()
    return data


def _pages(document: PDFDocument, part: Part) -> Iterator[PDFObjectReference]:
    """Add the pages of a part to a document."""
    fonts = {s.key: embed(document, subset=s) for s in part.case.subsets.values()}
    held = {"Font": PDFDictionary(fonts)}
    if part.pictures:
        shown = {key: document.Reference(one.stream()) for key, one in part.pictures.items()}
        held["XObject"] = PDFDictionary(shown)
    resources = document.Reference(PDFDictionary(held))
    for operators in part.pages:
        content = "\n".join(one for one in operators if one).encode("ascii")
        document.updateSignature(content)
        page = _page(document, part.page, content, resources)
        document.addPage(page)
        yield document.Reference(page)


def _page(document: PDFDocument, page: Page, content: bytes, resources: object) -> PDFPage:
    made = PDFPage()
    made.pagewidth, made.pageheight = round(page.width, 2), round(page.height, 2)
    made.Contents = document.Reference(stream(content))
    made.Resources = resources
    return made
