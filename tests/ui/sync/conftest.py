"""The window on a PC that has a server in memory: no sockets."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop import office as offices_
from renda_desktop.bootstrap import Office
from renda_desktop.services.action import Changes
from renda_desktop.ui.enrolling import EnrolForm
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.screen import Place
from renda_desktop.ui.sync import Sync
from renda_desktop.ui.worker import Worker
from tests.offices import Clock
from tests.sync.conftest import first, join, link, second, server
from tests.sync.memory import Wire
from tests.ui.keyboard import Keyboard
from tests.ui.shell import Plain

__all__ = ["first", "join", "link", "second", "server"]


@dataclass
class Stage:
    """A window that shows 同步, and the keyboard before it."""

    window: MainWindow
    exchange: Exchange
    keys: Keyboard
    office: Office
    worker: Worker
    said: list[str] = field(default_factory=list)

    @property
    def screen(self) -> Sync:
        found = self.window.screen_of("sync")
        assert isinstance(found, Sync)
        return found

    @property
    def pill(self) -> str:
        return self.screen.pill.text().removeprefix("● ")

    def tabs(self) -> list[str]:
        tabs = self.screen.tabs
        return [tabs.tabText(n) for n in range(tabs.count())]

    def form(self) -> EnrolForm:
        forms: Iterable[EnrolForm] = self.window.findChildren(EnrolForm)
        return next(one for one in forms if one.isVisible())

    def act(self, service: Callable[..., Changes], **given: Any) -> None:
        """Do something as a clerk does it elsewhere in the window."""
        self.worker.act(service, **given)
        self.keys.settle()

    def on_time(self) -> None:
        """Let the moment come for which the exchange waits."""
        assert self.exchange.timer.isActive()
        self.exchange.timer.timeout.emit()
        self.keys.settle()


Show = Callable[[Office], Stage]


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch, link: Wire) -> None:
    """Let every way lead to the server in memory."""

    def way(_place: object, **_where: object) -> AbstractContextManager[Wire]:
        return nullcontext(link)

    monkeypatch.setattr(offices_, "way", way)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Open the window on an office, as the program does."""
    made: list[Stage] = []

    def one(office: Office) -> Stage:
        worker = Worker(office)
        exchange = Exchange(worker, chance=lambda: 0.5)
        places = [
            Place("desk", "接待台", Plain),
            Place("matters", "事项", Plain),
            Place("sync", "同步", lambda w: Sync(w, exchange=exchange, clock=Clock()), where=""),
        ]
        window = MainWindow(worker, places, station="月湖街道人大代表联络站")
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        stage = Stage(window, exchange, Keyboard(qtbot, worker), office, worker)
        made.append(stage)
        exchange.begin(office)
        stage.keys.settle()
        window.go("sync")
        stage.screen.said.connect(stage.said.append)
        stage.keys.settle()
        return stage

    yield one
    for stage in made:
        stage.exchange.close()
        stage.worker.close()
        stage.window.hide()
        stage.window.deleteLater()
    QApplication.sendPostedEvents()
