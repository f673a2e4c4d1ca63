"""台账 as an Excel workbook: what the paper says, as values that one can sort and count."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

import xlsxwriter

from renda_desktop.queries.papers import Ledger, LedgerRow
from renda_desktop.reports import words

NAME: Final = "事项台账"
_MOST = 32_767  # characters that a cell holds
_WIDEST, _NARROWEST = 46, 8
_FORMULA = ("=", "+", "-", "@")
_Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its title, what it shows of a row, and how it is to be read."""

    title: str
    value: Callable[[LedgerRow], _Value]
    about: str


def _signal(row: LedgerRow) -> str:
    return row.signal.label if row.signal else ""


_COLUMNS: Final = (
    _Column("编号", lambda row: row.number, "事项编号。"),
    _Column("登记日期", lambda row: row.raised_on, "事项登记的日期。"),
    _Column("反映人", lambda row: row.resident, "隐去名字；匿名和保密的事项不写。"),
    _Column("反映事项", lambda row: row.text, "摘要；没有摘要时取原话开头；保密事项从略。"),
    _Column("类别", lambda row: row.category, "诉求类别。"),
    _Column("地点", lambda row: row.place, "发生地点；保密事项从略。"),
    _Column("处理方式", lambda row: row.way, "现在的处理方式；没有选定的为待研判。"),
    _Column("承办", lambda row: row.unit.replace("\n", "、"), "本轮的主办单位和领办代表。"),
    _Column("办理期限", lambda row: row.due, "本轮办理的最后一日。"),
    _Column("期限说明", lambda row: "暂定" if row.provisional else "", "节假日安排公布前为暂定。"),
    _Column("警示", _signal, "按截至时刻，只对在办事项给出；以事项所属工作机制的规则为准。"),
    _Column("剩余天数", lambda row: row.days, "截至时刻距办理期限的自然日；负数为已超期。"),
    _Column("阶段", lambda row: row.stage, "截至时刻所处的阶段。"),
    _Column("办理结果", lambda row: row.result, "办结时登记的结果。"),
    _Column("评价", lambda row: row.rated, "选民和代表对最近一次答复的评价。"),
)


def book(sheet: Ledger) -> bytes:
    """Return the ledger as an .xlsx, with what its columns mean and as of when on a second sheet.

    A text that begins like a formula stays a text, even where somebody edits it. All is made in
    memory: xlsxwriter's way of saving memory would leave the residents' words in a temporary file.
    """
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as made:
        made.set_properties({"title": NAME, "created": sheet.printed_at.replace(tzinfo=None)})
        _Writer(made, sheet).write()
    return stream.getvalue()


class _Writer:
    """One workbook being written."""

    def __init__(self, made: xlsxwriter.Workbook, sheet: Ledger) -> None:
        plain = {"border": 1, "valign": "vcenter", "text_wrap": True, "border_color": "#A0A0A0"}
        head = {"bold": True, "bg_color": "#F1F1EE", "align": "center"}
        self._made, self._sheet = made, sheet
        self._plain = made.add_format(plain)
        self._quoted = made.add_format({**plain, "quote_prefix": True})
        self._date = made.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "center"})
        self._head = made.add_format({**plain, **head})

    def write(self) -> None:
        self._rows(self._made.add_worksheet(NAME))
        self._about(self._made.add_worksheet("说明"))

    def _rows(self, page: xlsxwriter.worksheet.Worksheet) -> None:
        titles = ["序号", *(column.title for column in _COLUMNS)]
        widths = [_columns_wide(title) + 4 for title in titles]  # with room for the filter's arrow
        for column, title in enumerate(titles):
            page.write_string(0, column, title, self._head)
        for number, row in enumerate(self._sheet.rows, 1):
            page.write_number(number, 0, number, self._plain)
            for column, one in enumerate(_COLUMNS, 1):
                value = one.value(row)
                self._cell(page, number, column, value)
                widths[column] = max(widths[column], _wide(value))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
        page.freeze_panes(1, 2)
        page.autofilter(0, 0, len(self._sheet.rows), len(_COLUMNS))
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)

    def _cell(
        self, page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: _Value
    ) -> None:
        match value:
            case None | "":
                page.write_blank(row, column, None, self._plain)
            case str():
                quoted = value.lstrip().startswith(_FORMULA)
                page.write_string(
                    row, column, value[:_MOST], self._quoted if quoted else self._plain
                )
            case int():
                page.write_number(row, column, value, self._plain)
            case _:
                page.write_datetime(row, column, value, self._date)

    def _about(self, page: xlsxwriter.worksheet.Worksheet) -> None:
        sheet = self._sheet
        facts = (
            ("联络站", sheet.station.name),
            ("范围", sheet.conditions),
            ("截至", f"{words.moment(sheet.printed_at)}（北京时间）"),
            ("件数", len(sheet.rows)),
            ("说明", "与纸质台账同一范围、同一口径；期限、警示、阶段均为截至时刻的情况。"),
        )
        told: Iterable[tuple[str, _Value]] = (*facts, *((c.title, c.about) for c in _COLUMNS))
        for row, (name, value) in enumerate(told):
            page.write_string(row, 0, name, self._head)
            self._cell(page, row, 1, value)
        page.set_column(0, 0, 14)
        page.set_column(1, 1, 78)


def _wide(value: _Value) -> int:
    if isinstance(value, str):
        return max(map(_columns_wide, _lines(value)), default=0) + 2
    return 12 if isinstance(value, date) else 8


def _lines(text: str) -> Sequence[str]:
    return text[:200].split("\n")


def _columns_wide(text: str) -> int:
    """Return how many digits wide a text is: a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
