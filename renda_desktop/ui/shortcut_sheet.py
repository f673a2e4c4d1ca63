"""The sheet of shortcuts: F1."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Label
from renda_desktop.ui.widgets.overlay import Overlay

Keys = Sequence[tuple[str, str]]


class Key(Label):
    """A key as it is written on the keyboard."""


class ShortcutSheet(Overlay):
    """What the keys do, of the shell and of the screen that is shown."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width=520)
        self.body.addWidget(Label("键盘快捷键", kind="title"))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._area, stretch=1)
        self._close = Button("关闭", hint="Esc", on=self.uncover)
        self.body.addWidget(self._close, alignment=Qt.AlignmentFlag.AlignRight)

    def open(self, groups: Sequence[tuple[str, Keys]]) -> None:
        """Show groups of (title, keys with their meanings)."""
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnMinimumWidth(0, theme.px(140))
        grid.setColumnStretch(1, 1)
        row = 0
        for title, keys in groups:
            if keys:
                grid.addWidget(Label(title, kind="heading"), row, 0, 1, 2)
            for key, meaning in keys:
                row += 1
                grid.addWidget(Key(key), row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(Label(meaning), row, 1)
            row += 1
        grid.setRowStretch(row + 1, 1)
        self._area.setWidget(sheet)
        self._area.setMinimumHeight(min(sheet.sizeHint().height() + theme.px(8), theme.px(480)))
        self.cover(self._close)

    def text(self) -> str:
        """Return all that the sheet says."""
        sheet = self._area.widget()
        labels: list[QLabel] = list(sheet.findChildren(QLabel))
        return "\n".join(label.text() for label in labels)
