"""The papers: all that is recorded stands on them, however long it is."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from renda_desktop.domain.terms import Signal
from renda_desktop.queries.papers import (
    BriefingSheet,
    ReceiptMatter,
    ReceiptSheet,
    RegistrationForm,
    Sheet,
    StationHead,
    TimelineLine,
)
from renda_desktop.reports import (
    briefing,
    preview,
    receipt,
    recovery_sheet,
    registration_form,
    words,
)
from renda_desktop.reports.catalogue import PAPERS
from tests.reports import samples
from tests.reports.conftest import Reader, read_with_pdfium, solid

NASTY = "<b>&A&B公司</b> <img src='file:///etc/passwd'/> %PDF ) Tj ET (\\"
LONG_NAME = "阿卜杜拉·买买提·" * 5 + "艾合买提江"
SHEETS: dict[str, Sheet] = {kind: make() for kind, make in samples.SHEETS.items()}
EMPTY = StationHead("")


def unused(pdf: bytes) -> list[str]:
    """Return ten thousand Chinese characters, in order, that a paper does not show."""
    taken = set(solid(read_with_pdfium(pdf)))
    return [char for char in map(chr, range(0x4E00, 0x9FA5)) if char not in taken][:10_000]


def only(text: str, chars: list[str]) -> str:
    """Return the characters of a text that are among some."""
    wanted = set(chars)
    return "".join(char for char in text if char in wanted)


def test_every_kind_of_paper_has_a_sample() -> None:
    assert samples.SHEETS.keys() == PAPERS.keys()


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_counts_its_pages_and_names_no_person(kind: str, read_pdf: Reader) -> None:
    pdf = PAPERS[kind].render(SHEETS[kind])
    pages = read_pdf(pdf)
    for number, page in enumerate(pages, 1):
        foot = f"—{number}—" if kind in samples.LETTERS else f"第{number}页共{len(pages)}页"
        assert foot in solid([page])
    assert len(pages) == preview.page_count(pdf)
    title = ("催办单" if kind in samples.LETTERS else PAPERS[kind].title).encode("utf-16-be")
    assert re.findall(rb"/Title \(([^\n]*)\)\n", pdf)
    assert title in _plain_strings(pdf)
    assert b"/Lang (zh-CN)" in pdf
    assert "张".encode("utf-16-be") not in _plain_strings(pdf)


def _plain_strings(pdf: bytes) -> bytes:
    """Return the literal strings of a PDF with their octal escapes resolved."""
    strings = b"".join(re.findall(rb"/(?:Title|Creator|Producer) \((.*?)\)\n", pdf, re.DOTALL))
    escaped = re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), strings)
    return re.sub(rb"\\(.)", rb"\1", escaped, flags=re.DOTALL)


@pytest.mark.parametrize("kind", PAPERS)
def test_the_same_sheet_gives_the_same_bytes_on_any_thread(kind: str) -> None:
    expected = PAPERS[kind].render(SHEETS[kind])
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(PAPERS[kind].render, [SHEETS[kind]] * 8)) == {expected}


def test_the_catalogue_does_not_load_the_pdf_library() -> None:
    code = (
        "import sys; import renda_desktop.reports.catalogue, renda_desktop.reports.preview;"
        "sys.exit(bool({'reportlab', 'pypdfium2', 'segno'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_receipt_says_what_happens_next_and_where_to_ask(read_pdf: Reader) -> None:
    text = solid(read_pdf(receipt.render(samples.receipt())))
    for said in (
        "编号LJ-2025-0317",
        "2025年11月15日09:20",
        "张*等3人",
        "交办·区城市管理局",
        "2025年12月5日「暂定」",
        "本站收到后电话告知您",
        samples.STATION.phone,
        samples.STATION.address.replace(" ", ""),
        "标有「暂定」的期限",
    ):
        assert said in text


def test_a_receipt_without_a_provisional_date_does_not_explain_one(read_pdf: Reader) -> None:
    matter = ReceiptMatter("1", "事项", "当场答复")
    assert "暂定" not in solid(read_pdf(receipt.render(samples.receipt(matters=(matter,)))))


def test_text_is_never_markup(read_pdf: Reader) -> None:
    said = "".join(NASTY.split())
    matter = ReceiptMatter(NASTY, NASTY, NASTY, NASTY, None, False, NASTY)
    paper = receipt.render(samples.receipt(resident=NASTY, matters=(matter,)))
    assert solid(read_pdf(paper)).count(said) >= 4
    form = registration_form.render(samples.form(own_words=NASTY, summary=NASTY, resident="x"))
    assert solid(read_pdf(form)).count(said) == 2


def test_long_names_are_whole(read_pdf: Reader) -> None:
    assert len(LONG_NAME) == 50
    sheets = (
        receipt.render(samples.receipt(resident=LONG_NAME, clerk="")),
        registration_form.render(samples.form(resident=LONG_NAME)),
        briefing.render(samples.briefing(1, deputy=LONG_NAME)),
    )
    for pdf in sheets:
        assert LONG_NAME in solid(read_pdf(pdf))


@pytest.mark.parametrize("field", ["own_words", "summary", "reply"])
def test_ten_thousand_characters_run_over_the_pages_of_a_form(field: str, read_pdf: Reader) -> None:
    chars = unused(registration_form.render(samples.form()))
    text = "，".join("".join(chars[i : i + 17]) for i in range(0, len(chars), 17))
    pdf = registration_form.render(samples.form(**{field: text}))
    pages = read_pdf(pdf)
    assert 8 < len(pages) < 16
    assert only(solid(pages), chars) == "".join(chars)


def test_ten_thousand_characters_run_over_the_pages_of_a_briefing(read_pdf: Reader) -> None:
    chars = unused(briefing.render(samples.briefing(3)))
    row = samples.row(2, own_words="".join(chars))
    rows = (samples.row(1), row, samples.row(3))
    pages = read_pdf(briefing.render(samples.briefing(rows)))
    assert only(solid(pages), chars) == "".join(chars)
    for page in pages:
        assert "代表意见" in solid([page])


def test_ten_thousand_characters_run_over_the_pages_of_a_receipt(read_pdf: Reader) -> None:
    chars = unused(receipt.render(samples.receipt()))
    matter = ReceiptMatter("1", "".join(chars), "交办")
    pages = read_pdf(receipt.render(samples.receipt(matters=(matter,))))
    assert only(solid(pages), chars) == "".join(chars)


def test_a_long_history_runs_over_the_pages(read_pdf: Reader) -> None:
    events = tuple(
        TimelineLine(samples.RECEIVED, "催办", f"第{i}次催办" * (1 + i % 40), "李敏")
        for i in range(120)
    )
    text = solid(read_pdf(registration_form.render(samples.form(timeline=events))))
    for i, event in enumerate(events):
        assert text.count(f"第{i}次催办") == 1 + i % 40, event
    text = solid(read_pdf(briefing.render(samples.briefing([samples.row(1, history=events)]))))
    assert text.count("第119次催办") == 1 + 119 % 40


def test_three_hundred_rows_keep_their_order_and_their_heads(read_pdf: Reader) -> None:
    pages = read_pdf(briefing.render(samples.briefing(300)))
    numbers = re.findall(r"LJ-2025-(\d{4})", solid(pages))
    assert numbers == [f"{i:04}" for i in range(1, 301)]
    for page in pages:
        assert all(head in solid([page]) for head in ("群众反映", "办理情况", "代表意见", "签名"))


def test_signals_speak_without_colour(read_pdf: Reader) -> None:
    shown = {words.signal(signal) for signal in Signal}
    assert shown == {"● 正常", "▲ 临期", "■ 超期"}
    text = solid(read_pdf(briefing.render(samples.briefing(4))))
    assert "■超期已超12天2025-11-08" in text
    assert "▲临期还剩3天2025-11-23「暂定」" in text
    assert "共4件，其中超期1件、临期1件、正常1件" in text
    assert "▲临期" in solid(read_pdf(registration_form.render(samples.form())))


def test_what_is_not_in_effect_says_so_and_why(read_pdf: Reader) -> None:
    for pdf in (
        registration_form.render(samples.form()),
        briefing.render(samples.briefing([samples.row(1, history=samples.timeline())])),
    ):
        assert "【未生效：事项已由上一条记录改派】答复" in solid(read_pdf(pdf))


def test_empty_sheets_are_whole_papers(read_pdf: Reader) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC)
    blank = RegistrationForm(
        *(EMPTY, "", "", "", now, "", "", "", 1, "", "", "", "", "", "", "", "", "", ""),
        *(None, False, None, "", "", "", None, None, (), ""),
        printed_at=now,
    )
    form = solid(read_pdf(registration_form.render(blank)))
    assert "群众原话" in form
    assert "暂无办理记录。" in form
    slip = ReceiptSheet(EMPTY, "", "", "", now, "", 1, (), "", printed_at=now)
    assert "本次来访没有登记事项。" in solid(read_pdf(receipt.render(slip)))
    nothing = briefing.render(BriefingSheet(EMPTY, "", "", "", "", (), printed_at=now))
    assert "本次没有需要阅办的群众反映事项。" in solid(read_pdf(nothing))
    assert "共0件" in solid(read_pdf(nothing))


def test_the_recovery_sheet_is_one_page_with_every_group(read_pdf: Reader) -> None:
    sheet = samples.recovery()
    pages = read_pdf(recovery_sheet.render(sheet))
    assert len(pages) == 1
    text = solid(pages)
    at = [text.index(f"{i}{group}") for i, group in enumerate(sheet.code_groups, 1)]
    assert at == sorted(at)
    assert "不拍照、不扫描、不复印" in text
