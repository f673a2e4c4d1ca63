"""Codes of rows: what is scanned comes back, and a slip shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain import row_code
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.row_code import RowCode, TypedRow

IDS = st.integers(0, 2**128 - 1).map(lambda n: Id(f"{n:032x}"))
ROWS = st.integers(1, row_code.MOST_ROWS)
MATTER, DEPUTY = Id("0" * 20 + "0123456789ab"), Id("f" * 32)


@given(IDS, IDS, ROWS)
def test_what_is_scanned_comes_back(matter: Id, deputy: Id, row: int) -> None:
    written = row_code.code(matter=matter, deputy=deputy, row=row)
    assert len(written) == row_code.LENGTH
    assert written.isdecimal()
    found = row_code.read(f" {written}\r\n")
    assert isinstance(found, RowCode)
    assert found.row == row
    assert found.names(matter)
    assert found.is_for(deputy)
    other = Id(f"{int(matter, 16) ^ 1:032x}")
    assert not found.names(other)


@given(IDS, IDS, ROWS, st.integers(1, row_code.LENGTH - 1), st.integers(1, 9))
def test_a_wrong_digit_shows(matter: Id, deputy: Id, row: int, place: int, by: int) -> None:
    written = row_code.code(matter=matter, deputy=deputy, row=row)
    digit = (int(written[place]) + by) % 10
    with pytest.raises(RuleBroken):
        row_code.read(f"{written[:place]}{digit}{written[place + 1 :]}")


@given(IDS, IDS, ROWS, st.integers(1, row_code.LENGTH - 2))
def test_two_digits_in_the_wrong_order_show(matter: Id, deputy: Id, row: int, place: int) -> None:
    written = row_code.code(matter=matter, deputy=deputy, row=row)
    one, two = written[place], written[place + 1]
    if one != two:
        with pytest.raises(RuleBroken):
            row_code.read(f"{written[:place]}{two}{one}{written[place + 2 :]}")


@given(st.text(max_size=40))
def test_anything_may_be_typed(text: str) -> None:
    try:
        found = row_code.read(text)
    except RuleBroken:
        return
    assert found is None or isinstance(found, RowCode | TypedRow)


def test_rows_are_typed_with_their_check_or_without() -> None:
    short = row_code.short(row_code.code(matter=MATTER, deputy=DEPUTY, row=12))
    row, _, check = short.partition("-")
    assert (row, len(check)) == ("12", 2)
    assert row_code.read(short) == TypedRow(12, check)
    assert row_code.read("012") == TypedRow(12)
    assert row_code.read("１２－０７") == TypedRow(12, "07")  # an input method in full width
    assert row_code.read("王秀英") is None
    assert row_code.read("12-7") is None
    assert row_code.read("") is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [("0", "code.row"), ("6901234567892", "code.other"), ("7" + "0" * 25, "code.slip")],
)
def test_what_is_wrong_is_said(text: str, rule: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        row_code.read(text)
    assert broken.value.rule == rule


def test_a_paper_has_no_more_rows() -> None:
    with pytest.raises(ValueError, match="1000"):
        row_code.code(matter=MATTER, deputy=DEPUTY, row=1000)
