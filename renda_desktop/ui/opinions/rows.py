"""Whose briefing came back, and its rows: which are entered, which are still to be."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import local
from renda_desktop.domain.terms import ReceptionStatus
from renda_desktop.queries.paper_loop import LoopRow, LoopSheet
from renda_desktop.queries.receptions import ReceptionRow
from renda_desktop.ui import theme
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, Card, Field, Label, LineEdit, Table


class ScanLine(LineEdit):
    """Where a scanner types. Input methods are off here: what it types arrives as it is."""

    def __init__(self) -> None:
        super().__init__(placeholder="扫二维码,或输入行号、行号-核对数字", longest=60)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)


class Rows(Card):
    """The card at the left. `scanned(text)`: Enter in the scan line; `opened(row)`: in the list."""

    scanned = Signal(str)
    opened = Signal(object)
    reception_picked = Signal()
    deputy_picked = Signal()

    def __init__(self) -> None:
        super().__init__("阅件意见")
        self.reception: Pick[Id | None] = Pick([(None, "还没有接待")])
        self.deputy: Pick[Id | None] = Pick([(None, "没有代表")])
        self.scan = ScanLine()
        self._field = Field("扫码或行号", self.scan, hint="F2")
        self.undo = Button("撤销上一条", hint="Alt+Z", small=True)
        self.done = Label(kind="label")
        self.issued = Label(kind="label", elide=True)
        columns = [
            Column[LoopRow]("行", lambda row: str(row.row), width=40, align="right"),
            Column[LoopRow]("事项", lambda row: row.title, tip=lambda row: row.number),
            Column[LoopRow]("", _mark, width=76, tone=_tone, tip=lambda row: row.said),
        ]
        self.rows = TableModel(columns, parent=self)
        self.table = Table(self.rows, name="阅件的各行")
        self._lay_out()
        self.scan.submitted.connect(self._submit)
        self.table.opened.connect(self.opened)
        self.reception.activated.connect(lambda _n: self.reception_picked.emit())
        self.deputy.activated.connect(lambda _n: self.deputy_picked.emit())

    def offer_receptions(self, found: Sequence[ReceptionRow], *, chosen: Id | None) -> None:
        """Offer the receptions whose briefings may come back."""
        texts: list[tuple[Id | None, str]] = [(row.id, _called(row)) for row in found]
        self.reception.fill(texts or [(None, "还没有接待")])
        known = self.reception.values()
        begun = (row.id for row in found if row.status is not ReceptionStatus.NOTICED)
        self.reception.set_value(chosen if chosen in known else next(begun, known[0]))

    def offer_deputies(self, found: Sequence[tuple[Id, str]], *, chosen: Id | None) -> None:
        """Offer the deputies of the reception."""
        texts: list[tuple[Id | None, str]] = [*found]
        self.deputy.fill(texts or [(None, "没有代表")])
        known = self.deputy.values()
        self.deputy.set_value(chosen if chosen in known else known[0])

    def show_sheet(self, sheet: LoopSheet | None) -> None:
        """Show the rows, and how far they are entered."""
        rows = sheet.rows if sheet else ()
        place = self.table.currentIndex().row()
        self.rows.set_rows(rows)
        if 0 <= place < len(rows):
            self.table.go_to(place)
        self.done.setText(f"已录 {sheet.done} / {len(rows)} 行" if sheet else "")
        self.issued.setText(_about(sheet))

    def go_to(self, row: LoopRow) -> None:
        """Mark a row in the list."""
        place = self.rows.find(lambda one: one.matter == row.matter)
        if place is not None:
            self.table.go_to(place)

    def complain(self, text: str) -> None:
        """Say at the scan line why a code leads nowhere; '' clears it."""
        self._field.set_error(text)

    def _submit(self) -> None:
        if text := self.scan.text().strip():
            self.scanned.emit(text)

    def _lay_out(self) -> None:
        self.body.addWidget(Field("接待", self.reception))
        self.body.addWidget(Field("代表", self.deputy))
        self.body.addWidget(self._field)
        line = QHBoxLayout()
        line.addWidget(self.issued, stretch=1)
        line.addWidget(self.done)
        self.body.addSpacing(theme.px(4))
        self.body.addLayout(line)
        self.body.addWidget(self.table, stretch=1)
        foot = QHBoxLayout()
        foot.addWidget(self.undo)
        foot.addStretch(1)
        self.body.addLayout(foot)


def _called(row: ReceptionRow) -> str:
    return f"{local(row.starts):%m-%d} {row.title} · 第 {row.number} 期"


def _mark(row: LoopRow) -> str:
    return "已录入" if row.opinion else "待录入"


def _tone(row: LoopRow) -> str:
    return "primary" if row.opinion else "muted"


def _about(sheet: LoopSheet | None) -> str:
    if sheet is None:
        return "先在“接待日程”里举行接待,打印代表阅件"
    if not sheet.rows:
        return "这份阅件没有事项"
    unknown = "没有登记印发,按现在的记录列出;录入前请核对原话"
    return f"阅件编号 {sheet.issued}" if sheet.issued else unknown
