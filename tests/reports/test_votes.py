"""The papers of a vote: every item stands on them, and no ballot paper differs from another."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from renda_desktop.queries.papers import VoteItem, VoteResultRow
from renda_desktop.reports import ballot_paper, ballot_result, tally_sheet
from tests.reports import samples
from tests.reports.conftest import Reader, solid
from tests.reports.test_papers import LONG_NAME, NASTY, only, unused

RARE = "䶮𬍛㛃𫖯𠅤𬱖𡋾"


def boxes(pdf: bytes) -> int:
    """Count the squares to tick that are drawn on all pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        drawn = [page.Contents.read_bytes() for page in document.pages]
    return sum(operators.count(b" 13.00 13.00 re") for operators in drawn)


def test_a_ballot_paper_has_a_box_for_each_choice(read_pdf: Reader) -> None:
    pdf = ballot_paper.render(samples.ballot_paper(4))
    text = solid(read_pdf(pdf))
    assert boxes(pdf) == 4 * 3
    for said in ("第4号项目", "金额：4.5万元", "2025年11月20日", "镇会议厅", "不要署名", "盖章"):
        assert said in text
    assert "签名" not in text
    head = replace(samples.VOTE, secret=False)
    assert "投票人（签名）" in solid(read_pdf(ballot_paper.render(samples.ballot_paper(head=head))))


@pytest.mark.parametrize(("asked", "items", "there"), [(1, 4, 1), (2, 4, 2), (3, 1, 2), (4, 2, 4),
                                                       (4, 4, 2), (4, 40, 1)])  # fmt: skip
def test_as_many_papers_to_a_page_as_there_is_room_for(
    asked: int, items: int, there: int, read_pdf: Reader
) -> None:
    pdf = ballot_paper.render(samples.ballot_paper(items, per_page=asked))
    pages = read_pdf(pdf)
    assert boxes(pdf) == there * items * 3
    assert solid(pages).count(f"第{items}号项目") == there
    assert len(pages) == (1 if items < 40 else 3)


def test_a_ballot_paper_says_nothing_of_when_it_was_printed(read_pdf: Reader) -> None:
    sheet = samples.ballot_paper()
    later = replace(sheet, printed_at=sheet.printed_at + timedelta(days=1))
    first, second = (solid(read_pdf(ballot_paper.render(one))) for one in (sheet, later))
    assert first == second
    assert "打印" not in first


def test_the_boxes_of_an_item_that_is_cut_stand_once(read_pdf: Reader) -> None:
    items = (VoteItem(1, LONG_NAME, "", ""), VoteItem(2, RARE, NASTY, "1 万元"))
    sheet = replace(samples.ballot_paper(), items=items)
    chars = unused(ballot_paper.render(sheet))
    long = replace(items[0], text="".join(chars))
    pdf = ballot_paper.render(replace(sheet, items=(long, items[1])))
    pages = read_pdf(pdf)
    text = solid(pages)
    assert only(text, chars) == "".join(chars)
    assert LONG_NAME in text
    assert RARE in text
    assert boxes(pdf) == 2 * 3


@pytest.mark.parametrize("blank", [True, False])
def test_a_tally_sheet_of_any_length(blank: bool, read_pdf: Reader) -> None:
    pages = read_pdf(tally_sheet.render(samples.tally_sheet(300, blank=blank)))
    text = solid(pages)
    assert all(f"第{n}号项目" in text for n in range(1, 301))
    assert ("画“正”字" in text) is blank
    assert ("5021" in text) is not blank
    assert all("票决项目" in solid([page]) for page in pages[:-1])
    for said in ("应到", "61人", "总监票人（签名）", "会议名称"):
        assert said in text
    assert ("53张" in text) is not blank


def test_a_result_of_any_length(read_pdf: Reader) -> None:
    text = solid(read_pdf(ballot_result.render(samples.ballot_result(300))))
    assert "本次票决共300项，通过150项：1.第1号项目；3.第3号项目" in text
    assert text.count("占应到人数61的81.97%") == 300
    assert "复核。" in text


def test_a_result_where_nothing_passed(read_pdf: Reader) -> None:
    item = VoteItem(1, LONG_NAME + RARE, "", "")
    row = VoteResultRow(item, (), "", "未通过", False, NASTY)
    text = solid(read_pdf(ballot_result.render(samples.ballot_result(rows=(row,), notes=()))))
    assert "没有项目通过。" in text
    assert LONG_NAME in text
    assert RARE in text
    assert "".join(NASTY.split()) in text
