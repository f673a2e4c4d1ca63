"""Several papers in one file."""

from collections.abc import Sequence
from io import BytesIO

from renda_desktop.reports.pdfium import LOCK


def joined(documents: Sequence[bytes], /) -> bytes:
    """Return one PDF with the pages of several, in their order."""
    from pypdfium2 import PdfDocument

    if len(documents) == 1:
        return documents[0]
    with LOCK:
        whole = PdfDocument.new()
        for document in documents:
            part = PdfDocument(document)
            whole.import_pages(part)
            part.close()
        stream = BytesIO()
        whole.save(stream)
        whole.close()
        return stream.getvalue()
