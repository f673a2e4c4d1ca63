"""Measure the papers beside raw reportlab and typst, each in a process of its own.

    uv run --with typst==0.15.2 python -m tests.bench.papers

Raw reportlab draws lines that were already broken, text only: no layout can be faster. Without
typst installed, its column is left out.
"""

import importlib.util
import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from renda_desktop import resources
from renda_desktop.queries.papers import Sheet
from renda_desktop.reports.catalogue import PAPERS
from tests.bench import typeset
from tests.reports import samples

_DOCUMENTS, _ROWS, _LONG = 200, 8, 1600
_FONT = "LZFang-8105"

# Where a stretch of text stands: left, baseline, size, text.
Line = tuple[float, float, float, str]


def sheets() -> tuple[list[Sheet], Sheet]:
    """Return two hundred briefings, no two the same, and a ledger of two hundred pages."""
    rows = [samples.row(i) for i in range(1, _ROWS + 1)]
    many = [
        samples.briefing([replace(row, own_words=f"{n}：{row.own_words}") for row in rows])
        for n in range(_DOCUMENTS)
    ]
    listed = (samples.ledger_row(n) for n in range(1, _LONG + 1))
    return list(many), samples.ledger([replace(r, text=f"{r.number}：{r.text}") for r in listed])


def ours(kind: str, sheet: Sheet) -> bytes:
    """Set a paper as the program does."""
    return PAPERS[kind].render(sheet)


def raw(pages: Sequence[Sequence[Line]], *, size: tuple[float, float]) -> bytes:
    """Draw lines on a canvas of reportlab."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, str(resources.path("fonts", f"{_FONT}.ttf"))))
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, pageCompression=1, initialFontName=_FONT)
    for page in pages:
        for left, base, points, text in page:
            canvas.setFont(_FONT, points)
            canvas.drawString(left, base, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def placed(pdf: bytes) -> tuple[list[list[Line]], tuple[float, float]]:
    """Return the stretches of text of a PDF's pages, and the size of a page."""
    from pypdfium2 import PdfDocument

    found: list[list[Line]] = []
    with PdfDocument(pdf) as document:
        size = document[0].get_size()
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(i) for i in range(text.count_rects())]
            said = [(*box, text.get_text_bounded(*box).replace("\r\n", "")) for box in boxes]
            found.append([(x, y, 10.5, words) for x, y, _, _, words in said])
    return found, size


def child(engine: str, folder: Path) -> None:
    """Measure one engine, and print what was measured as JSON."""
    many, long = sheets()
    if engine == "raw":
        short, ledger = pickle.loads((folder / "lines").read_bytes())  # noqa: S301 - our own
        documents = [lambda: raw(short[0], size=short[1])] * _DOCUMENTS
        book = lambda: raw(ledger[0], size=ledger[1])  # noqa: E731
    elif engine == "typst":
        documents = [lambda s=s: typeset.briefing(s) for s in many]  # type: ignore[misc]
        book = lambda: typeset.ledger(long)  # noqa: E731
    else:
        documents = [lambda s=s: ours("briefing", s) for s in many]  # type: ignore[misc]
        book = lambda: ours("ledger", long)  # noqa: E731
    first = documents[0]()
    cold = time.process_time()  # since the process began: imports and fonts included
    told = {"cold": cold, "short": _pace(documents), "long": _pace([book]), "size": len(first)}
    told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


def _pace(documents: Sequence[Callable[[], bytes]]) -> float:
    """Return pages a second of CPU time."""
    from renda_desktop.reports import preview

    start = time.process_time()
    made = [document() for document in documents]
    spent = time.process_time() - start
    return sum(preview.page_count(pdf) for pdf in made) / spent


def main() -> None:
    """Measure every engine that is there, and print the ratios."""
    if len(sys.argv) == 3:
        child(sys.argv[1], Path(sys.argv[2]))
        return
    many, long = sheets()
    engines = ["ours", "raw", *(["typst"] if importlib.util.find_spec("typst") else [])]
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        lines = placed(ours("briefing", many[0])), placed(ours("ledger", long))
        (Path(folder) / "lines").write_bytes(pickle.dumps(lines))
        for engine in engines:
            command = [sys.executable, "-m", "tests.bench.papers", engine, folder]
            done = subprocess.run(command, capture_output=True, check=True, text=True)
            told[engine] = json.loads(done.stdout)
    print(f"briefings of {len(lines[0][0])} pages, ledger of {len(lines[1][0])} pages")
    for engine, found in told.items():
        print(
            f"{engine:6} first PDF {found['cold']:.2f} s CPU, {found['size'] / 1024:.0f} KB; "
            f"{found['short']:.0f} pages/s in briefings, {found['long']:.0f} in the ledger; "
            f"{found['memory']:.0f} MB"
        )
    for engine in engines[1:]:
        ratios = (told["ours"][what] / told[engine][what] for what in ("short", "long"))
        print(f"ours / {engine}: " + ", ".join(f"{ratio:.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
