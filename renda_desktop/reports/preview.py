"""Show the pages of a PDF as plain pixels, for a window, a printer or a test."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from renda_desktop.reports.pdfium import LOCK

_POINTS = 72.0
_FAINT = 16
_BAND = 400_000
_LOOKED = 40_000
_LOOK = 36.0
"""Dots an inch that show whether a page has any colour."""


@dataclass(frozen=True, slots=True)
class Image:
    """Pixels row by row from the top, four bytes each: red, green, blue, alpha."""

    width: int
    height: int
    rgba: bytes


@dataclass(frozen=True, slots=True)
class Print:
    """A page for a printer: one byte a pixel where it has no colour, else four as an `Image`.

    It comes in bands of whole rows from the top: copying 60 MB at once would stop the window.
    """

    width: int
    height: int
    stride: int
    grey: bool
    bands: tuple[bytes, ...]


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(page_sizes(pdf))


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of every page, in points."""
    import pypdfium2

    with LOCK, pypdfium2.PdfDocument(pdf) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def page_image(pdf: bytes, *, page: int, width: int) -> Image:
    """Draw one page, counted from 0, `width` pixels wide on white."""
    import pypdfium2

    with LOCK, pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        image = _coloured(sheet, scale=width / sheet.get_width())
        sheet.close()
        return image


def page_print(pdf: bytes, *, page: int, dpi: int, colour_dpi: int) -> Print:
    """Draw one page for a printer: black type finely, a page with colour at `colour_dpi`."""
    import pypdfium2

    with LOCK, pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        grey = not _colourful(_coloured(sheet, scale=_LOOK / _POINTS).rgba)
        scale = (dpi if grey else colour_dpi) / _POINTS
        form = {"grayscale": True} if grey else {"force_bitmap_format": _BGRA}
        bitmap = sheet.render(scale=scale, rev_byteorder=True, **form)
        bands = tuple(_bands(memoryview(bitmap.buffer).cast("B"), stride=bitmap.stride))
        made = Print(bitmap.width, bitmap.height, bitmap.stride, grey, bands)
        bitmap.close()
        sheet.close()
        return made


_BGRA = 4  # FPDFBitmap_BGRA; with the order reversed it is RGBA


def _colourful(rgba: bytes) -> bool:
    """Return whether there is more than black, white and the faint tint of a table's head."""
    for at in range(0, len(rgba), _LOOKED):
        part = rgba[at : at + _LOOKED]
        found = set(zip(part[0::4], part[1::4], part[2::4], strict=True))
        if any(max(colour) - min(colour) > _FAINT for colour in found):
            return True
    return False


def _coloured(sheet: Any, *, scale: float) -> Image:  # pdfium's binding has no types
    bitmap = sheet.render(scale=scale, rev_byteorder=True, force_bitmap_format=_BGRA)
    rows = _rows(bytes(bitmap.buffer), stride=bitmap.stride, length=4 * bitmap.width)
    image = Image(bitmap.width, bitmap.height, rows)
    bitmap.close()
    return image


def _bands(buffer: memoryview, *, stride: int) -> Iterator[bytes]:
    """Yield whole rows, about as many bytes at a time as can be copied unnoticed."""
    step = max(_BAND // stride, 1) * stride
    for at in range(0, len(buffer), step):
        yield bytes(buffer[at : at + step])


def _rows(buffer: bytes, *, stride: int, length: int) -> bytes:
    """Drop what a bitmap adds at the end of each row."""
    if stride == length:
        return buffer
    return b"".join(buffer[at : at + length] for at in range(0, len(buffer), stride))
