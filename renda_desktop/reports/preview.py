"""Show the pages of a PDF as plain pixels, for a window or a test."""

from dataclasses import dataclass
from threading import Lock

_PDFIUM = Lock()  # pdfium may be entered by one thread at a time


@dataclass(frozen=True, slots=True)
class Image:
    """Pixels row by row from the top, four bytes each: red, green, blue, alpha."""

    width: int
    height: int
    rgba: bytes


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page_image(pdf: bytes, *, page: int, width: int) -> Image:
    """Draw one page, counted from 0, `width` pixels wide on white."""
    import pypdfium2

    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        scale = width / sheet.get_width()
        bitmap = sheet.render(scale=scale, rev_byteorder=True, force_bitmap_format=_BGRA)
        rows = _rows(bytes(bitmap.buffer), stride=bitmap.stride, length=4 * bitmap.width)
        image = Image(bitmap.width, bitmap.height, rows)
        bitmap.close()
        sheet.close()
        return image


_BGRA = 4  # FPDFBitmap_BGRA; with the order reversed it is RGBA


def _rows(buffer: bytes, *, stride: int, length: int) -> bytes:
    """Drop what a bitmap adds at the end of each row."""
    if stride == length:
        return buffer
    return b"".join(buffer[at : at + length] for at in range(0, len(buffer), stride))
