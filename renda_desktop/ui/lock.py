"""Locking the window, and letting a clerk go on in it."""

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.ui.idle import Idle
from renda_desktop.ui.lock_veil import LockSheet, LockVeil
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.opener import Opener, OpenOffice
from renda_desktop.ui.widgets.keys import COVERED
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.queries.safekeeping import Locking

_LONGEST_PIN = 12


class Lock(QObject):
    """One for each window, and it dies with it. `changed` where another clerk goes on."""

    changed = Signal()

    def __init__(self, worker: Worker, window: MainWindow, *, opener: Opener) -> None:
        super().__init__(window)
        self._worker, self._window, self._opener = worker, window, opener
        self._office: OpenOffice | None = None
        self.veil: LockVeil | None = None
        self._asked = False
        self._before: QWidget | None = None
        self._covered = False
        self._dialogs: list[QDialog] = []
        self.idle = Idle(parent=self)
        self.idle.passed.connect(self.lock)

    def begin(self, office: OpenOffice, *, proven: bool) -> None:
        """Know the office; ask for the PIN at once where nothing else was `proven` at the start."""
        from renda_desktop.queries.safekeeping import locking

        self._office = office
        done = partial(self._begin, proven)
        self._worker.read(locking, done=done, key="begin")

    def wait(self, minutes: int) -> None:
        """Lock after so many idle minutes from now on; 0 for never."""
        self.idle.set_minutes(minutes)

    @Slot()
    def lock(self) -> None:
        """Lock now; whatever is typed stays, and is kept as a draft."""
        from renda_desktop.queries.safekeeping import locking

        if self._office is not None and self.veil is None and not self._asked:
            self._asked = True
            self._window.put_away()
            self._worker.read(locking, done=self._know_passphrase, failed=self._failed, key="lock")

    def _begin(self, proven: bool, known: "Locking") -> None:
        self.idle.set_minutes(known.after)
        if not proven and self._office is not None and self._office.clerk in known.pins:
            self.lock()

    def _know_passphrase(self, known: "Locking") -> None:
        work, done = self._opener.locked, partial(self._cover, known)
        self._worker.run(work, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._asked = False
        self._window.bar.explain(error)

    def _cover(self, known: "Locking", passphrase: bool) -> None:
        self._asked = False
        if self._office is None:
            return
        self._before = QApplication.focusWidget()
        self._put_windows_away()
        self._covered = bool(self._window.property(COVERED))
        self._window.setProperty(COVERED, True)
        self._window.shut()
        self._window.toast.hide()
        sheet = LockSheet(known, now=self._office.clerk, passphrase=passphrase)
        sheet.given.connect(partial(self._try, known, passphrase))
        self.veil = LockVeil(self._window, sheet)

    def _try(self, known: "Locking", passphrase: bool, clerk: Id, secret: str) -> None:
        assert self._office is not None  # noqa: S101 - nothing is locked without
        assert self.veil is not None  # noqa: S101 - it asked
        work = partial(
            unlock,
            self._office,
            clerk=clerk,
            secret=secret,
            pin=clerk in known.pins,
            asked=passphrase or clerk in known.pins,
        )
        self._worker.run(work, done=self._unlock, failed=self.veil.sheet.refuse)

    def _unlock(self, another: bool) -> None:
        if self.veil is None:
            return
        veil, self.veil = self.veil, None
        veil.hide()
        veil.deleteLater()
        self._window.setProperty(COVERED, self._covered)
        self._window.open_up()
        self.idle.touch()
        for dialog in self._dialogs:
            if shiboken6.isValid(dialog):
                dialog.open()
        self._dialogs = []
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self._before = None
        if another:
            self.changed.emit()

    def _put_windows_away(self) -> None:
        """Hide papers that are shown; what waits for an answer is answered with no."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for one in QApplication.topLevelWidgets():
            if one is self._window or not isinstance(one, QDialog) or not one.isVisible():
                continue
            if isinstance(one, QFileDialog | QMessageBox):
                one.reject()
            else:
                one.hide()
                self._dialogs.append(one)


def unlock(office: OpenOffice, *, clerk: Id, secret: str, pin: bool, asked: bool) -> bool:
    """Let a clerk go on and return whether it is another one than before.

    A PIN opens where the clerk has one; the passphrase or the recovery key always does.

    Raises:
        RuleBroken: it is none of them.
    """
    if pin and secret.isdigit() and len(secret) <= _LONGEST_PIN:
        office.check_pin(clerk, pin=secret)
    elif asked and not office.proves(secret):
        raise RuleBroken("pin.wrong" if pin else "lock.wrong")
    another = clerk != office.clerk
    if another:
        office.sign_on(clerk)
    return another
