"""A ledger comes in from the matters' screen: looked at, told where its columns are, stopped."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renda_desktop.queries import matters
from renda_desktop.services.imports.ledger import LedgerRow
from renda_desktop.services.imports.ledger_writing import BATCH
from renda_desktop.ui.imports import Importing, LedgerPanel, ledger_list
from renda_desktop.ui.imports.panel import ImportPanel
from renda_desktop.ui.matters.screen import Matters
from tests.offices import START, Cast
from tests.services.imports.books import Value, write_roster
from tests.ui.lists.conftest import Show, Stage

TODAY = START.date()


@pytest.fixture
def stage(show: Show[Matters], cast: Cast) -> Stage[Matters]:
    return show(Matters)


def taken(stage: Stage[Matters], qtbot: QtBot, file: Path) -> ImportPanel[LedgerRow]:
    worker = stage.screen.worker
    asking = Importing(worker, stage.window, kind=ledger_list(), panel=LedgerPanel)
    panel = asking.take(file)
    qtbot.waitUntil(lambda: "工作表" in panel.summary.text(), timeout=30_000)
    stage.keys.settle()
    return panel


def titles(stage: Stage[Matters]) -> list[str]:
    return sorted(row.title for row in stage.office.read(matters.matters, today=TODAY, limit=1000))


def ledger(path: Path, *rows: list[Value]) -> Path:
    return write_roster(path, ["何日", "代表", "姓名", "所提的事", "承办单位"], *rows)


def test_columns_are_chosen_and_remembered(
    stage: Stage[Matters], qtbot: QtBot, tmp_path: Path
) -> None:
    file = ledger(
        tmp_path / "a.xlsx",
        ["2026.3.4", "张明、李慧", "王琴", "1.路灯坏了\n2.车位少", "区住建局"],
        ["2026.3.5", "张无名", "李强", "夜市扰民", ""],
        ["2026.3.6", "", "李强", "河道发黑", "外星局"],
    )
    panel = taken(stage, qtbot, file)
    assert isinstance(panel, LedgerPanel)
    assert panel.tabs.currentIndex() == 2  # what is missing can be chosen at once
    assert not panel.main.isEnabled()
    for key, title in (("day", "何日"), ("words", "所提的事")):
        pick = panel.mapping.picks[key]
        pick.set_value(title)
        pick.activated.emit(pick.currentIndex())
        stage.keys.settle()
    assert panel.good.total == 1
    assert "张无名" in panel.bad.row(0).problems[0].reason  # type: ignore[union-attr]
    assert "外星局" in panel.bad.row(1).problems[0].reason  # type: ignore[union-attr]
    stage.keys.press("Ctrl+Enter")
    assert titles(stage) == ["路灯坏了", "车位少"]
    later = ledger(tmp_path / "b.xlsx", ["2026/04/01", "李慧", "赵敏", "井盖缺失", ""])
    panel = taken(stage, qtbot, later)
    assert (panel.good.total, panel.bad.total) == (1, 0)
    stage.keys.press("Ctrl+Enter")
    assert titles(stage) == ["井盖缺失", "路灯坏了", "车位少"]


def test_departments_can_be_registered_on_the_way(
    stage: Stage[Matters], qtbot: QtBot, tmp_path: Path
) -> None:
    header: list[Value] = ["日期", "反映问题", "交办单位"]
    file = write_roster(tmp_path / "a.xlsx", header, ["2026.3.4", "路灯坏了", "区城管局"])
    panel = taken(stage, qtbot, file)
    assert isinstance(panel, LedgerPanel)
    assert panel.good.total == 0
    panel.units.click()
    stage.keys.settle()
    assert panel.good.total == 1
    stage.keys.press("Ctrl+Enter")
    row = stage.office.read(matters.matters, today=TODAY, limit=10)[0]
    assert (row.title, row.unit_name) == ("路灯坏了", "区城管局")


def test_it_stops_between_two_batches_and_goes_on_later(
    stage: Stage[Matters], qtbot: QtBot, tmp_path: Path
) -> None:
    header: list[Value] = ["日期", "反映问题"]
    rows: list[list[Value]] = [["2026.3.4", f"第{n}件事"] for n in range(3 * BATCH - 5)]
    file = write_roster(tmp_path / "a.xlsx", header, *rows)
    panel = taken(stage, qtbot, file)
    panel.submit()
    panel.halt()  # while the first batch is being written
    stage.keys.settle()
    assert len(titles(stage)) == BATCH
    assert f"已停止,导入了 {BATCH} 件事项" in panel.bar.text()
    assert panel.main.isEnabled()
    assert str(2 * BATCH - 5) in panel.main.text()
    panel.submit()
    stage.keys.settle()
    assert len(titles(stage)) == len(rows)
