"""The ledger: every matter stands on it, with its heads on each page."""

import re
import time

from renda_desktop.reports import ledger
from tests.reports import samples
from tests.reports.conftest import Reader, solid
from tests.reports.test_papers import LONG_NAME, only, unused


def test_each_page_has_its_heads_and_each_matter_its_row(read_pdf: Reader) -> None:
    pages = read_pdf(ledger.render(samples.ledger(300)))
    text = solid(pages)
    assert re.findall(r"YH-2025-A-(\d{5})", text) == [f"{n:05}" for n in range(1, 301)]
    for page in pages:
        assert all(head in solid([page]) for head in ("反映事项", "办理期限", "进展"))
    assert "共300件：办理中225件、已销号75件。在办警示：超期75件、临期75件、正常75件" in text
    assert "▲临期还剩3天" in text
    assert "2025-11-23「暂定」" in text
    assert "后期追踪解决选民4星、代表5星" in text


def test_two_hundred_pages_take_seconds() -> None:
    began = time.process_time()
    ledger.render(samples.ledger(2600))
    assert time.process_time() - began < 20


def test_a_row_longer_than_the_page_goes_on(read_pdf: Reader) -> None:
    sheet = samples.ledger([samples.ledger_row(n, unit=LONG_NAME) for n in range(60)])
    chars = unused(ledger.render(sheet))
    row = samples.ledger_row(2, text="".join(chars), unit=LONG_NAME, place="䶮𬍛㛃𫖯𠅤𬱖𡋾")
    text = solid(read_pdf(ledger.render(samples.ledger([row]))))
    assert only(text, chars) == "".join(chars)


def test_nothing_is_said(read_pdf: Reader) -> None:
    text = solid(read_pdf(ledger.render(samples.ledger(0))))
    assert "这个范围内没有登记事项。" in text
    assert "共0件" in text
