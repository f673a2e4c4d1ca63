"""The workbook of a ledger: what the paper says, as values; a text never is a formula."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from renda_desktop.queries.papers import Ledger
from renda_desktop.reports import ledger_book, words
from tests.reports import samples


def sheets(ledger: Ledger) -> tuple[list[list[object]], dict[str, object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(ledger_book.book(ledger)))
    rows: list[list[object]] = [list(row) for row in book.get_sheet_by_name("事项台账").to_python()]
    about = book.get_sheet_by_name("说明").to_python()
    return rows, {str(name): value for name, value in about}


def test_every_row_of_the_paper_is_in_it_with_its_types() -> None:
    ledger = samples.ledger(40)
    (head, *rows), about = sheets(ledger)
    assert len(rows) == 40
    column = {str(title): index for index, title in enumerate(head)}
    for number, (row, of) in enumerate(zip(rows, ledger.rows, strict=True), 1):
        assert row[0] == number
        assert row[column["编号"]] == of.number
        assert row[column["登记日期"]] == of.raised_on
        assert row[column["反映事项"]] == of.text
        assert row[column["办理期限"]] == (of.due or "")
        assert row[column["剩余天数"]] == ("" if of.days is None else of.days)
        assert row[column["警示"]] == (of.signal.label if of.signal else "")
    assert any(isinstance(row[column["办理期限"]], date) for row in rows)
    assert about["范围"] == ledger.conditions
    assert about["件数"] == 40
    assert words.moment(ledger.printed_at) in str(about["截至"])
    assert set(map(str, head[1:])) <= set(about)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-HYPERLINK(1)", "@SUM(A1)", " =1", "https://a.b"])
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    ledger = samples.ledger([samples.ledger_row(1, text=text, place=text)])
    rows, _ = sheets(ledger)
    assert rows[1].count(text) == 2
    with ZipFile(BytesIO(ledger_book.book(ledger))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
        assert "<f>" not in page
        assert "hyperlink" not in page
        assert ('quotePrefix="1"' in styles) == ("http" not in text)


def test_the_head_stays_and_columns_fit() -> None:
    with ZipFile(BytesIO(ledger_book.book(samples.ledger(3)))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
        said = b"".join(parts.read(name) for name in parts.namelist() if "docProps" in name)
    assert 'state="frozen"' in page
    assert "<autoFilter ref=" in page
    assert samples.STATION.name.encode() not in said


def test_nothing_at_all() -> None:
    rows, about = sheets(samples.ledger(0))
    assert len(rows) == 1
    assert about["件数"] == 0
