"""Which words the letters say, and changing them."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout

from renda_desktop.queries.papers import wordings
from renda_desktop.queries.papers.wordings import WordingRow
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.settings.wording_editor import WordingEditor
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Label, Table
from renda_desktop.ui.worker import Worker

_SHOWN = 6
_SOURCES = {"shipped": "随软件提供", "own": "本站制定"}


class WordingsCard(SettingsCard):
    """The letters, whose words they say, and the editor of the one that is chosen."""

    shows: ClassVar[frozenset[str]] = frozenset({"wording"})

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker, "文书用语")
        self._clock = clock
        columns = [
            Column[WordingRow]("文书", lambda row: row.name, width=130),
            Column[WordingRow]("标题", lambda row: row.wording.title, muted=True),
            Column[WordingRow]("来源", source, width=110),
        ]
        self.rows = TableModel(columns, parent=self)
        self.table = Table(self.rows, name="文书用语")
        self.edit_button = Button("更改", small=True, on=self.edit)
        deeds = QHBoxLayout()
        deeds.setSpacing(theme.px(8))
        deeds.addWidget(self.edit_button)
        deeds.addWidget(Label("字段在出具时填入;上级发布的用语,本站可以另行制定。", kind="label"))
        deeds.addStretch(1)
        self.body.addWidget(self.table)
        self.body.addLayout(deeds)
        self.table.opened.connect(self.edit)
        self.editor: WordingEditor | None = None

    def load(self) -> None:
        """Read the letters."""
        self.worker.read(wordings.listed, done=self._show, key="wordings")

    @Slot()
    def edit(self) -> None:
        """Open the editor of the chosen letter."""
        row = self.table.row()
        if row is not None:
            self.editor = WordingEditor(self.worker, row, clock=self._clock, parent=self.window())
            self.editor.saved.connect(self.said)
            self.editor.open()

    def _show(self, rows: list[WordingRow]) -> None:
        at = self.table.currentIndex().row()
        self.rows.set_rows(rows)
        shown = min(max(len(rows), 2), _SHOWN)
        self.table.setFixedHeight(theme.px("row") * (shown + 1) + theme.px(4))
        self.table.go_to(min(max(at, 0), len(rows) - 1))


def source(row: WordingRow) -> str:
    """Return whose words a letter says."""
    told = _SOURCES.get(row.source, row.source)
    return f"{told},有冲突" if row.conflicts else told
