"""Small workbooks for the tests, written cell by cell."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import xlsxwriter

Value = str | float | int | bool | date | None


def write_book(
    path: Path, *sheets: tuple[str, Sequence[Sequence[Value]]], hidden: str = ""
) -> Path:
    """Write sheets of plain values; dates get a date format."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets:
            page = book.add_worksheet(name)
            if name == hidden:
                page.hide()
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if isinstance(value, date):
                        page.write_datetime(row, column, value, day)
                    elif isinstance(value, str):
                        page.write_string(row, column, value)
                    elif value is not None:
                        page.write(row, column, value)
        if hidden:
            book.worksheets()[-1].activate()
    return path


def write_roster(path: Path, *rows: Sequence[Value]) -> Path:
    """Write one sheet of rows."""
    return write_book(path, ("名册", rows))


def book_bytes() -> bytes:
    """Give a small good workbook."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("名册").write_string(0, 0, "姓名")
    return stream.getvalue()
