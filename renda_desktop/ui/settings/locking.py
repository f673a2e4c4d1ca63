"""When the window locks, and who has a PIN on this PC."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton

from renda_desktop.queries.safekeeping import LOCK_AFTER, Locking, locking
from renda_desktop.ui import theme
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.pin_forms import NewPin
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.worker import Worker

_CHOICES = {0: "不锁定", 5: "5 分钟", 10: "10 分钟", 20: "20 分钟"}


class LockCard(SettingsCard):
    """Idle minutes and one's own PIN; `minutes_chosen(int)` works at once."""

    shows: ClassVar[frozenset[str]] = frozenset({"clerk"})
    minutes_chosen = Signal(int)

    def __init__(self, worker: Worker, *, office: OpenOffice) -> None:
        super().__init__(worker, "锁定")
        self._office = office
        self._known: Locking | None = None
        self.pin_button = Button("设我的 PIN", small=True, on=self.ask)
        self.drop_button = Button("取消 PIN", small=True, on=self.drop)
        self.who = Label(wrap=True)
        self.after = {minutes: QRadioButton(name) for minutes, name in _CHOICES.items()}
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        for minutes, button in self.after.items():
            button.setAccessibleName(f"无人操作后锁定:{_CHOICES[minutes]}")
            button.clicked.connect(partial(self._choose, minutes))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.head.addWidget(self.drop_button)
        self.head.addWidget(self.pin_button)
        self.body.addWidget(Label("无人操作多久后锁定(随时可按 Ctrl+Alt+L)", kind="label"))
        self.body.addLayout(row)
        self.body.addWidget(self.who)
        words = "PIN 只在这台电脑上有效。没有设 PIN 的人,换人和解锁时不用 PIN。"
        self.body.addWidget(Label(words, kind="label", wrap=True))

    def load(self) -> None:
        """Read who has a PIN."""
        self.worker.read(locking, done=self._show, key="locking")

    @Slot()
    def ask(self) -> None:
        """Let the clerk at the desk choose a PIN."""
        has_one = self._known is not None and self._office.clerk in self._known.pins
        form = NewPin(self.worker, self.window(), office=self._office, has_one=has_one)
        form.passed.connect(self._saved)
        form.open()

    @Slot()
    def drop(self) -> None:
        """Do without one's own PIN."""
        work = partial(self._office.drop_pin, self._office.clerk)
        self.worker.run(work, done=lambda _none: self._saved(), failed=self.troubled.emit)

    @Slot()
    def _saved(self) -> None:
        self.said.emit("已保存")
        self.load()

    def _choose(self, minutes: int) -> None:
        work = partial(self._office.note, LOCK_AFTER, value=str(minutes))
        done = partial(self._chosen, minutes)
        self.worker.run(work, done=done, failed=self.troubled.emit)

    def _chosen(self, minutes: int, _nothing: None) -> None:
        self.minutes_chosen.emit(minutes)
        self.said.emit("已保存")

    def _show(self, known: Locking) -> None:
        self._known = known
        mine = self._office.clerk in known.pins
        self.pin_button.setText("更改我的 PIN" if mine else "设我的 PIN")
        self.drop_button.setVisible(mine)
        if known.after in self.after:
            self.after[known.after].setChecked(True)
        names = "、".join(one.name for one in known.clerks if one.id in known.pins)
        self.who.setText(f"已设 PIN:{names}" if names else "还没有人设 PIN。")
