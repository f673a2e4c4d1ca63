"""Leave out the points that a coarser grid has put on a straight line between their neighbours."""

from collections.abc import Sequence
from typing import Any

from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

Point = tuple[int, int, int]  # x, y, and whether it lies on the curve


def straighten(glyph: Any, table: Any) -> None:
    """Simplify the outline of a glyph; contours that enclose nothing go too."""
    if glyph.numberOfContours <= 0:
        return
    flags = [flag & 1 for flag in glyph.flags]
    points = [(x, y, on) for (x, y), on in zip(glyph.coordinates, flags, strict=True)]
    kept: list[Point] = []
    ends, start = [], 0
    for end in glyph.endPtsOfContours:
        contour = _corners(points[start : end + 1])
        start = end + 1
        if len(contour) > 2:
            kept += contour
            ends.append(len(kept) - 1)
    glyph.coordinates = GlyphCoordinates([(x, y) for x, y, _ in kept])
    glyph.flags = bytearray(on for _, _, on in kept)
    glyph.endPtsOfContours, glyph.numberOfContours = ends, len(ends)
    glyph.recalcBounds(table)


def _corners(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for i, point in enumerate(points):
        before = kept[-1] if kept else points[i - 1]
        if not _straight(before, point, points[(i + 1) % len(points)]):
            kept.append(point)
    while len(kept) > 2 and _straight(kept[-2], kept[-1], kept[0]):
        kept.pop()
    while len(kept) > 2 and _straight(kept[-1], kept[0], kept[1]):
        kept.pop(0)
    return kept


def _straight(a: Point, b: Point, c: Point) -> bool:
    """Say whether the way from a to c goes straight on at b; a way back is a corner."""
    (x1, y1), (x2, y2) = (b[0] - a[0], b[1] - a[1]), (c[0] - b[0], c[1] - b[1])
    return bool(a[2] and b[2] and c[2]) and x1 * y2 == y1 * x2 and x1 * x2 + y1 * y2 >= 0
