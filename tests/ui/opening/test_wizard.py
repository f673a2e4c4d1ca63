"""Founding a station with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from renda_desktop.queries import clerks, stations
from renda_desktop.store.passphrase import LEAST
from renda_desktop.ui.opener import RECOVERY_KEPT, SHORTEST_PASSPHRASE
from renda_desktop.ui.opening.passphrase import weigh
from renda_desktop.ui.wizard.begin import Begin
from renda_desktop.ui.wizard.recovery import RecoveryStep
from renda_desktop.ui.wizard.steps import ClerkStep, KeyStep, StationStep
from renda_desktop.ui.wizard.wizard import Wizard
from tests.ui.opening.conftest import Running

Start = Callable[..., Running]
WORDS = "月湖 2026 迎春小区"


def wizard(running: Running) -> Wizard:
    assert isinstance(running.sheet(), Begin)
    running.keys.press("Enter")
    sheet = running.sheet()
    assert isinstance(sheet, Wizard)
    return sheet


def test_from_an_empty_folder_to_the_desk(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    running = start(tmp_path)
    keys = running.keys
    shown = wizard(running)
    assert isinstance(shown.step(), StationStep)
    keys.type("月湖街道人大代表联络站")
    keys.press("Enter")
    assert shown.station.code_edit.text() == "YH"
    keys.press("Enter")
    keys.press("Enter")
    assert isinstance(shown.step(), ClerkStep)
    keys.press("Enter")
    assert shown.clerk.name.error == "请填写经办人姓名。"
    keys.type("王芳")
    keys.press("Enter")
    assert isinstance(shown.step(), KeyStep)
    keys.type(WORDS)
    keys.press("Enter")
    keys.type(f"{WORDS}!")
    keys.press("Enter")
    assert shown.key.passphrase.second.error
    keys.press("Ctrl+A")
    keys.type(WORDS)
    keys.press("Enter")
    qtbot.waitUntil(lambda: isinstance(shown.step(), RecoveryStep), timeout=20_000)
    step = shown.step()
    assert isinstance(step, RecoveryStep)
    keys.press("Tab")
    for place in (1, 0):
        keys.type(step._groups[step.asked[1 - place]].lower())
        keys.press("Enter")
    qtbot.waitUntil(lambda: running.app.office is not None, timeout=20_000)
    keys.settle()
    office = running.app.office
    assert office is not None
    assert office.read(stations.station).code == "YH"
    assert [one.name for one in office.read(clerks.clerks)] == ["王芳"]
    assert office.noted(RECOVERY_KEPT)
    assert running.app.window.current() is running.app.window.screen_of("desk")
    assert "导入代表名册" in running.app.window.bar.text()


def test_one_can_go_back_until_the_station_is_founded(start: Start, tmp_path: Path) -> None:
    running = start(tmp_path)
    shown = wizard(running)
    running.keys.press("Ctrl+Enter")
    assert shown.station.name.error
    running.keys.type("月湖街道人大代表联络站")
    running.keys.press("Ctrl+Enter")
    assert isinstance(shown.step(), ClerkStep)
    running.keys.press("Escape")
    assert isinstance(shown.step(), StationStep)
    assert shown.station.name_edit.text() == "月湖街道人大代表联络站"
    running.keys.press("Escape")
    assert isinstance(running.sheet(), Begin)


def test_a_group_that_is_not_on_the_paper_is_refused(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    running = start(tmp_path)
    shown = wizard(running)
    shown.station.name_edit.setText("月湖街道人大代表联络站")
    shown.next()
    shown.clerk.name_edit.setText("王芳")
    shown.next()
    for field in (shown.key.passphrase.first, shown.key.passphrase.second):
        field.edit.setText(WORDS)  # type: ignore[attr-defined]
    shown.next()
    qtbot.waitUntil(lambda: isinstance(shown.step(), RecoveryStep), timeout=20_000)
    step = shown.step()
    assert isinstance(step, RecoveryStep)
    step.edits[0].setText(step._groups[step.asked[1]])
    shown.next()
    assert [bool(field.error) for field in step.fields] == [True, True]
    assert running.app.office is None
    step.printed.setChecked(True)
    shown.next()
    qtbot.waitUntil(lambda: running.app.office is not None, timeout=20_000)


def test_the_window_asks_for_what_the_store_asks() -> None:
    assert SHORTEST_PASSPHRASE == LEAST


def test_a_passphrase_is_weighed_by_length_and_variety() -> None:
    assert weigh("abc")[0] == "还差 5 个字符"
    assert weigh("aaaaaaaaaaaa")[0] == "容易猜到"
    assert weigh("12345678")[0] == "容易猜到"
    assert weigh(WORDS)[0] == "较强"
