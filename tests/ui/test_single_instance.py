"""A second start, a killed first one, and a stranger at the door."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from renda_desktop.domain.errors import Unavailable
from renda_desktop.ui.single_instance import _FAMILY, SingleInstance, bring_to_front

HOLD = """
import sys
from pathlib import Path
from renda_desktop.ui.single_instance import SingleInstance
instance = SingleInstance(Path(sys.argv[1]))
print(instance.claim(), flush=True)
sys.stdin.read()
"""
START_AGAIN = """
import sys
from pathlib import Path
from renda_desktop.ui.single_instance import SingleInstance
instance = SingleInstance(Path(sys.argv[1]))
print(instance.claim(), instance.ask_first())
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator[SingleInstance]:
    instance = SingleInstance(tmp_path)
    assert instance.claim()
    yield instance
    instance.release()


def test_a_second_start_asks_the_first_to_the_front(
    qtbot: QtBot, first: SingleInstance, tmp_path: Path
) -> None:
    with qtbot.waitSignal(first.asked, timeout=20_000):
        second = subprocess.run(
            [sys.executable, "-c", START_AGAIN, str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
        )
    assert second.stdout.strip() == "False True"


def test_it_is_asked_as_often_as_somebody_starts(
    qtbot: QtBot, first: SingleInstance, tmp_path: Path
) -> None:
    second = SingleInstance(tmp_path)
    for _ in range(3):
        assert not second.claim()
        with qtbot.waitSignal(first.asked):
            assert second.ask_first()


def test_after_the_first_has_ended_the_next_is_first(tmp_path: Path) -> None:
    for _ in range(3):
        instance = SingleInstance(tmp_path)
        assert instance.claim()
        instance.release()
    assert not (tmp_path / "window.json").exists()
    assert not SingleInstance(tmp_path).ask_first(seconds=0)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_first_leaves_nothing_that_hinders(qtbot: QtBot, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "True"
        mine = SingleInstance(tmp_path)
        assert not mine.claim()
        holder.kill()
        holder.wait()
        assert (tmp_path / "window.sock").exists()
    assert mine.claim()
    with qtbot.waitSignal(mine.asked):
        assert SingleInstance(tmp_path).ask_first()
    mine.release()


def test_a_stranger_is_not_let_in(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    door = json.loads((tmp_path / "window.json").read_text("utf-8"))
    with qtbot.assertNotEmitted(first.asked), pytest.raises(AuthenticationError):
        Client(door["address"], _FAMILY, authkey=b"guessed")
    with qtbot.waitSignal(first.asked):
        assert SingleInstance(tmp_path).ask_first()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access in lists, not in modes")
def test_only_the_owner_can_read_the_password(first: SingleInstance, tmp_path: Path) -> None:
    assert (tmp_path / "window.json").stat().st_mode & 0o777 == 0o600


def test_a_long_path_is_no_hindrance(qtbot: QtBot, tmp_path: Path) -> None:
    home = tmp_path / ("人大代表联络站" * 5)
    home.mkdir()
    instance = SingleInstance(home)
    assert instance.claim()
    with qtbot.waitSignal(instance.asked):
        assert SingleInstance(home).ask_first()
    instance.release()


def test_a_folder_that_cannot_hold_a_lock_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="数据文件夹"):
        SingleInstance(tmp_path / "absent").claim()


def test_a_minimized_window_comes_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bring_to_front(window)
    assert window.isVisible()
    assert not window.windowState() & Qt.WindowState.WindowMinimized
