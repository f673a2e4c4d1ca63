"""One screen in its window, over a real station."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.ui.form import Form
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.papers.preview import PreviewDialog
from renda_desktop.ui.screen import Place, Screen
from renda_desktop.ui.worker import Worker
from tests.offices import Clock
from tests.ui.keyboard import Keyboard

S = TypeVar("S", bound=Screen)


@dataclass
class Stage(Generic[S]):
    """A window that shows one screen, and the keyboard before it."""

    window: MainWindow
    screen: S
    keys: Keyboard
    office: Office

    def form(self) -> Form:
        """Return the form that is open."""
        inside: Iterable[Form] = self.window.findChildren(Form)
        shown = [one for one in inside if one.isVisible()]
        assert len(shown) == 1
        return shown[0]

    def previews(self) -> list[PreviewDialog]:
        """Return the papers that are shown."""
        shown: Iterable[PreviewDialog] = self.window.findChildren(PreviewDialog)
        return list(shown)


Show = Callable[[Callable[..., S]], Stage[S]]


@pytest.fixture
def show(qtbot: QtBot, office: Office, clock: Clock) -> Iterator[Show[Screen]]:
    """Show a screen that takes a clock."""
    worker = Worker(office)
    windows: list[MainWindow] = []

    def one(make: Callable[..., Screen]) -> Stage[Screen]:
        window = MainWindow(worker, [Place("here", "名册", partial(make, clock=clock))])
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.go("here")
        stage = Stage(window, window.screen_of("here"), Keyboard(qtbot, worker), office)
        stage.keys.settle()
        return stage

    yield one
    worker.close()
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents()
