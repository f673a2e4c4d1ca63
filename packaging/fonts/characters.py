"""The sets of characters that the fonts are cut to."""

import bz2
import re
from pathlib import Path

EXTENSION_B = 0x20000

# The 87,887 Han characters of GB 18030-2022 level 3: all unified ideographs of Unicode 11. The
# first two blocks are taken whole, as later editions filled their ends.
_BASIC_AND_A = set(range(0x3400, 0x4DC0)) | set(range(0x4E00, 0xA000))
_AMONG_COMPATIBLE = set(map(ord, "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"))
RARE = {
    code
    for first, last in (
        (0x20000, 0x2A6D6),
        (0x2A700, 0x2B734),
        (0x2B740, 0x2B81D),
        (0x2B820, 0x2CEA1),
        (0x2CEB0, 0x2EBE0),
    )
    for code in range(first, last + 1)
}
UNIFIED = _BASIC_AND_A | _AMONG_COMPATIBLE | RARE


def common(unihan: bytes) -> set[int]:
    """Return the 8,105 characters of 通用规范汉字表, `kTGH` in Unihan."""
    text = bz2.decompress(unihan).decode()
    found = {int(m[1], 16) for m in re.finditer(r"^U\+([0-9A-F]+)\tkTGH\t", text, re.MULTILINE)}
    if len(found) != 8105:
        raise ValueError(f"{len(found)} characters instead of 8,105")
    return found


def kangxi() -> set[int]:
    """Return the 康熙 radicals."""
    return set(range(0x2F00, 0x2FD6))


def symbols(path: Path) -> set[int]:
    """Read code points and ranges of them, in hexadecimal, separated by blanks."""
    found: set[int] = set()
    for word in path.read_text("ascii").split():
        first, _, last = word.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found
