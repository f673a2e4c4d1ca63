"""An issued paper says so on every page, and a reprint says which one it is."""

from dataclasses import replace

import pytest

from renda_desktop.queries.papers import Sheet, Stamp
from renda_desktop.reports.catalogue import PAPERS
from tests.reports import samples
from tests.reports.conftest import Reader

SHEETS: dict[str, Sheet] = {
    "registration-form": samples.form(),
    "reply": samples.letter(),
    "receipt": samples.receipt(),
}


@pytest.mark.parametrize("kind", SHEETS)
def test_every_page_bears_the_number(kind: str, read_pdf: Reader) -> None:
    stamped = replace(SHEETS[kind], stamp=Stamp("YH-2026-AP-00012"))
    pages = read_pdf(PAPERS[kind].render(stamped))
    assert all("YH-2026-AP-00012" in page for page in pages)
    assert not any("补打" in page for page in pages)


@pytest.mark.parametrize("kind", SHEETS)
def test_a_reprint_says_so(kind: str, read_pdf: Reader) -> None:
    stamped = replace(SHEETS[kind], stamp=Stamp("YH-2026-AP-00012", 2))
    assert all("补打第2次" in page for page in read_pdf(PAPERS[kind].render(stamped)))


@pytest.mark.parametrize("kind", SHEETS)
def test_what_was_not_issued_bears_no_number(kind: str, read_pdf: Reader) -> None:
    assert not any("AP-" in page for page in read_pdf(PAPERS[kind].render(SHEETS[kind])))
