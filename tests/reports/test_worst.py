"""Every paper with the worst it may hold: nothing off the page, no empty page, nothing missing."""

import logging

import pypdfium2
import pytest

from renda_desktop.reports.catalogue import PAPERS
from tests.reports import samples
from tests.reports.conftest import read_with_pdfium, solid
from tests.reports.worst import NAME, RARE, TEXT, WORST

KINDS = [kind for kind in PAPERS if kind not in samples.LETTERS[1:]]
EDGE = 11.3  # points: no printer leaves more than 4 mm
BODY = 62.0  # points above and below the text, where running lines and page numbers stand


@pytest.mark.parametrize("how", WORST)
@pytest.mark.parametrize("kind", KINDS)
def test_the_worst_is_printed_whole(kind: str, how: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        pdf = PAPERS[kind].render(WORST[how](samples.SHEETS[kind]()))
    assert not caplog.records  # no character without a glyph
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            wide, high = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_rect(i) for i in range(text.count_rects())]
            text.close()
            page.close()
            assert min(left for left, _, _, _ in boxes) >= EDGE, number
            assert max(right for _, _, right, _ in boxes) <= wide - EDGE, number
            assert min(low for _, low, _, _ in boxes) >= EDGE, number
            assert any(low > BODY and top < high - BODY for _, low, _, top in boxes), number


@pytest.mark.parametrize("kind", KINDS)
def test_long_texts_and_names_are_whole(kind: str) -> None:
    sheet = samples.SHEETS[kind]()
    for how, wanted in (("long", TEXT), ("named", NAME)):
        changed = WORST[how](sheet)
        if changed == sheet:
            continue  # the paper has no such text
        shown = solid(read_with_pdfium(PAPERS[kind].render(changed)))
        if how == "named":
            assert RARE in shown
            continue
        for number in range(1, wanted.count("次反映") + 1):
            assert f"第{number}次反映" in shown
