"""The window's life: shown first, opened after it, closed with nothing lost."""

import logging
from functools import partial
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from renda_desktop.ui import preferences, theme
from renda_desktop.ui.at_desk import AtDesk
from renda_desktop.ui.backing import Backing
from renda_desktop.ui.care import Care, say_restored
from renda_desktop.ui.clock import system_clock
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.find import Finder
from renda_desktop.ui.leaving import LeavePanel
from renda_desktop.ui.lock import Lock
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.office_later import OfficeLater
from renda_desktop.ui.opener import Opener, OpenOffice
from renda_desktop.ui.opening.flow import Opening
from renda_desktop.ui.places import FIRST, places
from renda_desktop.ui.preferences import Preferences
from renda_desktop.ui.screen import Command, Screen
from renda_desktop.ui.single_instance import bring_to_front
from renda_desktop.ui.sync_words import Snapshot, Status, lasts, status
from renda_desktop.ui.widgets.keys import COVERED
from renda_desktop.ui.worker import InternalError, Worker

log = logging.getLogger(__name__)
T = TypeVar("T")

TITLE = "人大代表联络站"
_QUIET = 50  # milliseconds between looks whether all that was begun is finished


class App(QObject):
    """One window on one home folder; `ready` when the first screen is open."""

    ready = Signal()

    def __init__(self, opener: Opener, *, title: str = TITLE) -> None:
        super().__init__()
        self.opener = opener
        self._desk = OfficeLater()
        self.worker = Worker(self._desk)
        self.exchange = Exchange(self.worker, parent=self)
        self.exchange.moved.connect(self._show_exchange)
        self.exchange.files.moved.connect(self._show_files)
        self.exchange.enrolled.connect(self._enrolled)
        self.exchange.refused.connect(self._not_enrolled)
        self.backing = Backing(parent=self)
        self._leaving = False
        self._leads: tuple[str, object] = ("", None)
        self._warned = ""
        self.preferences = preferences.load(opener.home)
        self._title = title
        self.window = self._new_window()
        self.opening = self._new_opening()
        self.window.shut()

    def _new_opening(self) -> Opening:
        opening = Opening(self.worker, self.opener)
        opening.wanted.connect(lambda: self.window.shut(opening))
        opening.opened.connect(self._opened)
        opening.leave.connect(self._leave)
        return opening

    def _new_window(self) -> MainWindow:
        window = MainWindow(
            self.worker,
            places(settings=self._settings, sync=self._sync),
            station=self._title,
            find=Finder(self.worker, parent=self).find,
            commands=[
                Command("立即同步", self.sync_now, "F5"),
                Command("换到另一个联络站", self._change_desk),
                Command("锁定", lambda: self.lock.lock(), "Ctrl+Alt+L"),  # noqa: PLW0108 # made below
            ],
            may_close=self._may_close,
        )
        self.at_desk = AtDesk(self.worker, window)
        self.care = Care(window, backing=self.backing)
        self.lock = Lock(self.worker, window, opener=self.opener)
        self.lock.changed.connect(self.at_desk.signed_on)
        window.closing.connect(self.close)
        window.bar.acted.connect(self._first_step)
        return window

    @property
    def office(self) -> OpenOffice | None:
        """The open office; None before it is open."""
        return self._desk.office

    def start(self) -> None:
        """Show the window; open the database once it is drawn."""
        self.window.show()
        self.window.activateWindow()
        QTimer.singleShot(0, self.opening, self.opening.begin)

    @Slot()
    def close(self) -> None:
        """Finish what was begun and close the database."""
        if shiboken6.isValid(self.opening):
            self.opening.stop()
        self.exchange.close()
        self.backing.close()
        self.worker.close()
        if self._desk.office is not None:
            self._desk.office.close()
            self._desk.office = None

    @Slot()
    def to_front(self) -> None:
        """Show the window above the others."""
        bring_to_front(self.window)

    @Slot()
    def tell_fault(self) -> None:
        """Say that something of ours failed; what was saved is safe."""
        self.window.bar.explain(InternalError())

    @Slot()
    def sync_now(self) -> None:
        """Exchange with the server; where there is none, show the way to one."""
        if self.exchange.now.enrolled:
            self.exchange.start()
        else:
            self.window.go("sync")

    @Slot()
    def _change_desk(self) -> None:
        self.at_desk.ask_desk()

    @Slot(float)
    def set_scale(self, scale: float) -> None:
        """Change the size of type at once, and remember it: a new window takes the old one's place.

        Every size is computed when a part is made; what somebody was typing is kept as a draft.
        """
        self.preferences = Preferences(scale=scale)
        preferences.keep(self.opener.home, preferences=self.preferences)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there is a window
        self.window.put_away()
        theme.apply(app, scale=scale)
        self._renew_window()
        if self.office is not None:
            self.at_desk.begin(self.office)
            self.lock.begin(self.office, proven=True)
        self.window.go("settings")
        self._show_exchange(self.exchange.now)

    def _renew_window(self) -> None:
        """Let a new window take the old one's place on the screen."""
        old, self.window = self.window, self._new_window()
        self.window.restoreGeometry(old.saveGeometry())
        self.window.show()
        old.hide()
        old.deleteLater()

    @Slot(object)
    def restore(self, file: Path) -> None:
        """Bring a backup back: nothing shown or running before may touch the data meanwhile."""
        office = self._desk.office
        if office is None:
            return
        self.exchange.close()
        self.backing.stop()
        self.window.put_away()
        self._renew_window()
        self.opening = self._new_opening()
        self.window.shut()
        self._restore_once_quiet(office, file)

    def _restore_once_quiet(self, office: OpenOffice, file: Path) -> None:
        if self.worker.pending or self.backing.now.running:
            again = partial(self._restore_once_quiet, office, file)
            QTimer.singleShot(_QUIET, self.opening, again)
            return
        self._desk.office = None
        self.opening.restore(office, file)

    @Slot()
    def _leave(self) -> None:
        self.window.close()

    @Slot(object)
    def _opened(self, office: OpenOffice) -> None:
        self._desk.office = office
        self.lock.begin(office, proven=self.opening.proven)
        self.window.open_up()
        self.window.go(FIRST)
        self.exchange.begin(office)
        self.at_desk.begin(office)
        self.backing.begin(office)
        self._show_exchange(self.exchange.now)
        if self.opening.founded:
            more = "接下来:导入代表名册,再到“接待日程”里计划第一场接待。"
            self.window.bar.say("联络站已建立", more=more, tone="green", button="导入代表名册")
            self._leads = ("deputies", None)
        elif self.opening.joined:
            more = "记录已全部取得,以后自动同步。本机的恢复密钥还没有打印,请尽快打印保管。"
            self.window.bar.say("已加入联络站", more=more, tone="green", button="打印恢复密钥")
            self._leads = ("settings", "recovery")
        elif (told := self.opening.restored) is not None:
            self._leads = ("", None)
            say_restored(self.window.bar, told)
            return
        self.ready.emit()

    @Slot()
    def _first_step(self) -> None:
        """Go where the bar leads."""
        self.window.bar.dismiss()
        place, what = self._leads
        if place:
            self.window.go(place, what)

    @Slot(object)
    def _show_exchange(self, now: Snapshot) -> None:
        said = status(now, at=system_clock(), files=self.exchange.files.now.files)
        self.window.set_sync(said.text, tone=said.tone, tip=said.tip)
        self._warn(now, said)

    @Slot()
    def _show_files(self) -> None:
        self._show_exchange(self.exchange.now)

    def _warn(self, now: Snapshot, said: Status) -> None:
        """Say once in full what does not pass by itself; take it back when it is mended."""
        lasting = said.text if not now.running and lasts(now) else self._warned
        if now.whole or not now.enrolled:
            lasting = ""
        if lasting == self._warned:
            return
        self._warned = lasting
        if lasting:
            if self.window.place != "sync":
                self._leads = ("sync", None)
                more = now.trouble or said.tip
                self.window.bar.say(said.text, more=more, tone="red", button="去处理")
        else:
            self.window.bar.dismiss()

    @Slot()
    def _enrolled(self) -> None:
        self.window.toast.say("已登记,正在第一次同步")

    @Slot(object)
    def _not_enrolled(self, error: Exception) -> None:
        """Say it where the form was closed before the answer came."""
        if not self.window.property(COVERED):
            self.window.bar.explain(error)

    def _may_close(self) -> bool:
        """Offer to send what waits; whoever shuts the computer down is not asked."""
        app = QApplication.instance()
        saving = isinstance(app, QApplication) and app.isSavingSession()
        now = self.exchange.now
        left = now.waiting or self.exchange.files.now.up
        if self._leaving or saving or not (now.online and left):
            return True
        panel = LeavePanel(self.window, exchange=self.exchange)
        panel.leave.connect(self._close_now)
        panel.open()
        return False

    @Slot()
    def _close_now(self) -> None:
        self._leaving = True
        self.window.close()

    def _settings(self, worker: Worker) -> Screen:
        from renda_desktop.ui.settings import Settings

        office = self._desk.office
        assert office is not None  # noqa: S101 - the places open with the office
        screen = Settings(
            worker,
            opener=self.opener,
            office=office,
            scale=self.preferences.scale,
            exchange=self.exchange,
            backing=self.backing,
        )
        screen.scale_chosen.connect(self.set_scale)
        screen.restore_wanted.connect(self.restore)
        screen.minutes_chosen.connect(self.lock.wait)
        return screen

    def _sync(self, worker: Worker) -> Screen:
        from renda_desktop.ui.sync import Sync

        return Sync(worker, exchange=self.exchange)
