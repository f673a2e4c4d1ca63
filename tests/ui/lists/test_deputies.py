"""The roster and the departments, by keyboard, and what comes in from Excel."""

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renda_desktop.domain.ids import Ref
from renda_desktop.queries import people
from renda_desktop.services.imports.deputies import DeputyRow, read_deputies
from renda_desktop.ui.deputies import Deputies
from renda_desktop.ui.imports import Importing, deputies_list
from renda_desktop.ui.imports.panel import ImportPanel
from tests.offices import Cast
from tests.ui.lists.conftest import Show, Stage

ROSTER = Path(__file__).parents[2] / "fixtures" / "roster.xlsx"


@pytest.fixture
def stage(show: Show[Deputies]) -> Stage[Deputies]:
    return show(Deputies)


def names(stage: Stage[Deputies]) -> list[str]:
    rows = stage.screen.roster.rows
    return [row.name for n in range(rows.total) if (row := rows.row(n))]


def imported(stage: Stage[Deputies], qtbot: QtBot) -> ImportPanel[DeputyRow]:
    asking = Importing(stage.screen.worker, stage.window, kind=deputies_list())
    panel = asking.take(ROSTER)
    qtbot.waitUntil(lambda: panel.sheet is not None, timeout=30_000)
    stage.keys.settle()
    return panel


def test_the_highest_level_stands_first_and_pinyin_finds(stage: Stage[Deputies]) -> None:
    assert names(stage) == ["张明", "李慧", "䶮𬍛㛃"]
    stage.keys.type("lh")
    assert names(stage) == ["李慧"]
    assert stage.screen.roster.detail.name.text() == "李慧"


def test_a_new_deputy_by_keyboard(stage: Stage[Deputies]) -> None:
    stage.keys.press("Ctrl+N")
    stage.keys.type("阿依古丽·买买提")
    stage.keys.press("Ctrl+Enter")
    roster = stage.screen.roster
    assert "阿依古丽·买买提" in names(stage)
    assert roster.detail.name.text() == "阿依古丽·买买提"


def test_a_wrong_number_is_told_at_its_field(stage: Stage[Deputies], cast: Cast) -> None:
    stage.screen.open_thing(cast.deputies[1])
    stage.keys.settle()
    stage.keys.press("Ctrl+E")
    form = stage.form()
    field = form._kept["phone"][0]  # type: ignore[attr-defined]
    field.setFocus()
    stage.keys.type("12")
    stage.keys.press("Ctrl+Enter")
    assert "电话号码不对" in field.error
    stage.keys.press("Ctrl+A")
    stage.keys.type("138 1234 5521")
    stage.keys.press("Ctrl+Enter")
    kept = {row.name: row.phone for row in stage.office.read(people.deputies)}
    assert kept["李慧"] == "13812345521"
    assert stage.screen.roster.detail.phone.text() == "138****5521"


def test_the_roster_of_a_station_comes_in(stage: Stage[Deputies], qtbot: QtBot) -> None:
    sheet = read_deputies(ROSTER)
    panel = imported(stage, qtbot)
    assert panel.bad.total == len(sheet.bad) > 0
    assert f"退回 {len(sheet.bad)}" in panel.summary.text()
    before = len(stage.office.read(people.deputies))
    panel.partly.setChecked(False)
    assert not panel.main.isEnabled()
    panel.partly.setChecked(True)
    stage.keys.press("Ctrl+Enter")
    after = stage.office.read(people.deputies)
    assert len(after) - before == len(sheet.good)
    assert Counter(row.name for row in sheet.good) <= Counter(row.name for row in after)
    assert len(names(stage)) == len(after)


def test_the_same_roster_twice_makes_no_copies(stage: Stage[Deputies], qtbot: QtBot) -> None:
    imported(stage, qtbot)
    stage.keys.press("Ctrl+Enter")
    before = stage.office.read(people.deputies)
    again = imported(stage, qtbot)
    assert not again.main.isEnabled()
    assert again.main.text() == "没有新内容"
    assert stage.office.read(people.deputies) == before


def test_the_returned_rows_are_kept_in_a_workbook(
    stage: Stage[Deputies], qtbot: QtBot, tmp_path: Path
) -> None:
    panel = imported(stage, qtbot)
    file = tmp_path / "退回.xlsx"
    panel.keep_returned_in(file)
    stage.keys.settle()
    assert len(read_deputies(file).bad) == panel.bad.total
    assert "退回.xlsx" in panel.bar.text()


def test_a_file_that_is_no_workbook_is_told(
    stage: Stage[Deputies], qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "名册.xlsx"
    file.write_text("姓名,电话", encoding="utf-8")
    panel = Importing(stage.screen.worker, stage.window, kind=deputies_list()).take(file)
    stage.keys.settle()
    assert "这不是 .xlsx 工作簿" in panel.bar.text()
    assert not panel.main.isEnabled()


def test_a_mandate_ends(stage: Stage[Deputies], cast: Cast) -> None:
    roster = stage.screen.roster
    roster.detail.end_asked.emit(roster.detail.state)
    stage.keys.press("Ctrl+Enter")
    ended = next(row for row in stage.office.read(people.deputies) if row.id == cast.deputies[0])
    assert not ended.active
    assert ended.levels == ()


def test_the_briefing_opens_in_the_preview(stage: Stage[Deputies], qtbot: QtBot) -> None:
    stage.keys.press("Ctrl+P")
    QTest.keyClick(stage.screen.roster.detail.paper.menu_, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stage.previews()), timeout=20_000)
    stage.keys.settle()
    dialog = stage.previews()[0]
    assert dialog.windowTitle() == "代表阅件 张明"
    dialog.reject()


def test_departments_have_a_tab(stage: Stage[Deputies], cast: Cast) -> None:
    stage.screen.open_thing(Ref("department", cast.departments[1]))
    stage.keys.settle()
    assert stage.screen.offices.name.text() == "区综合行政执法局"
    stage.screen.offices.turn_off()
    stage.keys.settle()
    rows = {row.id: row.active for row in stage.office.read(people.departments)}
    assert rows == {cast.departments[0]: True, cast.departments[1]: False}
