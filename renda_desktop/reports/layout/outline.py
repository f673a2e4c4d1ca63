"""The list of contents that a reader shows beside a document."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFString,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading: its page from 0, how far above the page's lower edge, its level from 0."""

    title: str
    page: int
    top: float
    level: int = 0


@dataclass(slots=True, eq=False)
class _Item:
    mark: Mark
    entry: PDFDictionary
    reference: PDFObjectReference
    children: "list[_Item]"


def outline(
    document: PDFDocument, *, marks: Sequence[Mark], pages: Sequence[PDFObjectReference]
) -> PDFDictionary | None:
    """Return the outline of a document; None without marks.

    A mark belongs under the last one before it of a lower level.
    """
    roots: list[_Item] = []
    open_: list[_Item] = []
    for mark in marks:
        where = PDFArray([pages[mark.page], PDFName("XYZ"), "null", f"{mark.top:.2f}", "null"])
        entry = PDFDictionary({"Title": PDFString(mark.title), "Dest": where})
        item = _Item(mark, entry, document.Reference(entry), [])
        while open_ and open_[-1].mark.level >= mark.level:
            open_.pop()
        (open_[-1].children if open_ else roots).append(item)
        open_.append(item)
    if not roots:
        return None
    root = PDFDictionary({"Type": PDFName("Outlines")})
    _join(root, document.Reference(root), roots)
    return root


def _join(parent: PDFDictionary, reference: PDFObjectReference, items: Sequence[_Item]) -> int:
    """Link items to their neighbours and their parent; return how many are to be seen."""
    seen = len(items)
    for before, item in zip((None, *items), items, strict=False):
        item.entry.dict["Parent"] = reference
        if before is not None:
            item.entry.dict["Prev"], before.entry.dict["Next"] = before.reference, item.reference
        if item.children:
            seen += _join(item.entry, item.reference, item.children)
    parent.dict |= {"First": items[0].reference, "Last": items[-1].reference, "Count": seen}
    return seen
