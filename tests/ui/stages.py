"""One screen in the window over a real station, with the keyboard before it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop.bootstrap import Office
from renda_desktop.ui.form import Form
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.screen import Place, Screen
from renda_desktop.ui.worker import Worker
from tests.ui.keyboard import Keyboard
from tests.ui.shell import Plain

S = TypeVar("S", bound=Screen)


@dataclass
class Stage(Generic[S]):
    """A window that shows one screen, and what the screen said and wanted."""

    window: MainWindow
    screen: S
    keys: Keyboard
    worker: Worker
    said: list[str] = field(default_factory=list)

    def form(self) -> Form:
        """Return the form that is open."""
        forms: Iterable[Form] = self.window.findChildren(Form)
        return next(one for one in forms if one.isVisible())

    def close(self) -> None:
        """Close the window as the program does."""
        self.worker.close()
        self.window.hide()
        self.window.deleteLater()
        QApplication.sendPostedEvents()


def stage(qtbot: QtBot, office: Office, *, key: str, make: Callable[[Worker], S]) -> Stage[S]:
    """Open the window on one screen, with empty places around it."""
    worker = Worker(office)
    others = [(one, title) for one, title in _PLACES if one != key]
    places = [Place(key, key, make), *(Place(one, title, Plain) for one, title in others)]
    window = MainWindow(worker, places, station="月湖街道人大代表联络站")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go(key)
    screen: S = window.screen_of(key)  # type: ignore[assignment] # the place made it
    made = Stage(window, screen, Keyboard(qtbot, worker), worker)
    screen.said.connect(made.said.append)
    made.keys.settle()
    return made


_PLACES = (("desk", "接待台"), ("schedule", "接待日程"), ("matters", "事项"))
