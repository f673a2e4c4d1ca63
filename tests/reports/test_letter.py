"""Letters follow GB/T 9704: the grid, the titles, who signs and where pages are numbered."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from renda_desktop.domain.wording import Paragraph
from renda_desktop.queries.papers import LetterSheet
from renda_desktop.reports.letter import PAGE, render
from tests.reports.conftest import Reader

SENDER = "鄞州区月湖街道人大代表联络站"
LINE = "代表联络站接待群众并交办反映的问题到期答复以后回访评价归档销号。"
LETTER = LetterSheet(
    name="催办单",
    title="关于滨水花园小区东门外道路停车问题的催办单",
    body=(Paragraph("一、事项", 1), Paragraph(LINE * 9), Paragraph("特此催办。")),
    sender=SENDER,
    on=date(2026, 11, 17),
    printed_at=datetime(2026, 11, 17, 1, tzinfo=UTC),
    number="月联催〔2026〕3号",
    to="区综合行政执法局：",
)


def lines(pdf: bytes, page: int = 0) -> list[tuple[float, str]]:
    """Return where each line begins, in points from the left, and what it says without blanks."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        rows: list[list[tuple[float, float, str]]] = []
        for left, bottom, right, top in boxes:
            said = text.get_text_bounded(left, bottom, right, top)
            if not rows or abs(rows[-1][0][1] - (bottom + top) / 2) > 9:
                rows.append([])
            rows[-1].append((left, (bottom + top) / 2, said))
    joined = ("".join("".join(said for _, _, said in sorted(row)).split()) for row in rows)
    return [(min(row)[0], said) for row, said in zip(rows, joined, strict=True)]


def test_a_full_line_holds_28_characters(read_pdf: Reader) -> None:
    body = replace(LETTER, title="单", number="", to="", body=(Paragraph("字" * 28 * 30),))
    first, second = read_pdf(render(body))
    rows = [row for row in first.splitlines() if set(row) == {"字"}]
    assert {len(row) for row in rows[1:]} == {28}
    assert len(rows[0]) == 26  # two characters of indent
    total = sum(row.count("字") for page in (first, second) for row in page.splitlines())
    assert total == 28 * 30


def test_22_lines_fill_a_page(read_pdf: Reader) -> None:
    pages = read_pdf(render(replace(LETTER, body=(Paragraph("字" * 28 * 60),))))
    assert sum(set(row.strip()) == {"字"} for row in pages[1].splitlines()) == 22


@pytest.mark.parametrize("count", range(1, 24))
def test_the_sender_never_stands_alone(read_pdf: Reader, count: int) -> None:
    body = tuple(Paragraph(f"第{number}条,照办。") for number in range(count))
    pages = read_pdf(render(replace(LETTER, body=body)))
    assert f"第{count - 1}条" in pages[-1].replace(" ", "")
    assert SENDER in pages[-1]


@pytest.mark.parametrize("before", range(12, 24))
def test_a_heading_never_ends_a_page(read_pdf: Reader, before: int) -> None:
    text = [Paragraph(f"第{number}条。") for number in range(before)]
    body = (*text, Paragraph("二、要求", 1), *text)
    for page in read_pdf(render(replace(LETTER, body=body)))[:-1]:
        rows = [row for row in page.splitlines() if row.strip() and "—" not in row]
        assert "要求" not in rows[-1]


def test_page_numbers_stand_outside() -> None:
    pdf = render(replace(LETTER, body=(Paragraph(LINE * 40),)))
    for page, right in ((0, True), (1, False)):
        left = next(x for x, text in lines(pdf, page) if text == f"—{page + 1}—")
        assert (left > PAGE.width / 2) == right


def test_a_long_title_has_lines_of_like_length() -> None:
    told = [text for _, text in lines(render(LETTER)) if text in LETTER.title]
    assert "".join(told) == LETTER.title
    assert max(map(len, told)) - min(map(len, told)) <= 2


@pytest.mark.parametrize("sender", ["月湖联络站", SENDER, "欧阳·" * 16 + "站"])
def test_the_sender_is_whole_and_inside(sender: str) -> None:
    found = lines(render(replace(LETTER, sender=sender, body=LETTER.body[:1])))
    assert any("2026年11月17日" in text for _, text in found)
    assert all(PAGE.left - 1 <= x <= PAGE.left + PAGE.measure for x, _ in found)
    assert sender in "".join(text for _, text in found)


@pytest.mark.parametrize("filler", range(24))
def test_a_heading_never_ends_a_page_even_before_the_sender(filler: int) -> None:
    body = [Paragraph("事项。") for _ in range(filler)]
    body += [Paragraph("一、参加办法", 1), Paragraph("欢迎到场反映意见。" * 5)]
    pdf = render(replace(LETTER, body=tuple(body)))
    with pypdfium2.PdfDocument(pdf) as document:
        pages = len(document)
    for page in range(pages):
        told = [said for _, said in lines(pdf, page) if not said.startswith("—")]
        assert told[-1] != "一、参加办法"


def test_a_long_title_is_cut_behind_the_sender() -> None:
    pdf = render(replace(LETTER, title=f"{SENDER}老旧小区改造主题接待公告"))
    told = [said for _, said in lines(pdf)]
    assert {SENDER, "老旧小区改造主题接待公告"} <= set(told)
