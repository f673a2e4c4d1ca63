"""The workbook of returned rows: what is wrong is marked, and once mended it is imported again."""

from io import BytesIO

import xlsxwriter

from renda_desktop.services.imports.rows import BadRow, Row, Sheet

PROBLEM, REASON, NUMBER = ADDED = ("问题列", "原因", "原行号")
_GUIDE = "请改正标黄的单元格,保存后重新导入本文件。"
_WIDTH = 16
_REASON_WIDTH = 48
_MAX_CELL = 32_767


def returned_workbook(sheet: Sheet[Row], /) -> bytes:
    """Write the bad rows of a list, in its own columns, as an .xlsx.

    Every cell is text: what begins with = + - @ stays what was typed, and nothing becomes a link.
    """
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        page = book.add_worksheet("退回的行")
        kept = _kept_columns(sheet)
        added = len(kept)
        titles = [sheet.header.title(index) for index in kept] + list(ADDED)
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        plain = book.add_format({"border": 1, "num_format": "@"})
        wrong = book.add_format({"border": 1, "num_format": "@", "bg_color": "#FFEB9C"})
        page.write_string(0, 0, _GUIDE)
        for column, title in enumerate(titles):
            page.write_string(1, column, title, bold)
        for row, bad in enumerate(sheet.bad, start=2):
            marked = {problem.index for problem in bad.problems}
            for column, index in enumerate(kept):
                text = bad.line.cell(index)[:_MAX_CELL]
                page.write_string(row, column, text, wrong if index in marked else plain)
            for column, text in enumerate(_remarks(bad), start=added):
                page.write_string(row, column, text, plain)
        page.set_column(0, added, _WIDTH)
        page.set_column(added + 1, added + 1, _REASON_WIDTH)
        page.freeze_panes(2, 0)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return stream.getvalue()


def _kept_columns(sheet: Sheet[Row]) -> list[int]:
    """Give the columns of the source, without those that an earlier return added."""
    width = max(
        len(sheet.header.titles),
        *(len(bad.line.cells) for bad in sheet.bad),
        *(problem.index + 1 for bad in sheet.bad for problem in bad.problems),
        0,
    )
    return [index for index in range(width) if sheet.header.title(index) not in ADDED]


def _remarks(bad: BadRow) -> tuple[str, str, str]:
    columns = "、".join(problem.title for problem in bad.problems)
    reasons = ";".join(f"{problem.title}:{problem.reason}" for problem in bad.problems)
    return columns, reasons, str(bad.line.number)
