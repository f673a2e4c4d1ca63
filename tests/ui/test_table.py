"""Ten thousand rows, a page at a time."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from renda_desktop.ui import theme
from renda_desktop.ui.table_model import TONE, Ask, Column, Page, TableModel
from renda_desktop.ui.widgets import Table

COLUMNS = [
    Column[int]("编号", str, width=96, key="number"),
    Column[int]("内容", lambda row: f"第 {row} 件"),
    Column[int]("期限", lambda _row: "超期", width=112, tone=lambda row: "red" if row % 2 else ""),
]
Give = Callable[[Page[int]], None]


class Source:
    """Rows that come when the test lets them."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[Ask] = []
        self.open: list[tuple[Ask, Give]] = []

    def fetch(self, ask: Ask, give: Give) -> None:
        self.asked.append(ask)
        self.open.append((ask, give))

    def answer(self) -> None:
        waiting, self.open = self.open, []
        for ask, give in waiting:
            rows = range(self.total)
            rows = rows[::-1] if ask.descending else rows
            give(Page(list(rows[ask.offset : ask.offset + ask.limit]), self.total))


@pytest.fixture
def source() -> Source:
    return Source(10_000)


@pytest.fixture
def model(qtbot: QtBot, source: Source) -> TableModel[int]:
    model = TableModel[int](COLUMNS, source.fetch)
    model.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return model


def _load(qtbot: QtBot, model: TableModel[int], source: Source) -> None:
    model.reset()
    qtbot.waitUntil(lambda: bool(source.open))
    source.answer()


def test_only_looked_at_pages_are_fetched(
    qtbot: QtBot, model: TableModel[int], source: Source
) -> None:
    _load(qtbot, model, source)
    table = Table(model, name="事项")
    qtbot.addWidget(table)
    table.resize(900, 500)
    table.show()
    assert model.total == 10_000
    source.asked.clear()
    table.scrollToBottom()
    table.grab()
    qtbot.waitUntil(lambda: bool(source.open))
    assert "…" in str(model.index(9_999, 0).data())
    source.answer()
    assert model.index(9_999, 1).data() == "第 9999 件"
    assert {ask.offset for ask in source.asked} == {9_900}


def test_a_long_scroll_holds_few_pages(qtbot: QtBot, source: Source) -> None:
    model = TableModel[int](COLUMNS, source.fetch)  # the tester looks at too many rows
    _load(qtbot, model, source)
    for row in range(0, 10_000, 100):
        model.index(row, 0).data()
        model._ask()
        source.answer()
    assert len(model._pages) <= 30
    assert model.row(9_900) == 9_900
    assert model.row(0) is None


def test_an_answer_to_an_older_question_is_dropped(
    qtbot: QtBot, model: TableModel[int], source: Source
) -> None:
    model.reset()
    qtbot.waitUntil(lambda: bool(source.open))
    old, source.open = source.open, []
    source.total = 3
    _load(qtbot, model, source)
    old[0][1](Page([7, 7, 7, 7], 4))
    assert [model.row(n) for n in range(4)] == [0, 1, 2, None]


def test_a_refresh_keeps_the_rows_until_new_ones_come(
    qtbot: QtBot, model: TableModel[int], source: Source
) -> None:
    _load(qtbot, model, source)
    source.total = 50
    model.refresh()
    assert model.row(5) == 5
    assert model.total == 10_000
    qtbot.waitUntil(lambda: bool(source.open))
    source.answer()
    assert model.total == 50


def test_a_title_asks_for_another_order(
    qtbot: QtBot, model: TableModel[int], source: Source
) -> None:
    _load(qtbot, model, source)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert source.open == []
    model.sort(0, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: bool(source.open))
    source.answer()
    assert source.asked[-1] == Ask(0, 100, "number", descending=True)
    assert model.row(0) == 9_999


def test_keys_move_and_open(qtbot: QtBot, model: TableModel[int]) -> None:
    model.set_rows([3, 1, 2])
    table = Table(model, name="事项")
    qtbot.addWidget(table)
    table.show()
    opened: list[int] = []
    moved: list[int | None] = []
    table.opened.connect(opened.append)
    table.current.connect(moved.append)
    table.go_to(0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert opened == [1, 2]
    assert moved == [3, 1, 2]
    assert table.chosen() == [2]


@pytest.mark.parametrize("width", [520, 900, 1366])
def test_columns_fill_the_width(qtbot: QtBot, model: TableModel[int], width: int) -> None:
    model.set_rows([1, 2])
    table = Table(model, name="事项")
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    widths = [table.columnWidth(n) for n in range(3)]
    assert widths == [96, table.viewport().width() - 96 - 112, 112]
    assert model.index(0, 2).data(TONE) == "red"
    assert table.rowHeight(0) == theme.px("row")
