"""The top of the window: whose it is, the way to anything, and what waits to be sent."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Label, PillButton


class Header(QFrame):
    """Station, finder, state of sending."""

    find_asked = Signal()
    clerk_asked = Signal()
    sync_asked = Signal()
    desk_asked = Signal()
    backup_asked = Signal()

    def __init__(self, station: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setFixedHeight(theme.px("header"))
        self._station = Label(station, kind="title", elide=True)
        self._desk = Button("换站", kind="quiet", small=True, on=self.desk_asked.emit)
        self._desk.setAccessibleName("换到另一个联络站")
        self._desk.hide()
        self._finder = Button(
            "搜索 选民 / 事项 / 代表", kind="field", hint="Ctrl+K", on=self.find_asked.emit
        )
        self._finder.setMaximumWidth(theme.px(300))
        self._clerk = Button("", kind="quiet", small=True, on=self.clerk_asked.emit)
        self._clerk.hide()
        self._status = PillButton()
        self._status.clicked.connect(self.sync_asked)
        self._backup = PillButton()
        self._backup.clicked.connect(self.backup_asked)
        self._backup.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        row.setSpacing(theme.px(18))
        whose = QHBoxLayout()
        whose.setSpacing(theme.px(6))
        whose.addWidget(self._station)
        whose.addWidget(self._desk)
        whose.addStretch(1)
        row.addLayout(whose, stretch=1)
        row.addWidget(self._finder, stretch=1)
        row.addWidget(self._clerk)
        row.addWidget(self._backup)
        row.addWidget(self._status)
        self.set_sync("正在打开", tone="muted")

    def set_station(self, name: str) -> None:
        """Show the station's name."""
        self._station.setText(name)

    def offer_desks(self, several: bool) -> None:
        """Let one change the station, where this PC holds several."""
        self._desk.setVisible(several)

    def set_clerk(self, name: str) -> None:
        """Show who signs what is done here."""
        self._clerk.setText(f"经办人:{name}")
        self._clerk.setAccessibleName(f"经办人 {name},换人")
        self._clerk.setToolTip("换一位经办人")
        self._clerk.setVisible(bool(name))

    def set_sync(self, text: str, *, tone: str, tip: str = "") -> None:
        """Say how the exchange with the server stands; a press shows more."""
        self._status.show_status(f"● {text}", tone=tone)
        self._status.setToolTip(tip)
        self._status.setAccessibleDescription(tip)

    def warn_of_backup(self, text: str, *, tip: str = "") -> None:
        """Say that the data are not backed up as they should be; "" takes it back."""
        self._backup.show_status(f"▲ {text}", tone="amber")
        self._backup.setToolTip(tip)
        self._backup.setAccessibleDescription(tip)
        self._backup.setVisible(bool(text))

    def backup_warning(self) -> str:
        """Return what is said of the backups, "" for nothing."""
        return "" if self._backup.isHidden() else self._backup.text()

    def status(self) -> str:
        """Return what the status says."""
        return self._status.text()
