"""The lock: nothing in sight, a PIN and Enter, and everything typed is still there."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Role
from renda_desktop.queries import clerks as known
from renda_desktop.queries import people
from renda_desktop.queries.clerks import ClerkRow
from renda_desktop.services import clerks, themes
from renda_desktop.ui.form import Form
from renda_desktop.ui.idle import Idle
from renda_desktop.ui.lock_veil import LockVeil
from renda_desktop.ui.pin_forms import NewPin, TakeOver
from renda_desktop.ui.settings import Settings
from tests import offices
from tests.ui.opening.conftest import Running

Start = Callable[..., Running]
PIN, OTHER = "4711", "5813"


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Path:
    """A station with two clerks: 王芳 at the desk and 李强, each with a PIN."""
    path = offices.copied(founded, tmp_path / "home")
    office = offices.opened(path)
    office.set_pin(PIN)
    first = office.clerk
    second = office.act(clerks.register, name="李强", roles=(Role.CLERK,)).id
    office.sign_on(second)
    office.set_pin(OTHER)
    office.sign_on(first)
    office.close()
    return path


@pytest.fixture
def begin(start: Start, home: Path, qtbot: QtBot) -> Callable[[], Running]:
    def one() -> Running:
        running = start(home, passphrase=offices.PASSPHRASE)
        qtbot.waitUntil(lambda: running.app.office is not None, timeout=20_000)
        running.keys.settle()
        return running

    return one


@pytest.fixture
def unlocked(begin: Callable[[], Running]) -> Running:
    """As it is once the PIN was typed at the start."""
    running = begin()
    running.keys.type(PIN)
    running.keys.press("Enter")
    assert running.app.lock.veil is None
    return running


def veil(running: Running) -> LockVeil:
    found = running.app.lock.veil
    assert found is not None
    return found


def clerk(running: Running) -> Id:
    assert running.app.office is not None
    return running.app.office.clerk


def form(running: Running) -> Form:
    inside: Iterable[Form] = running.app.window.findChildren(Form)
    return next(one for one in inside if one.isVisible())


def test_a_start_that_asked_for_nothing_asks_for_the_pin(begin: Callable[[], Running]) -> None:
    running = begin()
    shown = veil(running)
    assert shown.geometry() == running.app.window.rect()
    running.keys.press("Ctrl+K", "F1", "Ctrl+3", "Esc")
    assert veil(running) is shown
    assert not running.app.window.palette_panel.isVisible()
    assert running.app.window.place == "desk"
    running.keys.type("4712")
    running.keys.press("Enter")
    assert shown.sheet.field.error == "PIN 不正确,请重新输入。"
    running.keys.type(PIN)
    running.keys.press("Enter")
    assert running.app.lock.veil is None


def test_the_lock_hides_all_and_what_was_typed_is_still_there(unlocked: Running) -> None:
    app, keys = unlocked.app, unlocked.keys
    app.window.go("settings")
    keys.settle()
    screen = app.window.current()
    assert isinstance(screen, Settings)
    screen.clerks.add()
    keys.type("赵敏")
    before = keys.focus
    keys.press("Ctrl+Alt+L")
    shown = veil(unlocked)
    middle = app.window.rect().center()
    at: QWidget | None = app.window.childAt(middle)
    assert at is not None
    assert shown.isAncestorOf(at)
    for chord in ("Tab", "Tab", "Tab", "Tab"):
        keys.press(chord)
        assert shown.isAncestorOf(keys.focus)
    shown.sheet.focus()
    keys.press("Ctrl+Enter")  # of the form beneath
    assert {one.name for one in _clerks(unlocked)} == {"王芳", "李强"}
    keys.type(PIN)
    keys.press("Enter")
    assert keys.focus is before
    keys.press("Ctrl+Enter")
    assert {one.name for one in _clerks(unlocked)} == {"王芳", "李强", "赵敏"}


def _clerks(running: Running) -> list[ClerkRow]:
    assert running.app.office is not None
    return running.app.office.read(known.clerks)


def test_what_opens_while_it_is_locked_stays_beneath(unlocked: Running) -> None:
    app = unlocked.app
    unlocked.keys.press("Ctrl+Alt+L")
    shown = veil(unlocked)
    late = Form(app.window, title="晚来的")
    late.open()
    QApplication.processEvents()
    at: QWidget | None = app.window.childAt(app.window.rect().center())
    assert at is not None
    assert shown.isAncestorOf(at)
    assert shown.isAncestorOf(unlocked.keys.focus)


def test_another_clerk_goes_on_by_arrow_and_pin(unlocked: Running) -> None:
    first = clerk(unlocked)
    unlocked.keys.press("Ctrl+Alt+L", "Down")
    unlocked.keys.type(PIN)  # of the other one
    unlocked.keys.press("Enter")
    assert "PIN 不正确" in veil(unlocked).sheet.field.error
    unlocked.keys.type(OTHER)
    unlocked.keys.press("Enter")
    assert unlocked.app.lock.veil is None
    assert clerk(unlocked) != first
    office = unlocked.app.office
    assert office is not None
    made = office.act(themes.register, title="停车难")
    assert [one.id for one in office.read(people.themes)] == [made.id]
    assert "李强" in unlocked.app.window.header._clerk.text()


def test_taking_over_asks_for_the_pin_of_whoever_takes_over(unlocked: Running) -> None:
    first = clerk(unlocked)
    unlocked.app.window.header.clerk_asked.emit()
    unlocked.keys.settle()
    unlocked.keys.press("Tab", "Space")
    shown = form(unlocked)
    assert isinstance(shown, TakeOver)
    unlocked.keys.type("1357")
    unlocked.keys.press("Enter")
    assert clerk(unlocked) == first
    assert "PIN 不正确" in shown.bar.text()
    unlocked.keys.type(OTHER)
    unlocked.keys.press("Enter")
    assert clerk(unlocked) != first


def test_a_new_pin_is_typed_twice_after_the_old_one(unlocked: Running) -> None:
    app, keys = unlocked.app, unlocked.keys
    app.window.go("settings")
    keys.settle()
    screen = app.window.current()
    assert isinstance(screen, Settings)
    screen.locking.ask()
    assert isinstance(form(unlocked), NewPin)
    for text in (PIN, "2468", "2469"):
        keys.type(text)
        keys.press("Enter")
    assert "两次输入的 PIN 不一样" in form(unlocked).bar.text()
    keys.type("2468")
    keys.press("Enter", "Ctrl+Alt+L")
    keys.type(PIN)
    keys.press("Enter")
    assert veil(unlocked).sheet.field.error
    keys.type("2468")
    keys.press("Enter")
    assert app.lock.veil is None


def test_whoever_forgot_the_pin_has_the_passphrase(unlocked: Running) -> None:
    unlocked.keys.press("Ctrl+Alt+L")
    unlocked.keys.type("a wrong passphrase")
    unlocked.keys.press("Enter")
    assert veil(unlocked).sheet.field.error
    unlocked.keys.type(offices.PASSPHRASE)
    unlocked.keys.press("Enter")
    assert unlocked.app.lock.veil is None


def test_minutes_without_a_touch_lock(unlocked: Running) -> None:
    passed: list[float] = [0.0, 0.0]
    idle = Idle(clock=lambda: (passed[0], passed[1]))
    locked: list[bool] = []
    idle.passed.connect(lambda: locked.append(True))
    idle._follow(unlocked.app.window.windowHandle())
    idle.set_minutes(5)
    passed[0] = 299
    idle.look()
    assert locked == []
    QTest.keyClick(unlocked.app.window.windowHandle(), Qt.Key.Key_Shift)
    passed[0] = 598
    idle.look()
    assert locked == []
    passed[1] = 598 + 300  # it slept: the other clock stood still
    idle.look()
    assert locked == [True]
    idle.set_minutes(0)
    passed[0] = 99_999
    idle.look()
    assert locked == [True]
    idle.deleteLater()


def test_idle_minutes_are_chosen_and_remembered(unlocked: Running) -> None:
    app = unlocked.app
    app.window.go("settings")
    unlocked.keys.settle()
    screen = app.window.current()
    assert isinstance(screen, Settings)
    assert screen.locking.after[10].isChecked()
    screen.locking.after[5].click()
    unlocked.keys.settle()
    assert app.lock.idle._minutes == 5
    assert app.office is not None
    assert app.office.noted("lock_after") == "5"
    screen.locking.after[0].click()
    unlocked.keys.settle()
    assert not app.lock.idle.timer.isActive()
