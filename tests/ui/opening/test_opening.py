"""From a closed home folder to the desk, and where nothing opens it."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Home, recovery_code
from renda_desktop.queries import clerks
from renda_desktop.services import clerks as doing
from renda_desktop.ui import theme
from renda_desktop.ui.opening.sheets import Recover, Trouble, Unlock
from renda_desktop.ui.settings import Settings
from tests import offices
from tests.ui.opening.conftest import Running

Start = Callable[..., Running]
NEW = "换了电脑以后的口令"


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Path:
    return offices.copied(founded, tmp_path / "home")


def said(running: Running) -> str:
    labels: Iterable[QLabel] = running.sheet().findChildren(QLabel)
    return "\n".join(one.text() for one in labels if one.isVisible())


def test_a_wrong_passphrase_can_be_typed_again(start: Start, home: Path, qtbot: QtBot) -> None:
    running = start(home)
    assert isinstance(running.sheet(), Unlock)
    running.keys.type("some other passphrase")
    running.keys.press("Enter")
    running.keys.settle()
    assert "口令不正确" in said(running)
    running.keys.type(offices.PASSPHRASE)
    running.keys.press("Enter")
    qtbot.waitUntil(lambda: running.app.office is not None, timeout=20_000)
    running.keys.settle()
    assert running.app.window.current() is running.app.window.screen_of("desk")
    assert running.app.window.header.status() == "● 未登记服务器(单机)"
    assert "月湖街道" in running.app.window.windowTitle()


def test_nothing_of_the_shell_answers_before_the_data_is_open(start: Start, home: Path) -> None:
    running = start(home)
    running.app.window.go("deputies")
    running.keys.press("Ctrl+K")
    assert running.app.window.current() is None
    assert not running.app.window.palette_panel.isVisible()


def test_the_recovery_key_opens_the_data_under_a_new_passphrase(
    start: Start, home: Path, qtbot: QtBot
) -> None:
    groups = recovery_code(Home(home), ask_passphrase=lambda: offices.PASSPHRASE)
    (home / "key.json").unlink()  # as on another PC
    running = start(home)
    sheet = running.sheet()
    assert isinstance(sheet, Trouble)
    sheet.lost.emit()
    running.keys.settle()
    assert isinstance(running.sheet(), Recover)
    letter = "A" if groups[4][0] != "A" else "B"
    running.keys.type(" ".join((*groups[:4], letter + groups[4][1:], *groups[5:])))
    running.keys.press("Tab")
    running.keys.type(NEW)
    running.keys.press("Enter")
    running.keys.type(NEW)
    running.keys.press("Enter")
    running.keys.settle()
    assert "恢复密钥第5组有误,请与打印件核对。" in said(running)
    assert running.app.office is None
    running.keys.press("Ctrl+A")
    running.keys.type(" ".join(groups).lower())
    running.keys.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: running.app.office is not None, timeout=20_000)
    assert recovery_code(Home(home), ask_passphrase=lambda: NEW) == groups


def test_a_damaged_file_is_told_and_left_alone(start: Start, home: Path) -> None:
    (home / "renda.db").write_bytes(b"\x5a" * 8192)
    running = start(home, passphrase=offices.PASSPHRASE)
    assert isinstance(running.sheet(), Trouble)
    assert "数据文件没有改动" in said(running)
    assert str(home) in said(running)
    assert (home / "renda.db").read_bytes() == b"\x5a" * 8192


def test_large_type_works_at_once_and_is_remembered(start: Start, home: Path) -> None:
    running = start(home, passphrase=offices.PASSPHRASE)
    before = running.app.window
    before.go("settings")
    settings = before.current()
    assert isinstance(settings, Settings)
    settings.size_card.sizes[1.5].setFocus()
    running.keys.press("Space")
    running.keys.settle()
    after = running.app.window
    assert after is not before
    assert (theme.scale(), after.rail.width()) == (1.5, 126)
    assert isinstance(after.current(), Settings)
    assert json.loads((home / "ui.json").read_bytes()) == {"scale": 1.5}


def test_another_clerk_takes_the_seat(start: Start, home: Path) -> None:
    running = start(home, passphrase=offices.PASSPHRASE)
    running.app.worker.act(doing.register, name="李强")
    running.keys.settle()
    running.app.window.header.clerk_asked.emit()
    running.keys.settle()
    running.keys.press("Down")
    running.keys.press("Space")
    running.keys.settle()
    office = running.app.office
    assert office is not None
    assert office.read(clerks.clerk, id=office.clerk).name == "李强"


def test_a_second_start_finds_the_window_in_front(start: Start, home: Path) -> None:
    running = start(home, passphrase=offices.PASSPHRASE)
    running.app.window.showMinimized()
    running.app.to_front()
    assert not running.app.window.isMinimized()
