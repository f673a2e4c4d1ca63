"""The program with a window: one of a kind on its home folder, its faults kept."""

import sys
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from renda_desktop.domain.errors import Unavailable
from renda_desktop.ui import language, preferences, theme
from renda_desktop.ui.app import TITLE, App
from renda_desktop.ui.faults import Faults
from renda_desktop.ui.opener import Opener
from renda_desktop.ui.single_instance import SingleInstance
from renda_desktop.ui.widgets import words_for


def run(opener: Opener, *, title: str = TITLE, arguments: Sequence[str] = ()) -> int:
    """Open the window on a home folder and return the exit code.

    `ui.startup.prepare` has been called before this module was imported.
    """
    give_way()
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("renda-desktop")
    app.setApplicationDisplayName(title)
    app.setQuitOnLastWindowClosed(True)
    language.speak_chinese(app)
    theme.apply(app, scale=preferences.load(opener.home).scale)
    first = SingleInstance(opener.home)
    try:
        opener.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not first.claim():
            return 0 if first.ask_first() else _stop("程序已经打开,但没有响应", "请稍候再试。")
    except Unavailable as refused:
        return _stop(*words_for(refused)[:2])
    except OSError:
        return _stop(*words_for(Unavailable("window.lock"))[:2])
    return _live(app, opener, first, title=title)


def give_way() -> None:
    """Let the window's thread have the interpreter soon while others work.

    Painting asks for it many times a frame; with Python's own 5 ms each time, one busy thread
    stopped the window for a quarter of a second.
    """
    sys.setswitchinterval(0.001)


def _live(app: QApplication, opener: Opener, first: SingleInstance, *, title: str) -> int:
    faults = Faults()
    faults.install(opener.home / "logs")
    try:
        shown = App(opener, title=title)
        faults.happened.connect(shown.tell_fault, Qt.ConnectionType.QueuedConnection)
        first.asked.connect(shown.to_front)
        shown.ready.connect(partial(_watch_network, shown))
        shown.start()
        code = app.exec()
        shown.close()
        return code
    finally:
        faults.uninstall()
        first.release()


def _watch_network(shown: App) -> None:
    from renda_desktop.ui.network import Network

    Network(shown.exchange.back_online, parent=shown)


def _stop(what: str, more: str) -> int:
    """Say why there is no window, where one can say it."""
    box = QMessageBox(QMessageBox.Icon.Warning, TITLE, what)
    box.setInformativeText(more)
    box.addButton("退出", QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    return 1
