"""Read the few TrueType tables that setting type needs, without parsing the rest."""

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from pathlib import Path

# A file is mapped, not read: ten megabytes of outlines stay on disk until a glyph is used.
Data = bytes | mmap.mmap


class Font:
    """One TrueType font. It never changes after opening, so threads may share it."""

    def __init__(self, data: Data) -> None:
        self._data = data
        count = struct.unpack_from(">H", data, 4)[0]
        records = (struct.unpack_from(">4s4xII", data, 12 + 16 * i) for i in range(count))
        self._tables: dict[str, tuple[int, int]] = {
            tag.decode("ascii"): (offset, length) for tag, offset, length in records
        }
        head = self.table("head")
        self.units_per_em: int = struct.unpack_from(">H", head, 18)[0]
        self.box: tuple[int, int, int, int] = struct.unpack_from(">4h", head, 36)
        hhea = self.table("hhea")
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        full = struct.unpack_from(">H", hhea, 34)[0]
        self._advances = _numbers("H", self.table("hmtx")[: 4 * full])[0::2]
        long_offsets = struct.unpack_from(">h", head, 50)[0]
        loca = _numbers("I" if long_offsets else "H", self.table("loca"))
        self._offsets = loca if long_offsets else array("I", (2 * n for n in loca))
        self._starts, self._ends, self._glyphs = _character_map(
            self.table("cmap") if "cmap" in self._tables else b""
        )

    def table(self, tag: str) -> bytes:
        """Return one whole table."""
        offset, length = self._tables[tag]
        return bytes(self._data[offset : offset + length])

    def glyph_of(self, code_point: int) -> int:
        """Return the glyph of a character, 0 when the font has none."""
        i = bisect_right(self._starts, code_point) - 1
        if i < 0 or code_point > self._ends[i]:
            return 0
        return self._glyphs[i] + code_point - self._starts[i]

    def advance(self, glyph: int) -> int:
        """Return a glyph's width in thousandths of an em."""
        units = self._advances[min(glyph, len(self._advances) - 1)]
        return round(units * 1000 / self.units_per_em)

    def outline(self, glyph: int) -> bytes:
        """Return a glyph's record of the glyf table; empty for a blank."""
        start = self._tables["glyf"][0]
        offset = self._offsets[glyph]
        return bytes(self._data[start + offset : start + self._offsets[glyph + 1]])

    def ink(self, glyph: int) -> tuple[int, int]:
        """Return where the ink of a glyph begins and ends, in thousandths of an em."""
        outline = self.outline(glyph)
        if not outline:
            return 0, 0
        left, right = struct.unpack_from(">2xh2xh", outline)
        return round(left * 1000 / self.units_per_em), round(right * 1000 / self.units_per_em)


def open_font(path: Path) -> Font:
    """Open a font file."""
    with path.open("rb") as file:
        return Font(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _numbers(code: str, data: bytes) -> "array[int]":
    """Read a run of big-endian numbers, of 2 (`H`) or 4 (`I`) bytes each."""
    values = array(code, data)
    if sys.byteorder == "little":
        values.byteswap()
    return values


def _character_map(cmap: bytes) -> tuple["array[int]", "array[int]", "array[int]"]:
    """Return runs of characters: their first and last code points and the first one's glyph."""
    if not cmap:  # a font inside a PDF needs none
        return array("I"), array("I"), array("I")
    found: dict[int, int] = {}
    for i in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">4xI", cmap, 4 + 8 * i)[0]
        found[struct.unpack_from(">H", cmap, offset)[0]] = offset
    if 12 in found:
        count = struct.unpack_from(">I", cmap, found[12] + 12)[0]
        runs = _numbers("I", cmap[found[12] + 16 : found[12] + 16 + 12 * count])
        return runs[0::3], runs[1::3], runs[2::3]
    return _segments(cmap[found[4] :])


def _segments(table: bytes) -> tuple["array[int]", "array[int]", "array[int]"]:
    """Unfold a format 4 table, where a segment may point into an array of glyphs."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    columns = _numbers("H", table[14 : 14 + 2 * count] + table[16 + 2 * count : 16 + 8 * count])
    ends, starts, deltas, ranges = (columns[i * count : (i + 1) * count] for i in range(4))
    codes, glyphs = array("I"), array("I")
    for i in range(count):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if ranges[i]:
                at = 16 + 6 * count + 2 * i + ranges[i] + 2 * (code - starts[i])
                glyph = struct.unpack_from(">H", table, at)[0]
            codes.append(code)
            glyphs.append((glyph + deltas[i]) & 0xFFFF if glyph else 0)
    return codes, codes, glyphs
