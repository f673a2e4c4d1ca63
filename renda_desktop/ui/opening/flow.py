"""The way from a closed home folder to an open office."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.ui.opener import Opener, OpenOffice
from renda_desktop.ui.opening.sheet import Sheet
from renda_desktop.ui.opening.sheets import Recover, Trouble, Unlock, Working
from renda_desktop.ui.worker import Failed, Worker

if TYPE_CHECKING:
    from renda_desktop.queries.safekeeping import Restored

FIRST_SCREEN = "renda_desktop.ui.desk"
"""Imported beside the opening, so that the window need not wait for it afterwards."""


class Opening(QStackedWidget):
    """Asks what has to be asked.

    `wanted` when it has something to show, `opened(office)` at the end; `leave` to quit.
    `founded` tells whether the station is new, `joined` whether it came from the server,
    `restored` how a backup was brought back, `proven` whether somebody typed what opens the data.
    """

    wanted = Signal()
    opened = Signal(object)
    leave = Signal()
    _percent = Signal(int)

    def __init__(self, worker: Worker, opener: Opener) -> None:
        super().__init__()
        self._worker, self._opener = worker, opener
        self.founded = self.joined = False
        self.restored: Restored | None = None
        self.proven = False
        self._working = Working()
        self._percent.connect(self._show_percent)

    @Slot()
    def begin(self) -> None:
        """Look what there is, and open it if nothing has to be asked."""
        self._worker.run(self._opener.state, done=self._go_by, failed=self._troubled)

    def restore(self, office: OpenOffice, file: Path) -> None:
        """Put a backup in the place of the open database, and open that."""
        self._working = Working("正在恢复", "现在的数据先另存一份,再换上备份。请不要关机。")
        self._show(self._working)
        work = partial(self._opener.restore, office, file, progress=self._percent.emit)
        self._worker.run(work, done=self._have_restored, failed=self._troubled)

    def stop(self) -> None:
        """Let go of what may take long: the window closes."""
        for number in range(self.count()):
            shown = self.widget(number)
            if isinstance(shown, Sheet):
                shown.close_down()

    def sheet(self) -> Sheet | None:
        """Return the sheet that is shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Sheet) else None

    @Slot(object)
    def _go_by(self, state: str) -> None:
        match state:
            case "new":
                self._begin_anew()
            case "joining":
                self._worker.run(self._opener.locked, done=self._join_again, failed=self._troubled)
            case "passphrase":
                self._unlock()
            case _:
                self._open(self._troubled, passphrase=None)

    @Slot()
    def _begin_anew(self) -> None:
        from renda_desktop.ui.wizard.begin import Begin

        sheet = Begin()
        sheet.found.connect(self._found)
        sheet.join.connect(self._join)
        self._show(sheet)

    @Slot()
    def _found(self) -> None:
        from renda_desktop.ui.wizard.wizard import Wizard

        wizard = Wizard(self._worker, self._opener)
        wizard.founded.connect(self._have_new)
        wizard.left.connect(self._begin_anew)
        self._show(wizard)

    @Slot()
    def _join(self) -> None:
        self._go_on_joining()

    def _join_again(self, locked: bool) -> None:
        self._go_on_joining(again=True, locked=locked)

    def _go_on_joining(self, *, again: bool = False, locked: bool = False) -> None:
        from renda_desktop.ui.wizard.joining import Joining

        joining = Joining(self._worker, self._opener, again=again, locked=locked)
        joining.joined.connect(self._have_joined)
        joining.left.connect(self._begin_anew)
        self._show(joining)

    def _unlock(self) -> None:
        sheet = Unlock()
        refused = partial(self._refused, sheet)
        sheet.given.connect(lambda given: self._open(refused, passphrase=given))
        sheet.lost.connect(self._recover)
        self._show(sheet)

    @Slot()
    def _recover(self) -> None:
        sheet, before = Recover(), self.sheet()
        refused = partial(self._refused, sheet)
        sheet.given.connect(partial(self._open_with_code, refused))
        if before is not None:
            sheet.left.connect(partial(self._show, before))
        self._worker.run(self._opener.keyring, done=sheet.set_keyring, failed=self._troubled)
        self._show(sheet)

    def _open(self, failed: Failed, *, passphrase: str | None) -> None:
        self.proven = passphrase is not None
        self._start(partial(self._opener.open, passphrase=passphrase), failed)

    def _open_with_code(self, failed: Failed, code: str, passphrase: str) -> None:
        self.proven = True
        self._start(partial(self._opener.recover, code=code, passphrase=passphrase or None), failed)

    def _start(self, how: Callable[..., OpenOffice], failed: Failed) -> None:
        work = partial(how, progress=self._percent.emit)
        self._worker.run(_with_first_screen, done=self._have, failed=failed, work=work)

    @Slot(object)
    def _have_new(self, office: OpenOffice) -> None:
        self.founded = True
        self.opened.emit(office)

    @Slot(object)
    def _have_joined(self, office: OpenOffice) -> None:
        self.joined = True
        self.opened.emit(office)

    def _have_restored(self, came: "tuple[OpenOffice, Restored]") -> None:
        office, self.restored = came
        self.proven = True
        self.opened.emit(office)

    def _have(self, office: OpenOffice) -> None:
        self.opened.emit(office)

    def _refused(self, sheet: Unlock | Recover, error: Exception) -> None:
        if isinstance(error, RuleBroken) or isinstance(sheet, Recover):
            self._show(sheet)
            sheet.refuse(error)
        else:
            self._troubled(error)

    def _troubled(self, error: Exception) -> None:
        sheet = Trouble(error, home=self._opener.home)
        sheet.again.connect(self.begin)
        sheet.lost.connect(self._recover)
        sheet.leave.connect(self.leave)
        self._show(sheet)

    @Slot(int)
    def _show_percent(self, percent: int) -> None:
        self._working.show_percent(percent)
        if self.sheet() is not self._working:
            self._show(self._working)

    def _show(self, sheet: Sheet) -> None:
        self.addWidget(sheet)
        self.setCurrentWidget(sheet)
        self.wanted.emit()
        sheet.focus()


def _with_first_screen(*, work: Callable[[], OpenOffice]) -> OpenOffice:
    office = work()
    import_module(FIRST_SCREEN)
    return office
