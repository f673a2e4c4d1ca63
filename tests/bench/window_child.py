"""The measured processes of `tests.bench.window`: they print milliseconds since their start."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from renda_desktop.opener import HomeOpener, Progress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from renda_desktop.bootstrap import Office
    from renda_desktop.ui.app import App

ROWS, STEPS = 10_000, 40
START = float(os.environ["BENCH_START"])


def since() -> float:
    """Return milliseconds since the parent started this process."""
    return (time.monotonic() - START) * 1000


def bare() -> None:
    """Show a window with a label, and nothing of ours."""
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Window(QLabel):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 # Qt chose the name
            super().paintEvent(event)
            print(since())
            app.quit()

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(Window("联络站"))
    window.resize(1366, 768)
    window.show()
    app.exec()


def program(home: str, key: str) -> None:
    """Start the window as the program does, until the desk is loaded."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from renda_desktop.ui import language, preferences, theme
    from renda_desktop.ui.app import App
    from renda_desktop.ui.running import give_way

    give_way()
    app = QApplication([])
    language.speak_chinese(app)
    theme.apply(app, scale=preferences.load(Path(home)).scale)
    shown = App(KeyAtHand(Path(home), key))
    stall = Stall()
    times: list[float] = []

    def painted() -> None:
        times.append(since())
        stall.begin()

    def done() -> None:
        """Stop the watch when the form of the open reception can be typed into."""
        from renda_desktop.ui.desk import Desk

        desk = shown.window.current()
        assert isinstance(desk, Desk)
        if not desk.form.isVisible():
            QTimer.singleShot(2, done)
            return
        desk.form.focus()
        shown.window.repaint()
        times.append(since())
        shown.close()
        app.quit()

    shown.opening.wanted.connect(partial(complain, shown))
    shown.ready.connect(done)
    shown.window.show()
    shown.window.repaint()
    painted()
    QTimer.singleShot(0, shown.opening.begin)
    app.exec()
    print(*times, stall.longest)
    sys.stdout.flush()
    os._exit(0)


def complain(shown: "App") -> None:
    """End where the station cannot be opened."""
    from PySide6.QtWidgets import QLabel

    from renda_desktop.ui.opening.sheets import Trouble

    if isinstance(sheet := shown.opening.sheet(), Trouble):
        words: Iterable[QLabel] = sheet.findChildren(QLabel)
        sys.exit(" ".join(one.text() for one in words))


class KeyAtHand(HomeOpener):
    """Opens with a key that somebody else keeps."""

    def __init__(self, home: Path, key: str) -> None:
        super().__init__(home, passphrase="unused")
        self._key = bytes.fromhex(key)

    def open(self, *, passphrase: str | None, progress: Progress) -> "Office":  # noqa: ARG002
        """Open without asking anybody."""
        from renda_desktop import bootstrap

        return bootstrap.open_with(
            bootstrap.Home(self.home),
            key=self._key,
            clock=bootstrap.system_clock,
            progress=progress,
        )


def table() -> None:
    """Scroll through ten thousand rows, as one drags the bar and pages on at the end."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from renda_desktop.ui import theme
    from renda_desktop.ui.table_model import Ask, Column, Page, TableModel
    from renda_desktop.ui.widgets import Table

    app = QApplication([])
    theme.apply(app)
    asked: set[int] = set()

    def fetch(ask: Ask, give: Callable[[Page[int]], None]) -> None:
        asked.add(ask.offset)
        rows = range(ask.offset, min(ask.offset + ask.limit, ROWS))
        QTimer.singleShot(3, lambda: give(Page(rows, ROWS)))

    columns = [
        Column[int]("编号", lambda row: f"YH-2026-A-{row:05}", width=160),
        Column[int]("事项", lambda row: f"迎春小区 {row} 幢加装电梯两年未批"),
        Column[int]("状态", lambda _row: "办理中", width=110, tone=lambda _row: "green"),
    ]
    rows = TableModel(columns, fetch)
    shown = Table(rows, name="事项")
    shown.resize(1000, 700)
    shown.show()
    rows.reset()
    stall = Stall()
    turn(app, 0.3)
    stall.begin()
    bar = shown.verticalScrollBar()
    for step in range(STEPS + 1):
        bar.setValue(bar.maximum() * step // STEPS)
        turn(app, 0.02)
    turn(app, 0.2)
    assert rows.row(ROWS - 1) == ROWS - 1
    print(len(asked), stall.longest)


def turn(app: "QApplication", seconds: float) -> None:
    """Let the event loop turn for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()


class Stall:
    """The longest time that the event loop did not turn."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.longest = 0.0
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._turn)

    def begin(self) -> None:
        """Begin to watch."""
        self._last = time.monotonic()
        self._timer.start()

    def _turn(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare"]:
            bare()
        case ["program", home, key]:
            program(home, key)
        case ["table"]:
            table()
