"""Collect the glyphs a document uses from one font, and write them as a small TrueType file."""

import struct
from dataclasses import dataclass

from renda_desktop.reports.layout import boxes
from renda_desktop.reports.layout.truetype import Font

_WORDS, _SCALE, _MORE, _XY_SCALE, _MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080


@dataclass(frozen=True, slots=True)
class Member:
    """One glyph of a subset. `text` is what copying it gives, '' for a part of another glyph."""

    outline: bytes
    advance: int
    text: str = ""


class Subset:
    """The used glyphs of one font, numbered in the order of their first use."""

    def __init__(self, font: Font, *, key: str, name: str) -> None:
        self.font, self.key, self.name = font, key, name
        self.members = [Member(font.outline(0), font.advance(0))]
        self._parts: dict[int, int] = {}
        self._frame = 0

    def add(self, glyph: int, *, text: str) -> int:
        """Add a glyph of the font and return its number here.

        Two characters that share a glyph become two members, so both copy as themselves.
        """
        return self._append(Member(self._closed(glyph), self.font.advance(glyph), text))

    def add_blank(self, *, text: str) -> int:
        """Add a member without ink or width, such as a variation selector."""
        return self._append(Member(b"", 0, text))

    def add_box(self, *, text: str) -> int:
        """Add the boxed code point that stands for a character no font has."""
        if not self._frame:
            self._frame = self._append(Member(boxes.frame(), 1000))
        glyphs = [self.font.glyph_of(ord(digit)) for digit in f"{ord(text):04X}"]
        digits = [(self._part(glyph), self.font.advance(glyph)) for glyph in glyphs]
        outline = boxes.boxed(frame_glyph=self._frame, digits=digits)
        return self._append(Member(outline, 1000, text))

    def program(self) -> bytes:
        """Return the TrueType file, glyph numbers being the members' numbers."""
        outlines = [m.outline + bytes(-len(m.outline) % 4) for m in self.members]
        offsets = [0]
        for outline in outlines:
            offsets.append(offsets[-1] + len(outline))
        scale = self.font.units_per_em / 1000
        metrics = [(round(m.advance * scale), _left(m.outline)) for m in self.members]
        head = bytearray(self.font.table("head"))
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)  # long offsets
        hhea = bytearray(self.font.table("hhea"))
        struct.pack_into(">H", hhea, 34, len(metrics))
        maxp = bytearray(self.font.table("maxp"))
        struct.pack_into(">H", maxp, 4, len(metrics))
        _allow_boxes(maxp)
        return _file(
            {
                "glyf": b"".join(outlines),
                "head": bytes(head),
                "hhea": bytes(hhea),
                "hmtx": b"".join(struct.pack(">Hh", *metric) for metric in metrics),
                "loca": struct.pack(f">{len(offsets)}I", *offsets),
                "maxp": bytes(maxp),
            }
        )

    def _append(self, member: Member) -> int:
        self.members.append(member)
        return len(self.members) - 1

    def _part(self, glyph: int) -> int:
        """Return the number of a glyph that serves inside others."""
        if glyph not in self._parts:
            member = Member(self._closed(glyph), self.font.advance(glyph))
            self._parts[glyph] = self._append(member)
        return self._parts[glyph]

    def _closed(self, glyph: int) -> bytes:
        """Return an outline whose components, if any, are renumbered into this subset."""
        outline = self.font.outline(glyph)
        if not outline or struct.unpack_from(">h", outline)[0] >= 0:
            return outline
        out, at, flags = bytearray(outline), 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">2H", out, at)
            struct.pack_into(">H", out, at + 2, self._part(part))
            at += 8 if flags & _WORDS else 6
            at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _MATRIX else 0
        return bytes(out)


def _left(outline: bytes) -> int:
    if not outline:
        return 0
    left: int = struct.unpack_from(">2xh", outline)[0]
    return left


def _allow_boxes(maxp: bytearray) -> None:
    """Raise the limits a boxed code point may pass: points, contours, components, depth."""
    limits = struct.unpack_from(">4H", maxp, 6)
    struct.pack_into(">2H", maxp, 10, max(limits[2], 800), max(limits[3], 60))
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    struct.pack_into(">2H", maxp, 28, max(elements, 8), max(depth, 2))


def _file(tables: dict[str, bytes]) -> bytes:
    """Assemble a TrueType file with its checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(
        ">I4H", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    offset = 12 + 16 * count
    records, bodies = [], []
    for tag, body in sorted(tables.items()):
        padded = body + bytes(-len(body) % 4)
        records.append(
            struct.pack(">4s3I", tag.encode("ascii"), _checksum(padded), offset, len(body))
        )
        bodies.append(padded)
        offset += len(padded)
    whole = bytearray(b"".join((header, *records, *bodies)))
    head = 12 + 16 * count + len(b"".join(bodies[: sorted(tables).index("head")]))
    struct.pack_into(">I", whole, head + 8, (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF
