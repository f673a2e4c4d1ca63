"""Measure the papers: python -m tests.bench.papers."""

import time

from renda_desktop.reports import preview
from renda_desktop.reports.catalogue import PAPERS
from tests.reports import samples

_DOCUMENTS = 200


def main() -> None:
    """Print the first paper's cost, the pace of a batch, and the pace of one long paper."""
    sheet, long = samples.briefing(8), samples.briefing(500)
    draw = PAPERS["briefing"].render
    start = time.process_time()
    pdf = draw(sheet)
    print(f"first PDF, imports included: {time.process_time() - start:.3f} s CPU")
    pages = preview.page_count(pdf)
    start = time.process_time()
    for _ in range(_DOCUMENTS):
        pdf = draw(sheet)
    pace = _DOCUMENTS * pages / (time.process_time() - start)
    print(f"{_DOCUMENTS} briefings of {pages} pages: {pace:.0f} pages/s, {len(pdf)} bytes each")
    start = time.process_time()
    pdf = draw(long)
    spent = time.process_time() - start
    pages = preview.page_count(pdf)
    print(f"one briefing of {pages} pages: {pages / spent:.0f} pages/s, {len(pdf)} bytes")


if __name__ == "__main__":
    main()
