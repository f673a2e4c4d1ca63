"""同步: how it stands, and a tab each for what waits, was refused, clashes, and the server."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout

from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.enrolling import EnrolForm
from renda_desktop.ui.exchanging import Exchange
from renda_desktop.ui.file_lane import FileState
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.sync.bundles import Bundles
from renda_desktop.ui.sync.conflicts import Conflicts
from renda_desktop.ui.sync.files import Files
from renda_desktop.ui.sync.refused import Refused
from renda_desktop.ui.sync.server import Server
from renda_desktop.ui.sync.tab import Tab
from renda_desktop.ui.sync.waiting import Waiting
from renda_desktop.ui.sync_words import Snapshot, Status, needs_code, status
from renda_desktop.ui.widgets import Button, Card, Label, Pill
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_CHOICES = 4  # versions that have a key of their own


class Sync(Screen):
    """Opens at what somebody has to do something about."""

    title = "同步"

    def __init__(self, worker: Worker, *, exchange: Exchange, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self._exchange, self._clock = exchange, clock
        self.waiting = Waiting(worker)
        self.refused = Refused(worker, exchange=exchange)
        self.conflicts = Conflicts(worker)
        self.server = Server(worker, clock=clock)
        self.files = Files(worker, lane=exchange.files)
        self.bundles = Bundles(worker, exchange=exchange, clock=clock)
        self.parts: tuple[Tab, ...] = (
            self.waiting, self.refused, self.conflicts, self.files, self.bundles, self.server,
        )  # fmt: skip
        self.pill = Pill()
        self.words = Label(kind="muted", wrap=True)
        self.go_button = Button("立即同步", kind="primary", hint="F5", on=exchange.start)
        self.stop_button = Button("停止", hint="Esc", on=exchange.stop)
        self.enrol_button = Button("", hint="Ctrl+E", on=self.enrol)
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._follow(exchange.now)

    def activate(self) -> None:
        """Show how it stands, at the tab that needs somebody."""
        self._exchange.look()
        self.tabs.setFocus()
        self._turn_to(self._urgent())
        for part in self.parts:
            part.enter() if part is self.part() else part.load()

    def reload(self, _changes: "Changes") -> None:
        """Whatever was done waits too, and may clash."""
        for part in self.parts:
            part.load()

    def part(self) -> Tab:
        """Return the tab that is shown."""
        return self.parts[self.tabs.currentIndex()]

    @Slot()
    def enrol(self) -> None:
        """Open the form that enrols this PC."""
        EnrolForm(self.window(), exchange=self._exchange).open()

    def _urgent(self) -> Tab:
        now = self._exchange.now
        if now.state and now.state.conflicts:
            return self.conflicts
        if now.state and now.state.refused:
            return self.refused
        if now.enrolled and not now.online:
            return self.bundles
        return self.waiting if now.enrolled and now.waiting else self.server

    def _turn_to(self, part: Tab) -> None:
        self.tabs.setCurrentIndex(self.parts.index(part))

    @Slot()
    def _show_server(self) -> None:
        self._turn_to(self.server)

    @Slot(object)
    def _follow(self, now: Snapshot) -> None:
        """Say how the exchange stands now."""
        said = status(now, at=self._clock())
        self.pill.show_status(f"● {said.text}", tone=said.tone)
        self.pill.show()
        self.words.setText(self._sentence(now, said))
        forked = now.state is not None and now.state.standing.forked
        self.go_button.setVisible(now.online and not now.running and not forked)
        self.stop_button.setVisible(now.running)
        self._offer_server()
        state = now.state
        counts = (now.waiting, state.standing.refused, state.conflicts) if state else (0,) * 3
        for part, count in zip(self.parts, (*counts, self._exchange.files.now.files, 0, 0),
                               strict=True):  # fmt: skip
            self._name(part, count)
            part.show_state(now)

    def _name(self, part: Tab, count: int) -> None:
        words = f"{part.title} {count}" if count else part.title
        self.tabs.setTabText(self.parts.index(part), words)

    @Slot(object)
    def _count_files(self, now: FileState) -> None:
        self._name(self.files, now.files)

    def _sentence(self, now: Snapshot, said: Status) -> str:
        if now.running and now.state and now.state.refilling:
            return f"{said.tip}请不要关机;可以照常工作。"
        if now.running:
            left = f"还有 {now.waiting} 次操作待发送" if now.waiting else "正在核对"
            return f"正在与服务器交换记录,{left}。可以照常工作。"
        words = [now.trouble] if now.enrolled else []
        if now.state and now.state.conflicts:
            words.append("不同电脑更正了同一项内容:两个版本都在,请逐条选定。")
        if now.state and now.state.refused:
            words.append("有的操作服务器没有接受,请看原因。")
        return "".join(words) or said.tip

    @Slot(object)
    def _finished(self, _now: Snapshot) -> None:
        if self.isVisible():
            for part in self.parts:
                part.load()

    @Slot(int)
    def _turn(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._offer_server()

    def _offer_server(self) -> None:
        """Offer it once: where there is no server, its tab does."""
        now = self._exchange.now
        alone = not now.enrolled
        offered = needs_code(now) or (alone and self.part() not in (self.server, self.bundles))
        self.enrol_button.setVisible(offered)
        self.enrol_button.setText("登记到服务器" if alone else "重新登记")

    def _step(self, by: int) -> None:
        self.tabs.setFocus()
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self.parts))
        self.part().enter()

    def _export(self) -> None:
        self._on(self.refused, self.refused.keep)()
        self._on(self.bundles, self.bundles.export)()

    def _open(self) -> None:
        self._on(self.conflicts, self.conflicts.open_there)()
        self._on(self.bundles, self.bundles.open_there)()

    def _on(self, part: Tab, slot: Callable[[], object]) -> Callable[[], object]:
        """Let a key work only while its tab is shown."""
        return lambda: slot() if self.part() is part else None

    def _connect(self) -> None:
        self._exchange.moved.connect(self._follow)
        self._exchange.finished.connect(self._finished)
        self._exchange.files.moved.connect(self._count_files)
        self._exchange.enrolled.connect(self._show_server)
        self.server.empty.asked.connect(self.enrol)
        self.tabs.currentChanged.connect(self._turn)
        for part in self.parts:
            part.said.connect(self.said)
            part.troubled.connect(self.troubled)
            part.wanted.connect(self.wanted)
        self.bind("Ctrl+E", "登记服务器", self.enrol)
        self.bind("Ctrl+Tab", "下一栏", partial(self._step, 1))
        self.bind("Ctrl+Shift+Tab", "上一栏", partial(self._step, -1))
        self.bind("Esc", "停止同步", self._exchange.stop)
        self.bind("Ctrl+S", "导出被退回的操作,或同步包", self._export)
        self.bind("Ctrl+D", "被退回的已处理", self._on(self.refused, self.refused.see))
        self.bind("Ctrl+O", "打开有冲突的记录,或导入回包", self._open)
        for number in range(_CHOICES):
            take = self._on(self.conflicts, partial(self.conflicts.pick, number))
            self.bind(f"Alt+{number + 1}", f"用第 {number + 1} 个版本", take)

    def _lay_out(self) -> None:
        top = Card()
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.pill)
        row.addWidget(self.words, stretch=1)
        for button in (self.enrol_button, self.stop_button, self.go_button):
            row.addWidget(button)
        top.body.addLayout(row)
        self.tabs.setAccessibleName("同步")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for part in self.parts:
            self.tabs.addTab(part.title)
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(top)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, stretch=1)
