"""What PDF/A-2u (ISO 19005-2) asks of text, on every paper; and that poppler has no complaint.

There is no validator among our tools, so the rules are told here: every shown code has a glyph, a
width that the font itself has, and a character; no .notdef; no operator outside ISO 32000-1.
"""

import re
import shutil
import subprocess
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.layout.truetype import Font
from tests.reports import samples

KINDS = [kind for kind in PAPERS if kind not in samples.LETTERS[1:]]
# What our layer writes; each stands in ISO 32000-1, annex A. `Do` shows a picture.
OPERATORS = {
    *("BT", "ET", "Tm", "Tf", "Tc", "Tj"),
    *("g", "G", "rg", "RG", "w", "d", "m", "l", "re", "S", "f", "q", "Q", "cm", "Do", "W", "n"),
}


@cache
def printed(kind: str) -> bytes:
    return PAPERS[kind].render(samples.SHEETS[kind]())


@pytest.mark.parametrize("kind", KINDS)
def test_every_shown_code_has_a_glyph_a_width_and_a_character(kind: str) -> None:
    with pikepdf.open(BytesIO(printed(kind))) as pdf:
        for page in pdf.pages:
            shown: dict[str, set[int]] = {}
            key = ""
            for said in pikepdf.parse_content_stream(page):
                operator = str(said.operator)
                assert operator in OPERATORS
                if operator == "Tf":
                    key = str(said.operands[0])
                elif operator == "Tj":
                    codes = bytes(said.operands[0])
                    pairs = zip(codes[::2], codes[1::2], strict=True)
                    shown.setdefault(key, set()).update(high << 8 | low for high, low in pairs)
            for key, codes_shown in shown.items():
                check(page.Resources.Font[key], codes_shown)


def check(font: pikepdf.Object, codes: set[int]) -> None:
    """Compare what a font dictionary says of some codes with the font program."""
    (inner,) = font.DescendantFonts
    program = Font(inner.FontDescriptor.FontFile2.read_bytes())
    glyphs = int.from_bytes(program.table("maxp")[4:6], "big")
    named = font.ToUnicode.read_bytes().partition(b"endcodespacerange")[2]
    characters = {int(code, 16) for code in re.findall(rb"^<(....)> <", named, re.MULTILINE)}
    assert 0 not in codes  # .notdef
    assert codes <= characters
    assert max(codes) < glyphs
    widths = told_widths(inner)
    for code in codes:
        assert abs(widths.get(code, 1000) - program.advance(code)) <= 1, code
    tag, plus, _ = str(inner.BaseFont)[1:].partition("+")
    assert re.fullmatch("[A-Z]{6}", tag)
    assert plus
    assert inner.BaseFont == font.BaseFont == inner.FontDescriptor.FontName


def told_widths(inner: pikepdf.Object) -> dict[int, int]:
    """Return the widths a font dictionary lists; all others are `DW`."""
    assert inner.DW == 1000
    found: dict[int, int] = {}
    rest = list(inner.W.as_list())
    for first, widths in zip(rest[::2], rest[1::2], strict=True):
        found |= {int(first) + i: int(width) for i, width in enumerate(widths.as_list())}
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_poppler_has_no_complaint_and_finds_every_font_inside(kind: str) -> None:
    if shutil.which("pdftocairo") is None:
        pytest.skip("poppler is not installed")
    for command in (["pdffonts", "-"], ["pdftocairo", "-svg", "-l", "1", "-", "-"]):
        done = subprocess.run(command, input=printed(kind), capture_output=True, check=True)
        assert done.stderr == b""
        if command[0] == "pdffonts":
            rows = done.stdout.decode().splitlines()[2:]
            assert rows
            # The columns: name, type, encoding, emb, sub, uni, object ID.
            assert all(re.search(r"Identity-H\s+yes yes yes", row) for row in rows)
