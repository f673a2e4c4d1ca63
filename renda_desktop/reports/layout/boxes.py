"""Draw the stand-in for a character no font has: a box with the code point in it."""

import struct
from collections.abc import Sequence

Point = tuple[int, int]

_LEFT, _RIGHT, _BOTTOM, _TOP, _STROKE = 60, 940, -80, 840, 34
_HEIGHT_SHARE = 0.36  # of a digit inside the box


def frame() -> bytes:
    """Return the outline of an empty box in a thousand-unit em."""
    outer = _rectangle(_LEFT, _BOTTOM, _RIGHT, _TOP)
    inner = _rectangle(_LEFT + _STROKE, _BOTTOM + _STROKE, _RIGHT - _STROKE, _TOP - _STROKE)
    return _simple([outer, inner[::-1]])


def boxed(*, frame_glyph: int, digits: Sequence[tuple[int, int]]) -> bytes:
    """Return a composite of the frame and hexadecimal digits in two rows.

    `digits` holds each digit's glyph number in the subset and its advance.
    """
    half = (len(digits) + 1) // 2
    parts = [(frame_glyph, 1.0, 0, 0)]
    for row, line in enumerate((digits[:half], digits[half:])):
        widest = max((advance for _, advance in line), default=1)
        scale = min(_HEIGHT_SHARE, 760 / (widest * max(len(line), 1)))
        x = (1000 - round(scale * sum(advance for _, advance in line))) // 2
        for glyph, advance in line:
            parts.append((glyph, scale, x, 440 if row == 0 else 40))
            x += round(scale * advance)
    return _composite(parts)


def _rectangle(left: int, bottom: int, right: int, top: int) -> list[Point]:
    return [(left, bottom), (left, top), (right, top), (right, bottom)]


def _simple(contours: Sequence[Sequence[Point]]) -> bytes:
    """Encode straight contours as a TrueType glyph."""
    points = [point for contour in contours for point in contour]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    last = -1
    ends = [last := last + len(contour) for contour in contours]
    header = struct.pack(">5h", len(contours), min(xs), min(ys), max(xs), max(ys))
    flags = b"\x01" * len(points)  # on the curve, both steps written as words
    return b"".join(
        (
            header,
            struct.pack(f">{len(ends)}HH", *ends, 0),
            flags,
            struct.pack(f">{len(xs)}h", *_steps(xs)),
            struct.pack(f">{len(ys)}h", *_steps(ys)),
        )
    )


def _steps(values: Sequence[int]) -> list[int]:
    return [now - before for before, now in zip((0, *values), values, strict=False)]


def _composite(parts: Sequence[tuple[int, float, int, int]]) -> bytes:
    """Encode scaled and moved glyphs as one glyph."""
    words, scaled, more, xy = 0x0001, 0x0008, 0x0020, 0x0002
    out = [struct.pack(">5h", -1, _LEFT, _BOTTOM, _RIGHT, _TOP)]
    for i, (glyph, scale, x, y) in enumerate(parts):
        flags = words | scaled | xy | (more if i < len(parts) - 1 else 0)
        out.append(struct.pack(">2H3h", flags, glyph, x, y, round(scale * 16384)))
    return b"".join(out)
