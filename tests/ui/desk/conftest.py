"""The desk in its window, over a real station with a reception going on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Id
from renda_desktop.services import visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.ui.desk import Desk
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.screen import Place
from renda_desktop.ui.worker import Worker
from tests.offices import Cast, Clock
from tests.ui.keyboard import Keyboard
from tests.ui.shell import Plain


@dataclass
class Stage:
    """A window that shows the desk, and the keyboard before it."""

    window: MainWindow
    desk: Desk
    keys: Keyboard
    worker: Worker
    office: Office

    def close(self) -> None:
        """Close the window as the program does."""
        self.desk.deactivate()
        self.worker.close()
        self.window.hide()
        self.window.deleteLater()
        QApplication.sendPostedEvents()


@pytest.fixture
def open_desk(qtbot: QtBot, office: Office, clock: Clock) -> Iterator[Callable[[], Stage]]:
    """Open the window, as often as a test wants."""
    stages: list[Stage] = []

    def fresh() -> Stage:
        worker = Worker(office)
        places = [
            Place("desk", "接待台", partial(Desk, clock=clock)),
            Place("schedule", "接待日程", Plain),
            Place("matters", "事项", Plain),
        ]
        window = MainWindow(worker, places, station="月湖街道人大代表联络站")
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.go("desk")
        desk = window.screen_of("desk")
        assert isinstance(desk, Desk)
        stage = Stage(window, desk, Keyboard(qtbot, worker), worker, office)
        stage.keys.settle()
        stages.append(stage)
        return stage

    yield fresh
    for stage in stages:
        stage.close()


@pytest.fixture
def stage(open_desk: Callable[[], Stage]) -> Stage:
    """The desk, ready to type."""
    return open_desk()


@pytest.fixture
def known(office: Office, cast: Cast) -> Id:
    """A resident who came before."""
    raised = Raised("6 幢屋面渗水,下雨天漏水", "6 幢屋面渗水", "城乡建设/房屋渗漏", "迎春小区")
    office.act(
        visits.register,
        reception=cast.reception,
        person=Person("王秀英", "13812345521", "迎春小区 6 幢 2 单元"),
        matters=(raised,),
    )
    from renda_desktop.queries import residents

    return office.read(residents.residents, text="王秀英")[0].id
