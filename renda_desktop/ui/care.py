"""Care for the data while a window is open: what is told of the backups, and the lock."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from renda_desktop.ui.backing import Backed, Backing
from renda_desktop.ui.clock import system_clock
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.widgets import MessageBar

if TYPE_CHECKING:
    from renda_desktop.queries.safekeeping import Restored

_WHAT_TO_DO = "数据都在本机,没有丢;请在“设置 → 备份”里处理。"


class Care(QObject):
    """Says in a window's header how the backups stand; one for each window, dies with it."""

    def __init__(self, window: MainWindow, *, backing: Backing) -> None:
        super().__init__(window)
        self._window = window
        window.header.backup_asked.connect(partial(window.go, "settings", "backup"))
        backing.moved.connect(self._show)
        self._show(backing.now)

    @Slot(object)
    def _show(self, now: Backed) -> None:
        warning = now.warning(now=system_clock())
        tip = now.trouble or _WHAT_TO_DO
        self._window.header.warn_of_backup(warning, tip=tip if warning else "")


def say_restored(bar: MessageBar, told: "Restored") -> None:
    """Say how a restore went, and where what was there before is kept."""
    if told.failure is not None:
        bar.say("没有恢复,数据没有改动", more=str(told.failure), tone="red")
        return
    aside = f"原来的数据另存在 {told.aside}" if told.aside else ""
    bar.say(f"已从备份恢复,共 {told.entries} 条记录", more=aside, tone="green")
