"""阅件意见: scan a row of a returned briefing, enter opinion and decision, next row."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.queries import paper_loop
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.queries.paper_loop import Found, LoopRow, LoopSheet
from renda_desktop.queries.receptions import ReceptionRow
from renda_desktop.ui import theme
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.opinions.decisions import WAYS
from renda_desktop.ui.opinions.drafts import PREFIX, OpinionDrafts
from renda_desktop.ui.opinions.entry import Entry
from renda_desktop.ui.opinions.rows import Rows
from renda_desktop.ui.opinions.saving import Saving, called
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_TOLD = 100
"""Characters of an earlier opinion in a warning."""


class Opinions(Screen):
    """`open_thing` takes a reception's id."""

    title = "阅件意见"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self._clock = clock
        self._wanted: Id | None = None
        self._deputy: Id | None = None
        self._sheet: LoopSheet | None = None
        self._next = ""
        self.rows = Rows()
        self.entry = Entry(worker, clock=clock)
        self.drafts = OpinionDrafts(worker, self._typed, self)
        self.saving = Saving(worker, self)
        self._lay_out()
        self._connect()
        self._bind()

    def activate(self) -> None:
        """Load the receptions, and let the scanner type."""
        self.drafts.load()
        self.worker.read(paper_loop.held, done=self._offer_receptions, key="held")
        self.rows.scan.setFocus()

    def deactivate(self) -> None:
        """Keep what is typed."""
        self.drafts.flush()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if "reception" in changes.nouns:
            self.worker.read(paper_loop.held, done=self._offer_receptions, key="held")
        elif changes.nouns & {"matter", "paper"}:
            self._load()

    def open_thing(self, what: object) -> None:
        """Show the briefings of one reception."""
        self._wanted = Id(str(what))
        self.worker.read(paper_loop.held, done=self._offer_receptions, key="held")

    def unsaved(self) -> str:
        """Return which opinion is typed and not saved."""
        row = self.entry.row
        return f"{called(row)}的代表意见" if row is not None and self.entry.dirty else ""

    @Slot(str)
    def read(self, text: str) -> None:
        """Open the row that was scanned or typed."""
        if self._sheet is None:
            self.said.emit("先选接待和代表")
            return
        self.drafts.flush()
        self.worker.read(
            paper_loop.read, done=self._found, failed=self._unread, key="read", text=text,
            among=self._sheet, now=self._clock(),
        )  # fmt: skip

    @Slot()
    def save(self) -> None:
        """Save opinion and decision, both or neither."""
        row, sheet = self.entry.row, self._sheet
        if row is not None and sheet is not None and self.entry.ready():
            text, decision = self.entry.opinion.text().strip(), self.entry.decision.given()
            self.saving.save(row, sheet, text=text, decision=decision, draft=self._key(row))

    @Slot()
    def leave_row(self) -> None:
        """Go back to the scanner; what is typed stays as a draft."""
        self.drafts.flush()
        if self.entry.dirty and self.entry.row is not None:
            self.said.emit(f"{called(self.entry.row)}没有保存,已留作草稿")
        self.entry.clear()
        self._to_scan()

    def _offer_receptions(self, found: Sequence[ReceptionRow]) -> None:
        chosen = self._wanted or self.rows.reception.value()
        self._wanted = None
        self.rows.offer_receptions(found, chosen=chosen)
        self._load_deputies()

    @Slot()
    def _load_deputies(self) -> None:
        reception = self.rows.reception.value()
        if reception is None:
            self._show(None)
            return
        self.worker.read(
            paper_loop.deputies, done=self._offer_deputies, key="who", reception=reception
        )

    def _offer_deputies(self, found: Sequence[tuple[Id, str]]) -> None:
        self.rows.offer_deputies(found, chosen=self._deputy or self.rows.deputy.value())
        self._load()

    @Slot()
    def _pick_deputy(self) -> None:
        self._deputy = self.rows.deputy.value()
        self.leave_row()
        self._load()

    @Slot()
    def _pick_reception(self) -> None:
        self.leave_row()
        self._load_deputies()

    def _load(self) -> None:
        reception, deputy = self.rows.reception.value(), self.rows.deputy.value()
        if reception is None or deputy is None:
            self._show(None)
            return
        same = self._sheet and (self._sheet.reception, self._sheet.deputy) == (reception, deputy)
        known = tuple(row.matter for row in self._sheet.rows) if self._sheet and same else ()
        self.worker.read(
            paper_loop.sheet, done=self._show, key="sheet", reception=reception, deputy=deputy,
            now=self._clock(), known=known,
        )  # fmt: skip

    def _show(self, sheet: LoopSheet | None) -> None:
        self._sheet = sheet
        self.rows.show_sheet(sheet)
        if self._next and sheet is not None:
            text, self._next = self._next, ""
            self.read(text)

    def _found(self, found: Found) -> None:
        if self._sheet is not None and found.deputy != self._sheet.deputy:
            self._turn_to(found)
            return
        self.rows.scan.clear()
        self._open(found.row)

    def _turn_to(self, found: Found) -> None:
        """Go to the briefing of the deputy whose row was scanned."""
        text, self._next = self.rows.scan.text(), ""
        self._deputy = found.deputy
        if found.deputy not in self.rows.deputy.values():
            self.said.emit("这一行在另一位代表的阅件上,该代表没有参加这场接待")
            return
        self.rows.deputy.set_value(found.deputy)
        self.said.emit("已换到这一行所在的阅件")
        self._next = text
        self._load()

    def _unread(self, error: Exception) -> None:
        if not isinstance(error, RuleBroken):
            self.troubled.emit(error)
            return
        self.rows.complain(str(error))
        self._to_scan()

    @Slot(object)
    def _open(self, row: LoopRow) -> None:
        self.drafts.flush()
        self.rows.complain("")
        self.rows.go_to(row)
        self.worker.read(
            matter_file, done=partial(self._show_row, row), failed=self.troubled.emit, key="file",
            id=row.matter, today=day_of(self._clock()),
        )  # fmt: skip

    def _show_row(self, row: LoopRow, file: MatterFile) -> None:
        text = self.drafts.text(self._key(row))
        self.entry.show_row(row, file, text=text, today=day_of(self._clock()))
        if row.opinion is not None:
            more = f"{_short(row.said)}\n再保存会另加一条意见。"
            self.entry.bar.say("这一行已经录入过", more=more)
        elif refused := file.possible.get("matter.give_opinion"):
            self.entry.bar.say("不能录入", more=refused)
        self.entry.opinion.setFocus()

    @Slot(str, str)
    def _saved(self, draft: str, words: str) -> None:
        self.drafts.saved(draft)
        self.said.emit(words)
        self.entry.clear()
        self._to_scan()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.troubled.emit(error)
        if self.entry.row is not None:
            self.entry.opinion.setFocus()

    @Slot(str)
    def _scanned_too_early(self, code: str) -> None:
        """The next row was scanned into the words: it waits until this one is saved."""
        self._next = code
        self.entry.bar.say("扫到了下一行", more="先保存这一行(Ctrl+Enter),随后就打开下一行。")

    def _typed(self) -> tuple[str, str]:
        row = self.entry.row
        return (self._key(row), self.entry.opinion.text()) if row is not None else ("", "")

    def _key(self, row: LoopRow) -> str:
        sheet = self._sheet
        return f"{PREFIX}{sheet.reception}:{sheet.deputy}:{row.matter}" if sheet else ""

    def _to_scan(self) -> None:
        self.rows.scan.setFocus()
        self.rows.scan.selectAll()

    def _look(self) -> None:
        if self.entry.row is not None:
            self.wanted.emit("matters", self.entry.row.matter)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        row.addWidget(self.rows, stretch=4)
        row.addWidget(self.entry, stretch=7)

    def _connect(self) -> None:
        self.rows.scanned.connect(self.read)
        self.rows.opened.connect(self._open)
        self.rows.reception_picked.connect(self._pick_reception)
        self.rows.deputy_picked.connect(self._pick_deputy)
        self.rows.undo.clicked.connect(self.saving.undo)
        self.saving.saved.connect(self._saved)
        self.saving.undone.connect(self.said)
        self.saving.failed.connect(self._failed)
        self.entry.opinion.textChanged.connect(self.drafts.touch)
        self.entry.opinion.scanned.connect(self._scanned_too_early)
        self.entry.save_asked.connect(self.save)
        self.entry.open_asked.connect(self._look)

    def _bind(self) -> None:
        for keys, meaning, slot in (
            ("Ctrl+Enter", "保存这一行", self.save),
            ("F2", "到扫码栏", self._to_scan),
            ("F4", "到各行名单", self.rows.table.setFocus),
            ("Alt+Z", "撤销刚才保存的意见", self.saving.undo),
            ("Ctrl+O", "看事项全貌", self._look),
            ("Esc", "离开这一行(留作草稿)", self.leave_row),
        ):
            self.bind(keys, meaning, slot)
        for way in WAYS:
            self.bind(way.keys, way.title, partial(self.entry.decision.choose, way))


def _short(text: str) -> str:
    return f"{text[:_TOLD]}……" if len(text) > _TOLD else text
