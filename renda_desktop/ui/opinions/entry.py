"""One row of a briefing: the matter, what the deputy wrote on it, what was decided."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from renda_desktop.domain.mask import mask_name
from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.queries.paper_loop import LoopRow
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.history import moments
from renda_desktop.ui.opinions.decision_form import DecisionForm
from renda_desktop.ui.opinions.words import Words
from renda_desktop.ui.widgets import (
    Button,
    Card,
    EmptyState,
    Field,
    Label,
    MessageBar,
    Pill,
    Timeline,
    rule,
)
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.widgets.scroll import Scroll
from renda_desktop.ui.worker import Worker

_LATEST = 4


class Entry(Card):
    """The card at the right; `row` and `file` are None while no row is open."""

    save_asked = Signal()
    open_asked = Signal()

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__()
        self.setAccessibleName("阅件的一行")
        self.row: LoopRow | None = None
        self.file: MatterFile | None = None
        self.bar = MessageBar()
        self.place, self.title = Label(kind="title"), Label(kind="title", elide=True)
        self.stage, self.number = Pill(), Label(kind="label")
        self.words = Label(wrap=True, selectable=True)
        self.facts, self.timeline = Facts(), Timeline()
        self.opinion = Words(placeholder="照代表在阅件上所写录入")
        self.opinion.setFixedHeight(theme.px(96))
        self.field = Field("代表意见", self.opinion, required=True)
        self.decision = DecisionForm(worker, clock=clock)
        self.save = Button("保存", kind="primary", hint="Ctrl+Enter", on=self.save_asked.emit)
        self.look = Button("看事项", hint="Ctrl+O", on=self.open_asked.emit)
        self.empty = EmptyState(
            "扫阅件上的二维码,或输入行号",
            detail="行号下面的两位核对数字可以一起输入,例如 3-48,不会录错行。",
        )
        self._lay_out()
        self.clear()

    def show_row(self, row: LoopRow, file: MatterFile, *, text: str, today: date) -> None:
        """Show a row to be entered, with what was typed before."""
        self.row, self.file = row, file
        self.place.setText(f"第 {row.row} 行" if row.row else "不在这份阅件上")
        self.title.setText(file.row.title)
        self.number.setText(file.row.number)
        self.stage.show_status(file.row.stage.label, tone="primary")
        self.words.setText(file.state.details.own_words)
        self.facts.show_facts(_facts(file))
        self.timeline.show_moments(moments(file.timeline[-_LATEST:], today=today))
        self.decision.show_file(file)
        self.field.set_error("")
        self.opinion.setText(text)
        self.bar.hide()
        self._pages.setCurrentIndex(0)
        self.stage.show()

    def clear(self) -> None:
        """Show that no row is open."""
        self.row = self.file = None
        self.opinion.setText("")
        self.decision.show_file(None)
        self._pages.setCurrentIndex(1)

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.row is not None and bool(self.opinion.text().strip())

    def ready(self) -> bool:
        """Return whether it can be saved; else say at the field what is missing."""
        said = "" if self.opinion.text().strip() else "请录入代表的意见"
        self.field.set_error(said)
        if said:
            self.opinion.setFocus()
        return not (said or self.decision.problem())

    def _lay_out(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        for widget in (self.place, self.title, self.stage, self.number):
            head.addWidget(widget)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(Scroll(self._about(), name="事项"), stretch=1)
        column.addWidget(rule())
        column.addWidget(self.field)
        column.addWidget(self.decision)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.look)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column.addLayout(foot)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(whole)
        self._pages.addWidget(self.empty)
        self.body.addWidget(pages)

    def _about(self) -> QWidget:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Label("原话", kind="heading"))
        column.addWidget(self.words)
        column.addWidget(self.facts)
        column.addWidget(Label("最近经过", kind="heading"))
        column.addWidget(self.timeline)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        return sheet


def _facts(file: MatterFile) -> list[tuple[str, str]]:
    row, d = file.row, file.state.details
    who = "(保密)" if d.confidential else mask_name(file.raiser.name) or "匿名"
    unsure = "(暂定)" if row.provisional else ""
    due = f"期限 {row.due}{unsure}" if row.due else ""
    way = row.disposition.label if row.disposition else "还没有选定处理方式"
    return [
        ("反映", _joined(who, row.category, row.place)),
        ("办理", _joined(way, row.unit_name, row.deputy_name, due)),
    ]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
