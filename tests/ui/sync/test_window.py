"""The whole window with a server: its header, its keys, and leaving it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.services import themes
from renda_desktop.ui.leaving import LeavePanel
from tests import offices
from tests.sync.memory import MemoryServer, Wire
from tests.ui.opening.conftest import Running, no_keyring, start
from tests.ui.sync.test_sync import cut, mend

__all__ = ["no_keyring", "start"]


@pytest.fixture
def running(start: Callable[..., Running], first: Office, qtbot: QtBot) -> Iterator[Running]:
    """The program on the home of a PC that has a server."""
    first.close()
    begun = start(first.home.path, passphrase=offices.PASSPHRASE)
    qtbot.waitUntil(lambda: begun.app.office is not None, timeout=20_000)
    begun.keys.settle()
    yield begun
    begun.app._leaving = True


def add(running: Running, title: str) -> None:
    running.app.worker.act(themes.register, title=title)
    running.keys.settle()


def panel(running: Running) -> LeavePanel:
    shown: Iterable[LeavePanel] = running.app.window.findChildren(LeavePanel)
    return next(one for one in shown if one.isVisible())


def test_the_header_tells_and_f5_sends(running: Running) -> None:
    header = running.app.window.header
    assert header.status() == "● 已同步"
    add(running, "停车")
    assert header.status() == "● 待同步 1"
    running.keys.press("F5")
    assert header.status() == "● 已同步"
    header._status.click()
    assert running.app.window.current() is running.app.window.screen_of("sync")


def test_where_there_is_no_server_f5_leads_to_one(
    start: Callable[..., Running], founded: Path, tmp_path: Path, server: MemoryServer
) -> None:
    home = offices.copied(founded, tmp_path / "单机")
    running = start(home, passphrase=offices.PASSPHRASE)
    running.keys.settle()
    running.keys.press("F5")
    assert running.app.window.current() is running.app.window.screen_of("sync")
    assert running.app.window.close()
    assert server.calls == []


def test_leaving_asks_only_while_something_waits(running: Running) -> None:
    assert running.app.window.close()
    assert not running.app.window.isVisible()


def test_what_waits_is_sent_before_leaving(running: Running, server: MemoryServer) -> None:
    add(running, "停车")
    assert not running.app.window.close()
    assert panel(running).title.text() == "还有 1 次操作没有发送"
    server.calls.clear()
    running.keys.press("Enter")
    assert "push" in server.calls
    assert not running.app.window.isVisible()
    assert running.app.office is None


def test_without_a_network_one_may_go_back_or_leave(running: Running, link: Wire) -> None:
    add(running, "停车")
    cut(link)
    assert not running.app.window.close()
    running.keys.press("Enter")
    assert "连不上服务器" in panel(running).words.text()
    running.keys.press("Esc")
    assert running.app.window.isVisible()
    mend(link)
    running.keys.press("F5")
    assert running.app.window.isVisible()  # whoever went back stays
    cut(link)
    add(running, "噪声")
    assert not running.app.window.close()
    running.keys.press("Tab", "Tab")
    assert running.keys.focus is panel(running).go
    running.keys.press("Space")
    assert not running.app.window.isVisible()


def test_larger_type_leaves_the_exchange_as_it_is(running: Running) -> None:
    running.app.window.go("sync")
    running.app.window.go("settings")
    running.keys.settle()
    running.app.set_scale(1.25)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    running.keys.settle()
    running.app.exchange.enrolled.emit()
    assert running.app.window.header.status() == "● 已同步"
    add(running, "停车")
    assert running.app.window.header.status() == "● 待同步 1"
