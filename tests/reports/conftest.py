"""Ways to read a PDF back."""

import shutil
import subprocess
from collections.abc import Callable

import pypdfium2
import pytest

Reader = Callable[[bytes], list[str]]


def read_with_pdfium(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
        return pages


def read_with_pdftotext(pdf: bytes) -> list[str]:
    """Return the text of each page, in the order it was drawn."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8").split("\f")[:-1]


@pytest.fixture(params=["pdfium", "pdftotext"])
def read_pdf(request: pytest.FixtureRequest) -> Reader:
    """Read by pdfium always, and by pdftotext where it is installed."""
    if request.param == "pdfium":
        return read_with_pdfium
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    return read_with_pdftotext


def solid(pages: list[str]) -> str:
    """Return the text of all pages without spaces and line ends."""
    return "".join("".join(pages).split())
