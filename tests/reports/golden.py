"""Pictures of the main papers that somebody looked at and found right.

To renew them after a change that is meant: python -m tests.reports.golden, then look at each.
"""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from renda_desktop.reports.catalogue import PAPERS
from tests.reports import samples

FOLDER = Path(__file__).resolve().parents[1] / "golden"
KINDS = ("registration-form", "receipt", "assignment", "reply", "ledger", "briefing")
DPI = 80
PAGES = 2  # of each paper: the first, and one that goes on
SHADES = 16
STEP = 40  # of 255: less is another version's way to smooth an edge
SPECK = 0.0002  # of a page's pixels: what may differ


def pictures(kind: str) -> list[Image.Image]:
    """Return the first pages of a paper in grey."""
    pdf = PAPERS[kind].render(samples.SHEETS[kind]())
    with pypdfium2.PdfDocument(pdf) as document:
        found = []
        for page in list(document)[:PAGES]:
            bitmap = page.render(scale=DPI / 72, grayscale=True)
            found.append(bitmap.to_pil().convert("L"))
            bitmap.close()
            page.close()
        return found


def path(kind: str, page: int) -> Path:
    """Return where the picture of a page lies; pages count from 1."""
    return FOLDER / f"{kind}-{page}.png"


def differing(golden: Image.Image, now: Image.Image) -> tuple[float, Image.Image]:
    """Return the share of pixels that differ, and the new page with those in red."""
    if golden.size != now.size:
        return 1.0, now
    soft = [image.convert("L").filter(ImageFilter.BoxBlur(1)) for image in (golden, now)]
    mask = ImageChops.difference(*soft).point(lambda step: 255 if step > STEP else 0)
    shown = Image.composite(Image.new("RGB", now.size, (220, 0, 0)), now.convert("RGB"), mask)
    return mask.histogram()[255] / (mask.width * mask.height), shown


def main(kinds: Sequence[str] = KINDS) -> None:
    """Draw the pictures again."""
    FOLDER.mkdir(exist_ok=True)
    for kind in kinds:
        for old in FOLDER.glob(f"{kind}-[0-9].png"):
            old.unlink()
        for page, image in enumerate(pictures(kind), 1):
            few = image.quantize(SHADES, dither=Image.Dither.NONE)
            few.save(path(kind, page), optimize=True)


if __name__ == "__main__":
    main()
