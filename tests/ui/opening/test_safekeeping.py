"""The whole program: backups by the hour, their warning in the header, a restore."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renda_desktop.queries import people
from renda_desktop.services import themes
from renda_desktop.ui import backing as backings
from renda_desktop.ui.backing import Backed, Backing
from renda_desktop.ui.clock import system_clock
from renda_desktop.ui.form import Form
from renda_desktop.ui.settings import Settings
from renda_desktop.ui.settings.restore_form import RestoreForm
from tests import offices
from tests.ui.opening.conftest import Running

Start = Callable[..., Running]


@pytest.fixture
def running(start: Start, founded: Path, tmp_path: Path, qtbot: QtBot) -> Running:
    home = offices.copied(founded, tmp_path / "home")
    begun = start(home, passphrase=offices.PASSPHRASE)
    qtbot.waitUntil(lambda: begun.app.office is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not begun.app.backing.now.running, timeout=20_000)
    begun.keys.settle()
    return begun


def backed(running: Running, qtbot: QtBot) -> Backed:
    """Have what the clock would ask for, now."""
    running.app.backing.look()
    qtbot.waitUntil(lambda: not running.app.backing.now.running, timeout=20_000)
    return running.app.backing.now


def form(running: Running) -> RestoreForm:
    inside: Iterable[Form] = running.app.window.findChildren(Form)
    shown = [one for one in inside if one.isVisible()]
    assert len(shown) == 1
    assert isinstance(shown[0], RestoreForm)
    return shown[0]


def test_a_backup_comes_by_itself_once_the_window_has_settled(
    running: Running, qtbot: QtBot
) -> None:
    assert running.app.backing.timer.isActive()
    now = backed(running, qtbot)
    assert now.kept is not None
    assert len(now.kept.files) == 1
    assert now.trouble == ""
    assert len((backed(running, qtbot).kept or now.kept).files) == 1  # nothing is due


def test_a_folder_that_is_gone_shows_in_the_header_and_leads_to_the_settings(
    running: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    usb = tmp_path / "优盘"
    usb.mkdir()
    window, backing = running.app.window, running.app.backing
    backing.keep_in(usb)
    qtbot.waitUntil(lambda: not backing.now.running, timeout=20_000)
    assert window.header.backup_warning() == ""
    usb.rename(tmp_path / "拔下")
    backing.back_up()
    qtbot.waitUntil(lambda: not backing.now.running, timeout=20_000)
    assert window.header.backup_warning() == "▲ 备份文件夹不在"
    window.header._backup.click()
    running.keys.settle()
    screen = window.current()
    assert isinstance(screen, Settings)
    assert "备份文件夹不在了" in screen.backup.trouble.text()
    (tmp_path / "拔下").rename(usb)
    backed(running, qtbot)
    assert window.header.backup_warning() == ""


def test_a_day_without_a_backup_is_told() -> None:
    now = system_clock()
    old = Backed(tried=True, good=now - timedelta(hours=25))
    assert old.warning(now=now) == "超过一天没有备份"
    assert Backed(tried=True, good=now - timedelta(hours=23)).warning(now=now) == ""
    assert Backed(tried=False, good=now - timedelta(days=9)).warning(now=now) == ""


def test_a_bug_in_the_thread_is_told_and_ends_nothing(
    running: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(_office: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(Backing, "_if_changed", staticmethod(bug))
    monkeypatch.setattr(backings.log, "error", lambda *_: None)
    assert "程序出错" in backed(running, qtbot).trouble
    monkeypatch.undo()
    assert backed(running, qtbot).trouble == ""


def test_a_backup_is_brought_back_after_its_changes_were_seen(
    running: Running, qtbot: QtBot
) -> None:
    backed(running, qtbot)
    app = running.app
    assert app.office is not None
    before = app.office
    app.worker.act(themes.register, title="停车难")
    running.keys.settle()
    app.window.go("settings")
    running.keys.settle()
    screen = app.window.current()
    assert isinstance(screen, Settings)
    screen.backup.ask_restore()
    running.keys.settle()
    shown = form(running)
    assert "会丢失 1 条记录" in shown.facts.text()
    running.keys.press("Ctrl+Enter")
    assert shown.isVisible()  # nobody has said yet that the changes were seen
    shown.sure.setFocus()
    running.keys.press("Space", "Ctrl+Enter")
    qtbot.waitUntil(lambda: app.office not in (None, before), timeout=30_000)
    running.keys.settle()
    assert app.office is not None
    assert app.office.read(people.themes) == []
    assert "已从备份恢复" in app.window.bar.text()
    assert "before-restore-" in app.window.bar.text()
    assert app.window.place == "desk"
    app.worker.act(themes.register, title="加装电梯")
    running.keys.settle()
    assert [one.title for one in app.office.read(people.themes)] == ["加装电梯"]


def test_a_file_that_is_no_backup_is_refused_before_anything_happens(
    running: Running, tmp_path: Path
) -> None:
    file = tmp_path / "别的.db"
    file.write_bytes(b"not a database" * 1000)
    running.app.window.go("settings")
    running.keys.settle()
    screen = running.app.window.current()
    assert isinstance(screen, Settings)
    screen.backup.ask_restore()
    shown = form(running)
    shown.look_into(file, "别的.db")
    running.keys.settle()
    assert "不是本程序的备份文件" in shown.bar.text()
    assert not shown.main.isEnabled()
    assert not shown.sure.isEnabled()
