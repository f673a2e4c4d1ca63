"""Write rules, boxes and QR codes as PDF operators."""

from collections.abc import Iterable

from renda_desktop.reports.layout.ink import Ink

MM = 72 / 25.4


def rule(x1: float, y1: float, x2: float, y2: float, *, width: float = 0.5) -> str:
    """Return a straight line."""
    return f"{Ink.RULE.stroke} {width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S"


def frame(left: float, top: float, width: float, height: float, *, line: float = 1.0) -> str:
    """Return the outline of a rectangle."""
    box = f"{left:.2f} {top - height:.2f} {width:.2f} {height:.2f} re"
    return f"{Ink.RULE.stroke} {line:g} w {box} S"


def panel(left: float, top: float, width: float, height: float, *, ink: Ink = Ink.SHADE) -> str:
    """Return a filled rectangle."""
    return f"{ink.fill} {left:.2f} {top - height:.2f} {width:.2f} {height:.2f} re f"


def qr_code(text: str, *, left: float, top: float, size: float, mask: int | None = None) -> str:
    """Return a QR code of a text, its quiet zone inside the square.

    A given `mask` (0 to 7) is drawn some eight times faster than the best one is found; every
    reader takes each. It is for the many codes of a list, of digits that look like chance.
    """
    import segno

    code = segno.make(text, error="m", micro=False, mask=mask)
    rows = [bytes(row) for row in code.matrix_iter(scale=1, border=4)]
    unit = size / len(rows)
    boxes = (
        f"{left + x * unit:.3f} {top - (y + 1) * unit:.3f} {length * unit:.3f} {unit:.3f} re"
        for y, row in enumerate(rows)
        for x, length in _dark(row)
    )
    return f"{Ink.BLACK.fill} {' '.join(boxes)} f"


def _dark(row: bytes) -> Iterable[tuple[int, int]]:
    """Yield start and length of each dark stretch of one row."""
    start = None
    for x, module in enumerate((*row, 0)):
        if module and start is None:
            start = x
        elif not module and start is not None:
            yield start, x - start
            start = None
