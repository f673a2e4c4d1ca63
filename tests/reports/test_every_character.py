"""Every Han character of GB 18030-2022 goes onto paper with a glyph, and comes back by copying.

Its level 3 holds 87,887 of them: the unified ideographs of ISO/IEC 10646:2017, that is of Unicode
11. Later editions of Unicode went on to fill the same blocks, so the last ones are named here.
"""

import re
from functools import cache
from io import BytesIO

import pikepdf

from renda_desktop.reports.layout.truetype import Font
from tests.reports.conftest import Reader, solid
from tests.reports.test_fonts import print_text

RANGES = {
    "basic": (0x4E00, 0x9FEF),  # 20,976
    "extension A": (0x3400, 0x4DB5),  # 6,582
    "extension B": (0x20000, 0x2A6D6),  # 42,711
    "extension C": (0x2A700, 0x2B734),  # 4,149
    "extension D": (0x2B740, 0x2B81D),  # 222
    "extension E": (0x2B820, 0x2CEA1),  # 5,762
    "extension F": (0x2CEB0, 0x2EBE0),  # 7,473
}
# Twelve that are unified although they stand among the compatibility ideographs.
AMONG_COMPATIBLE = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"


def characters() -> str:
    """Return all of them, in the order of the standard's blocks."""
    blocks = (map(chr, range(first, last + 1)) for first, last in RANGES.values())
    return "".join(char for block in blocks for char in block) + AMONG_COMPATIBLE


@cache
def printed() -> bytes:
    return print_text(characters())


def test_the_standard_counts_87887() -> None:
    assert len(set(characters())) == len(characters()) == 87_887


def test_every_character_copies_in_its_place(read_pdf: Reader) -> None:
    copied = solid(read_pdf(printed()))
    wrong = [f"U+{ord(a):04X}" for a, b in zip(characters(), copied, strict=False) if a != b]
    assert (wrong[:9], len(copied)) == ([], 87_887)


def test_every_character_has_a_glyph_of_its_own() -> None:
    shown: set[str] = set()
    with pikepdf.open(BytesIO(printed())) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            (inner,) = font.DescendantFonts
            program = Font(inner.FontDescriptor.FontFile2.read_bytes())
            missing, glyphs = program.outline(0), program.table("maxp")[4:6]
            named = font.ToUnicode.read_bytes().partition(b"endcodespacerange")[2]
            pairs = re.findall(rb"^<(....)> <(.+)>$", named, re.MULTILINE)
            # Beside them only .notdef: no frame for boxed code points (`Subset.add_box`).
            assert int.from_bytes(glyphs, "big") == len(pairs) + 1
            for code, utf16 in pairs:
                outline = program.outline(int(code, 16))
                assert outline, utf16
                assert outline != missing, utf16
                shown.add(bytes.fromhex(utf16.decode()).decode("utf-16-be"))
    assert shown == set(characters())
