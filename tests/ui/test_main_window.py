"""The shell, from the keyboard."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.services.action import Changes
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.palette import Found
from renda_desktop.ui.screen import Command
from renda_desktop.ui.worker import Worker
from tests.ui.input_method import compose
from tests.ui.shell import DeskLike, shell

CONTROL = Qt.KeyboardModifier.ControlModifier
FOUND = [
    Found("事项", "加装电梯", "2026-0018", place="p3", what=b"matter"),
    Found("选民", "王秀英", "迎春小区", place="desk", what=b"resident"),
]


class Finder:
    """Results that come when the test lets them."""

    def __init__(self) -> None:
        self.open: list[tuple[str, Callable[[Sequence[Found]], object]]] = []

    def find(self, text: str, give: Callable[[Sequence[Found]], object]) -> None:
        self.open.append((text, give))


@pytest.fixture
def finder() -> Finder:
    return Finder()


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot, worker: Worker, finder: Finder, done: list[str]) -> Iterator[MainWindow]:
    command = Command("新来访", lambda: done.append("new"), "F2")
    made = shell(worker, find=finder.find, commands=(command,))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    yield made
    _desk(made).name.clear()


def _desk(window: MainWindow) -> DeskLike:
    desk = window.screen_of("desk")
    assert isinstance(desk, DeskLike)
    return desk


def _changes(noun: str) -> Changes:
    thing = Id(noun)
    return Changes(Id("a" * 32), thing, frozenset({noun}), frozenset({thing}))


def test_screens_are_built_when_first_shown(window: MainWindow) -> None:
    assert list(window._screens) == ["desk"]
    QTest.keyClick(window, Qt.Key.Key_3, CONTROL)
    assert list(window._screens) == ["desk", "p3"]
    assert window.current() is window.screen_of("p3")
    assert _desk(window).log == ["activate", "deactivate"]
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert _desk(window).name.hasFocus()


def test_a_hidden_screen_reloads_once_when_it_is_shown_again(window: MainWindow) -> None:
    desk = _desk(window)
    window._worker.changed.emit(_changes("visit"))
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    for noun in ("matter", "resident"):
        window._worker.changed.emit(_changes(noun))
    assert desk.log == ["activate", _changes("visit"), "deactivate"]
    window.go("desk", b"thing")
    reloaded = desk.log[3]
    assert isinstance(reloaded, Changes)
    assert reloaded.nouns == {"matter", "resident"}
    assert desk.log[4:] == ["activate", b"thing"]


def test_a_screen_s_keys_are_its_own(window: MainWindow) -> None:
    desk = _desk(window)
    QTest.keyClick(desk.name, Qt.Key.Key_S, CONTROL)
    assert desk.log[-1] == "save"
    window.go("p2")
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert desk.log.count("save") == 1


def test_the_palette_finds_and_goes(window: MainWindow, finder: Finder) -> None:
    desk = _desk(window)
    QTest.keyClick(desk.name, Qt.Key.Key_K, CONTROL)
    panel = window.palette_panel
    assert panel.edit.hasFocus()
    assert not panel.isWindow()
    QTest.keyClicks(panel.edit, "wx")
    assert [text for text, _give in finder.open] == ["w", "wx"]
    finder.open[1][1](FOUND)
    finder.open[0][1]([])
    lines = [panel.results.index(n).data() for n in range(panel.results.rowCount())]
    assert lines == ["选民", "王秀英", "事项", "加装电梯"]
    QTest.keyClick(panel.edit, Qt.Key.Key_S, CONTROL)
    assert "save" not in desk.log
    QTest.keyClick(panel.edit, Qt.Key.Key_Down)
    QTest.keyClick(panel.edit, Qt.Key.Key_Up)
    QTest.keyClick(panel.edit, Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert desk.log[-1] == b"resident"


def test_escape_gives_the_focus_back(window: MainWindow) -> None:
    desk = _desk(window)
    QTest.keyClick(desk.name, Qt.Key.Key_K, CONTROL)
    QTest.keyClick(window.palette_panel.edit, Qt.Key.Key_Tab)
    assert window.palette_panel.edit.hasFocus()
    QTest.keyClick(window.palette_panel.edit, Qt.Key.Key_Escape)
    assert not window.palette_panel.isVisible()
    assert desk.name.hasFocus()
    QTest.keyClick(desk.name, Qt.Key.Key_S, CONTROL)
    assert desk.log[-1] == "save"


def test_enter_in_the_palette_waits_for_the_input_method(
    window: MainWindow, done: list[str]
) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    edit = window.palette_panel.edit
    compose(edit, "xin")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert window.palette_panel.isVisible()
    compose(edit, "")
    QTest.keyClicks(edit, "xlf")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert done == ["new"]


def test_the_sheet_lists_the_shell_s_and_the_screen_s_keys(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.sheet.isVisible()
    for words in ("Ctrl+S", "保存", "Ctrl+K", "Ctrl+7", "统计", "F2", "新来访"):
        assert words in window.sheet.text().splitlines()
    QTest.keyClick(window.sheet._close, Qt.Key.Key_Escape)
    assert not window.sheet.isVisible()


def test_the_status_leads_to_more(window: MainWindow) -> None:
    window.set_sync("待同步 3", tone="amber", tip="稍后自动发送")
    assert window.header.status() == "● 待同步 3"
    window.header._status.setFocus()
    QTest.keyClick(window.header._status, Qt.Key.Key_Space)
    assert window.current() is window.screen_of("sync")


def test_trouble_is_told_without_stopping_anybody(window: MainWindow, qtbot: QtBot) -> None:
    def forbidden() -> None:
        raise RuleBroken("resident.self")

    window._worker.read(forbidden, done=print)
    qtbot.waitUntil(window.bar.isVisible)
    assert "不能与自己合并" in window.bar.text()
    assert QApplication.activeModalWidget() is None
    _desk(window).said.emit("已保存")
    assert window.toast.text() == "已保存"
    assert window.toast.isVisible()


def test_closing_asks_only_where_something_is_unsaved(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []

    def stay(unsaved: Sequence[str]) -> bool:
        asked.append(unsaved)
        return False

    monkeypatch.setattr(window, "sure_to_close", stay)
    _desk(window).name.setText("写到一半")
    assert not window.close()
    assert asked == [["第 018 号来访"]]
    _desk(window).name.setText("")
    assert window.close()
    assert len(asked) == 1


def test_the_window_fits_an_old_office_screen(window: MainWindow) -> None:
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768
    assert [button.accessibleName() for button in window.rail._buttons.values()][:2] == [
        "接待台",
        "接待日程",
    ]
