"""Several papers in one file, which an archive takes as it takes each of them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from renda_desktop.reports.pdfium import LOCK

if TYPE_CHECKING:
    from renda_desktop.reports.layout.outline import Mark

_MOMENT = "D:%Y%m%d%H%M%SZ"


def joined(documents: Sequence[bytes], /) -> bytes:
    """Return one PDF/A with the pages of several papers of ours, in their order.

    Its outline has each paper by its kind and its place among them, above its own headings.
    """
    if len(documents) == 1:
        return documents[0]
    from pypdfium2 import PdfDocument

    from renda_desktop.reports.layout.document import Facts, bound

    titles: dict[str, None] = {}
    marks: list[Mark] = []
    moments, first = [], 0
    for number, data in enumerate(documents, 1):
        with LOCK, PdfDocument(data) as document:
            said = document.get_metadata_dict()
            marks += _marks(document, f"{number}　{said['Title']}", first)
            first += len(document)
        titles[said["Title"]] = None
        moments.append(datetime.strptime(said["ModDate"], _MOMENT).replace(tzinfo=UTC))
    facts = Facts("、".join(titles), max(moments))
    return bound(documents, facts=facts, marks=marks)


def _marks(document: Any, title: str, first: int) -> Iterator["Mark"]:  # pdfium has no types
    """Yield a mark for a document, which begins on page `first`, and for each of its own."""
    from renda_desktop.reports.layout.outline import Mark

    yield Mark(title, first, document.get_page_size(0)[1])
    for one in document.get_toc():
        place = one.get_dest()
        top = place.get_view()[1][1]
        yield Mark(one.get_title(), first + place.get_index(), top, one.level + 1)
