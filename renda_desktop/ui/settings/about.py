"""The size of type, and what this program is."""

import platform
from functools import partial
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import Signal, qVersion
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton

from renda_desktop.ui import theme
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.widgets import Label
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker

_NAMES = {1.0: "标准", 1.25: "大", 1.5: "特大"}


class SizeCard(SettingsCard):
    """Three sizes of type; `chosen(float)` works at once."""

    chosen = Signal(float)

    def __init__(self, worker: Worker, *, scale: float) -> None:
        super().__init__(worker, "字号")
        self.sizes = {size: QRadioButton(name) for size, name in _NAMES.items()}
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        for size, button in self.sizes.items():
            button.setChecked(size == scale)
            button.clicked.connect(partial(self._choose, size))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(Label("马上生效;正在填写的内容不受影响。", kind="label", wrap=True))
        self._scale = scale

    def _choose(self, size: float) -> None:
        if size != self._scale:
            self._scale = size
            self.chosen.emit(size)


class AboutCard(SettingsCard):
    """Versions, and where the data is."""

    def __init__(self, worker: Worker, *, home: Path) -> None:
        super().__init__(worker, "关于")
        facts = Facts()
        facts.show_facts(
            [
                ("版本", version("renda-desktop")),
                ("运行环境", f"Python {platform.python_version()},Qt {qVersion()}"),
                ("数据文件夹", str(home)),
                ("程序日志", str(home / "logs")),
            ]
        )
        self.body.addWidget(facts)
