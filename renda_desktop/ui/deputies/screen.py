"""代表 and 承办单位, one tab each."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from renda_desktop.domain.ids import Ref
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.deputies.offices import Offices
from renda_desktop.ui.deputies.roster import Roster
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class Deputies(Screen):
    """`open_thing` takes a deputy's id, or a Ref to a department."""

    title = "代表"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self.roster = Roster(worker, clock=clock)
        self.offices = Offices(worker, clock=clock)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("名册")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        for tab, name in ((self.roster, "代表"), (self.offices, "承办单位")):
            self.tabs.addTab(name)
            self._stack.addWidget(tab)
            tab.said.connect(self.said)
            tab.troubled.connect(self.troubled)
            tab.wanted.connect(self.wanted)
        self.tabs.currentChanged.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.tabs)
        column.addWidget(self._stack, stretch=1)
        self.bind("Ctrl+F", "查找", lambda: self.tab().search())
        self.bind("Ctrl+N", "新增", lambda: self.tab().add())
        self.bind("Ctrl+E", "更正", lambda: self.tab().edit())
        self.bind("Ctrl+I", "从 Excel 导入", lambda: self.tab().bring_in())
        self.bind("Ctrl+P", "打印……", self.roster.detail.paper.open)
        self.bind("Ctrl+Tab", "代表 / 承办单位", self._other)

    def tab(self) -> Roster | Offices:
        """Return the tab that is shown."""
        return self.offices if self.tabs.currentIndex() else self.roster

    def activate(self) -> None:
        """Load the list that is shown."""
        self.tab().activate()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        self.roster.reload(changes)
        self.offices.reload(changes)

    def open_thing(self, what: object) -> None:
        """Show one deputy or one department."""
        office = isinstance(what, Ref)
        self.tabs.setCurrentIndex(int(office))
        self.tab().show_one(what.id if isinstance(what, Ref) else str(what))

    @Slot(int)
    def _turn(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.tab().activate()

    @Slot()
    def _other(self) -> None:
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())
