"""Photos and scans for pages: as large as print needs, without what a camera or an author adds."""

import warnings
from io import BytesIO
from typing import Final

import PIL.Image
import PIL.ImageOps
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from renda_desktop.reports.layout.picture import Picture
from renda_desktop.reports.pdfium import LOCK

_DOTS: Final = 2200  # along the longer side: about 200 an inch on A4
_QUALITY: Final = 85
MOST_PAGES: Final = 300
"""Pages of one file that are shown."""


class UnreadableError(Exception):
    """A file cannot be shown: damaged, locked or too large."""


def photo(data: bytes) -> Picture:
    """Return a photo upright, without place, device and time that the camera wrote into it.

    Raises:
        UnreadableError: it is no picture, or too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with PIL.Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
                return _encoded(PIL.ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, Warning, PIL.Image.DecompressionBombError):
        raise UnreadableError from None


def scans(data: bytes) -> list[Picture]:
    """Return the pages of a PDF as they look, so that nothing foreign comes into the document.

    Raises:
        UnreadableError: it is no PDF, locked, or longer than MOST_PAGES.
    """
    try:
        with LOCK, PdfDocument(data) as pdf:
            if not 0 < len(pdf) <= MOST_PAGES:
                raise UnreadableError
            pdf.init_forms()
            return [_scan(page) for page in pdf]
    except PdfiumError:
        raise UnreadableError from None


def _scan(page: PdfPage) -> Picture:
    width, height = page.get_size()
    bitmap = page.render(scale=_DOTS / max(width, height, 1), may_draw_forms=True)
    page.close()
    return _encoded(bitmap.to_pil())


def _encoded(image: PIL.Image.Image) -> Picture:
    grey = image.mode in ("1", "L", "LA")
    if image.mode in ("RGBA", "LA", "P"):  # what is transparent is paper
        seen = image.convert("RGBA")
        paper = PIL.Image.new("RGBA", seen.size, "white")
        image = PIL.Image.alpha_composite(paper, seen)
    image = image.convert("L" if grey else "RGB")
    image.thumbnail((_DOTS, _DOTS))
    stream = BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY)
    return Picture(image.width, image.height, stream.getvalue(), grey)
