"""A real window that types by itself and says on its output what the database has kept.

`python -m tests.faults.typing_window HOME`: it goes on until it is killed.
"""

import os
import sys
from functools import partial
from itertools import count
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from renda_desktop.ui import theme
from renda_desktop.ui.desk import Desk
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.screen import Place
from renda_desktop.ui.worker import Worker
from tests import offices

EVERY = 12
"""Keys after which the typist pauses for as long as a draft needs."""


def say(*words: object) -> None:
    """Write a line that the test reads; it is out before anything else happens."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def settle(app: QApplication, worker: Worker) -> None:
    """Wait for all that is on its way."""
    app.processEvents()
    while worker.pending:
        app.processEvents()


def main(home: Path) -> None:
    """Open the desk, say what came back, type on."""
    app = QApplication([])
    theme.apply(app)
    office = offices.opened(home)
    worker = Worker(office)
    window = MainWindow(worker, [Place("desk", "接待台", partial(Desk, clock=offices.Clock()))])
    window.show()
    window.go("desk")
    desk = window.screen_of("desk")
    assert isinstance(desk, Desk)
    for _ in range(5):  # each answer may ask for more
        settle(app, worker)
    say("found", len(desk.form.matter.words.text()), desk.form.note.text() or "-")
    words = desk.form.matter.words
    words.setFocus()
    words.moveCursor(words.textCursor().MoveOperation.End)
    typed = count(1)

    def type_on() -> None:
        if worker.pending:  # the typist pauses until the draft is kept
            return
        if not desk.keeper.waiting:
            say("kept", len(words.text()))
        QTest.keyClicks(words, "x")
        if next(typed) % EVERY == 0:
            desk.keeper.pause.timeout.emit()

    timer = QTimer(interval=2)
    timer.timeout.connect(type_on)
    timer.start()
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
