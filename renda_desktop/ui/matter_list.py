"""The matters of somebody or something, as a narrow list beside other facts."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from renda_desktop.domain.moments import day_of
from renda_desktop.queries import matters
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.table_model import Ask, Column, Page, TableModel
from renda_desktop.ui.widgets import Label, Table
from renda_desktop.ui.worker import Worker


class MatterList(QWidget):
    """What came up, the newest first; `opened(id)` on Enter or a double click."""

    opened = Signal(object)

    def __init__(self, worker: Worker, *, clock: Clock, title: str = "事项") -> None:
        super().__init__()
        self._worker, self._clock, self._title = worker, clock, title
        self._where: MatterFilter | None = None
        day = Column[MatterRow]("登记", lambda row: f"{day_of(row.registered_at)}", width=92)
        columns = [
            *([day] if theme.roomy() else []),
            Column[MatterRow](
                "事项", lambda row: row.title, tip=lambda row: f"{row.number}  {row.title}"
            ),
            Column[MatterRow]("状态", stands, width=104, tone=tone),
        ]
        self.rows = TableModel(columns, self._fetch, parent=self)
        self.table = Table(self.rows, name=title)
        self.table.opened.connect(self._open)
        self.rows.loaded.connect(self._count)
        self.heading = Label(title, kind="heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.heading)
        column.addWidget(self.table, stretch=1)

    def show_of(self, where: MatterFilter) -> None:
        """Show the matters that a filter leaves."""
        self._where = where
        self.rows.reset()

    def refresh(self) -> None:
        """Load again what is shown."""
        if self._where is not None:
            self.rows.refresh()

    def _fetch(self, ask: Ask, give: Callable[[Page[MatterRow]], None]) -> None:
        if self._where is None:
            return
        self._worker.read(
            matters.page, done=partial(self._give, give), key=("matters", ask.offset),
            today=day_of(self._clock()), where=self._where, limit=ask.limit, offset=ask.offset,
        )  # fmt: skip

    def _give(
        self, give: Callable[[Page[MatterRow]], None], got: tuple[list[MatterRow], int]
    ) -> None:
        give(Page(*got))

    @Slot(int)
    def _count(self, total: int) -> None:
        self.heading.setText(f"{self._title} {total}")

    @Slot(object)
    def _open(self, row: MatterRow) -> None:
        self.opened.emit(row.id)


def stands(row: MatterRow) -> str:
    """Return where a matter stands, with the days where somebody waits for it."""
    if row.days is None or row.signal is None:
        return row.stage.label
    if row.days < 0:
        return f"超期 {-row.days} 天"
    return f"剩 {row.days} 天" if row.signal != "green" else row.stage.label


def tone(row: MatterRow) -> str:
    """Return the tone of where a matter stands: its signal while somebody waits for it."""
    return str(row.signal) if row.signal is not None else "muted"
