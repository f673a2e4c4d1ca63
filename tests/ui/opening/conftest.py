"""The whole window on a home folder of its own, started as the program starts it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop.opener import HomeOpener
from renda_desktop.store import keychain
from renda_desktop.ui import theme
from renda_desktop.ui.app import App
from renda_desktop.ui.opening.sheet import Sheet
from tests.ui.keyboard import Keyboard


@dataclass
class Running:
    """A started program and the keyboard before it."""

    app: App
    keys: Keyboard

    def sheet(self) -> Sheet:
        """Return what stands between the user and the data."""
        shown = self.app.opening.sheet()
        assert shown is not None
        return shown

    def close(self) -> None:
        if not shiboken6.isValid(self.app.window):
            return
        self.app.window.close()
        self.app.window.deleteLater()
        QApplication.sendPostedEvents()


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test reach the key store of whoever runs it."""
    monkeypatch.setattr(keychain, "ALLOWED", ())
    monkeypatch.delenv("RENDA_PASSPHRASE_FILE", raising=False)


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Running]]:
    """Start the program on a home folder; `passphrase` as if it were known."""
    started: list[Running] = []

    def begin(home: Path, *, passphrase: str | None = None) -> Running:
        app = App(HomeOpener(home, passphrase=passphrase))
        running = Running(app, Keyboard(qtbot, app.worker))
        started.append(running)
        app.start()
        qtbot.waitUntil(app.window.isActiveWindow)
        qtbot.waitUntil(lambda: app.opening.sheet() is not None or app.office is not None)
        running.keys.settle()
        return running

    yield begin
    for running in started:
        running.close()
    theme.apply(qapp)
