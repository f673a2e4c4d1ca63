"""Fields that two people corrected at once: both versions, who and when, one press settles."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.moments import from_micros, local
from renda_desktop.domain.terms import field_label
from renda_desktop.queries.matter_files import ConflictVersion
from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Button, Card, Label, Pill


class Conflicts(Card):
    """`settled(field, value)`: this version was chosen."""

    settled = Signal(str, object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("有冲突,请选定", parent=parent)
        self.head.addWidget(Pill("两个版本都在", tone="amber"))
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(10))
        self.body.addLayout(self._column)
        self.buttons: list[Button] = []
        self.hide()

    def show_conflicts(self, conflicts: dict[str, tuple[ConflictVersion, ...]]) -> None:
        """Show all fields in conflict; nothing where there is none."""
        while self._column.count():
            gone = self._column.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        self.buttons = []
        for field, versions in conflicts.items():
            self._column.addWidget(Label(field_label(field), kind="label"))
            for version in versions:
                self._column.addWidget(self._version(field, version))
        self.setVisible(bool(conflicts))

    def _version(self, field: str, version: ConflictVersion) -> QWidget:
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(Label(version.shown, wrap=True, selectable=True))
        when = f"{local(from_micros(version.at)):%Y-%m-%d %H:%M}"
        said.addWidget(Label(f"{version.who} · {when}", kind="label"))
        take = Button("选定", small=True, on=partial(self.settled.emit, field, version.value))
        take.setAccessibleName(f"选定{field_label(field)}:{version.shown}")
        self.buttons.append(take)
        row.addLayout(said, stretch=1)
        row.addWidget(take)
        return shown
