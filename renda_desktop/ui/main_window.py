"""The shell: navigation, header, one screen at a time, and what is said to the user."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from renda_desktop.ui import theme
from renda_desktop.ui.header import Header
from renda_desktop.ui.palette import Find, Found, Palette
from renda_desktop.ui.rail import Rail
from renda_desktop.ui.screen import Command, Place, Screen
from renda_desktop.ui.shortcut_sheet import ShortcutSheet
from renda_desktop.ui.widgets import MessageBar, Toast, bind
from renda_desktop.ui.widgets.keys import WINDOW
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class MainWindow(QMainWindow):
    """The window; its screens are built when they are first shown.

    `may_close` is asked when all else is saved; where it says no, it closes the window later.
    """

    closing = Signal()
    """The window is going: save drafts, close the worker."""

    def __init__(
        self,
        worker: Worker,
        places: Sequence[Place],
        *,
        station: str = "",
        find: Find | None = None,
        commands: Sequence[Command] = (),
        may_close: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__()
        self._may_close = may_close
        self._worker = worker
        self._places = {place.key: place for place in places}
        self._screens: dict[str, Screen] = {}
        self._missed: dict[str, Changes] = {}
        self._key = ""
        self._shortcuts: list[QShortcut] = []
        self._shut = False
        self.setWindowTitle(station or "人大代表联络站")
        self.resize(1366, 768)
        self.rail = Rail(places)
        self.header = Header(station)
        self.bar = MessageBar()
        self._stack = QStackedWidget()
        self._lay_out()
        self.toast = Toast(self)
        own = [Command(place.title, partial(self.go, place.key)) for place in places]
        self._commands = [*commands, *own]
        self.palette_panel = Palette(self, find=find, commands=self._commands)
        self.sheet = ShortcutSheet(self)
        self._bind(places, commands)
        self.rail.picked.connect(self.go)
        self.header.find_asked.connect(self._open_palette)
        self.header.sync_asked.connect(self._open_sync)
        self.palette_panel.picked.connect(self._open_found)
        worker.trouble.connect(self.bar.explain)
        worker.changed.connect(self._changed)

    def shut(self, front: QWidget | None = None) -> None:
        """Let nothing be used yet; `front` takes the whole window until `open_up`."""
        self._let_use(False)
        if front is not None:
            self._fronts.addWidget(front)
            self._fronts.setCurrentWidget(front)

    def open_up(self) -> None:
        """Let the places be used."""
        self._let_use(True)
        while (front := self._fronts.widget(1)) is not None:
            self._fronts.removeWidget(front)
            front.deleteLater()

    def _let_use(self, usable: bool) -> None:
        """Take mouse and keys from the places, and leave them looking as they will look."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(usable)
        self._whole.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not usable)
        self._shut = not usable

    def put_away(self) -> None:
        """Let the screen that is shown keep what somebody is typing."""
        if screen := self.current():
            screen.deactivate()

    @Slot(str)
    def go(self, key: str, what: object = None) -> None:
        """Show a place, and one thing in it."""
        if self._shut:
            return
        screen = self.screen_of(key)
        self._leave_panels()
        if key != self._key:
            if before := self._screens.get(self._key):
                before.deactivate()
            self._key = key
            self._stack.setCurrentIndex(list(self._screens).index(key))
            self.rail.mark(key)
            if missed := self._missed.pop(key, None):
                screen.reload(missed)
            screen.activate()
        if what is not None:
            screen.open_thing(what)

    def screen_of(self, key: str) -> Screen:
        """Return a place's screen, building it now if need be."""
        if key not in self._screens:
            screen = self._places[key].make(self._worker)
            screen.said.connect(self.toast.say)
            screen.troubled.connect(self.bar.explain)
            screen.wanted.connect(self.go)
            self._screens[key] = screen
            self._stack.addWidget(_Scrolling(screen))
        return self._screens[key]

    @property
    def place(self) -> str:
        """The key of the place that is shown; "" before any is."""
        return self._key

    def current(self) -> Screen | None:
        """Return the screen that is shown."""
        return self._screens.get(self._key)

    def set_station(self, name: str) -> None:
        """Show the station's name."""
        self.setWindowTitle(name)
        self.header.set_station(name)

    def set_sync(self, text: str, *, tone: str, tip: str = "") -> None:
        """Show how the exchange with the server stands."""
        self.header.set_sync(text, tone=tone, tip=tip)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask only where a screen has something unsaved; drafts are kept in any case."""
        unsaved = [words for one in self._screens.values() if (words := one.unsaved())]
        if unsaved and not self.sure_to_close(unsaved):
            event.ignore()
            return
        if not self._may_close():
            event.ignore()
            return
        self.closing.emit()
        event.accept()

    def sure_to_close(self, unsaved: Sequence[str]) -> bool:
        """Ask whether to close with unsaved work."""
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle("退出")
        box.setText(f"还没有保存:{'、'.join(unsaved)}")
        box.setInformativeText("已写的内容作为草稿留在本机,下次打开时还在。")
        leave = box.addButton("退出", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton("回去保存", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is leave

    def _lay_out(self) -> None:
        pages = QVBoxLayout()
        pages.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        pages.setSpacing(theme.px(14))
        pages.addWidget(self.bar)
        pages.addWidget(self._stack, stretch=1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addLayout(pages, stretch=1)
        self._whole = QWidget()
        self._whole.setObjectName("page")
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, stretch=1)
        self._fronts = QStackedWidget()
        self._fronts.addWidget(self._whole)
        self.setCentralWidget(self._fronts)

    def _bind(self, places: Sequence[Place], commands: Sequence[Command]) -> None:
        top = enumerate((place for place in places if place.where == "top"), start=1)
        keys = [
            ("Ctrl+K", "查找选民、事项、代表、命令", self._open_palette),
            ("F1", "快捷键一览", self._open_sheet),
            *((f"Ctrl+{n}", place.title, partial(self.go, place.key)) for n, place in top),
            *((one.keys, one.title, one.run) for one in commands if one.keys),
        ]
        self._keys = [(key, meaning) for key, meaning, _slot in keys]
        for key, _meaning, slot in keys:
            self._shortcuts.append(bind(self, key, slot, context=WINDOW, above=True))

    @Slot(object)
    def _changed(self, changes: "Changes") -> None:
        for key, screen in self._screens.items():
            if key == self._key:
                screen.reload(changes)
            elif (old := self._missed.get(key)) is None:
                self._missed[key] = changes
            else:
                nouns, ids = old.nouns | changes.nouns, old.ids | changes.ids
                self._missed[key] = replace(changes, nouns=nouns, ids=ids)

    @Slot(object)
    def _open_found(self, found: Found) -> None:
        self.go(found.place, found.what)

    @Slot()
    def _open_sync(self) -> None:
        if "sync" in self._places:
            self.go("sync")

    @Slot()
    def _open_palette(self) -> None:
        """Offer what the screen that is shown can do, too."""
        screen = self.current()
        here = screen.commands() if screen else []
        self.palette_panel.open([*here, *self._commands])

    @Slot()
    def _open_sheet(self) -> None:
        self._leave_panels()
        screen = self.current()
        here = [(self._places[self._key].title, screen.shortcuts())] if screen else []
        self.sheet.open([*here, ("随处可用", self._keys)])

    def _leave_panels(self) -> None:
        self.palette_panel.uncover()
        self.sheet.uncover()


class _Scrolling(QScrollArea):
    """Lets a screen scroll where large type makes it wider than an old office screen.

    What has the focus comes into sight, however the focus got there.
    """

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(screen)
        # There is an application wherever there is a widget.
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    @Slot(QWidget, QWidget)
    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.widget().isAncestorOf(now):
            self.ensureWidgetVisible(now, theme.px(24), theme.px(48))
