"""接待台: the open reception, its queue, the quick form, and what was raised before."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from renda_desktop.domain.ids import Id
from renda_desktop.queries import desk
from renda_desktop.queries.residents import ResidentRow
from renda_desktop.services import receptions
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.close_reception import CloseReception
from renda_desktop.ui.desk.away import Away
from renda_desktop.ui.desk.columns import Columns
from renda_desktop.ui.desk.draft import VisitDraft
from renda_desktop.ui.desk.form import VisitForm
from renda_desktop.ui.desk.history import History
from renda_desktop.ui.desk.keeper import Keeper
from renda_desktop.ui.desk.lists import named
from renda_desktop.ui.desk.queue import Queue
from renda_desktop.ui.desk.receipts import Receipts
from renda_desktop.ui.desk.saving import Saving
from renda_desktop.ui.desk.sources import Sources
from renda_desktop.ui.desk.strip import Strip
from renda_desktop.ui.desk.turns import Turns
from renda_desktop.ui.desk.way import WAYS
from renda_desktop.ui.screen import Screen
from renda_desktop.ui.widgets import Option
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_SHOWN = {"reception", "visit", "matter", "resident"}
_LISTED = {"deputy", "department", "matter", "resident"}


class Desk(Screen):
    """From the ticket to the saved visit with its receipt, by keyboard."""

    title = "接待台"

    def __init__(self, worker: Worker, *, clock: Clock = system_clock) -> None:
        super().__init__(worker)
        self._clock = clock
        self._view: desk.DeskView | None = None
        self._restored = False
        self._arriving = False
        self.closing: CloseReception | None = None
        self.sources = Sources(worker, clock, self)
        self.strip = Strip()
        self.queue = Queue()
        self.form = VisitForm(
            worker, self.sources.lists, self.sources.deadlines, self.sources.find_alike
        )
        self.history = History(worker)
        self.away = Away()
        self.keeper = Keeper(worker, self._typed, self)
        self.turns = Turns(worker, self.form, self.queue, self.keeper, self)
        self.saving = Saving(worker, self.form, self.keeper, self)
        self.receipts = Receipts(worker, clock, self)
        self._lay_out()
        self._connect()
        self._bind()

    def activate(self) -> None:
        """Load, and put the focus where typing begins."""
        self._arriving = True
        self._load()
        self.sources.load()

    def deactivate(self) -> None:
        """Keep what is typed."""
        self.keeper.flush()

    def reload(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if changes.nouns & _SHOWN:
            self._load()
        if changes.nouns & _LISTED:
            self.sources.load()

    def open_thing(self, what: object) -> None:
        """Bring a visit of the queue to the desk."""
        if isinstance(what, str) and (row := self.queue.row(Id(what))):
            self.turns.call(row)

    def unsaved(self) -> str:
        """Return which visits are typed and not saved."""
        if self._view is None or self._view.reception is None or not self.form.dirty:
            return ""
        return f"{self.form.number.text()}来访".replace(" ", "")

    @Slot()
    def put_in_queue(self) -> None:
        """Let the person wait instead of registering now (Ctrl+Q)."""
        if self.form.visit is not None:
            self.turns.give_back()
        elif self._view and self._view.reception:
            self.saving.queue(self._view.reception.row.id)

    @Slot()
    def end(self) -> None:
        """Close the reception, after the sum check."""
        if self._view is None or self._view.reception is None:
            return
        if self.form.dirty:
            self.said.emit("先保存或清空正在填写的登记,再结束接待")
            self.form.focus()
            return
        held, lead = self._view.reception.row.id, self._go_undecided
        check = CloseReception(self.worker, self.window(), held, undecided=lead)
        check.ended.connect(self._ended)
        check.ask()
        self.closing = check

    def _load(self) -> None:
        self.worker.read(desk.desk, done=self._show, key="desk", now=self._clock())

    def _show(self, view: desk.DeskView) -> None:
        self._view, held = view, view.reception
        arrived = self._arriving or self._stack.currentWidget() is not self._columns
        self._arriving = False
        self._stack.setCurrentWidget(self._columns if held else self.away)
        if held is None or view.program is None:
            self.away.show_ahead(view.ahead, today=view.today)
            self.away.focus()
            return
        self.strip.show_reception(held)
        self.sources.program = view.program
        self.form.pages.allow([one.value for one in view.program.dispositions])
        offered = [Option(one.id, one.name, one.detail) for one in held.deputies]
        here = [one for one in held.deputies if one.id in view.present]
        self.form.person.set_listeners(offered, present=named((o.id, o.name) for o in here))
        self.history.show_here(view.matters, today=view.today)
        self._show_queue()
        if not self._restored:
            self._restored = True
            self.keeper.load(self.turns.restore)
        elif arrived:
            self.form.focus()

    @Slot(object, str, bool)
    def _saved(self, draft: VisitDraft, visit: Id, print_it: bool) -> None:
        who = "匿名" if draft.anonymous else draft.name.strip()
        self.said.emit(f"已登记 {who} · {len(draft.raised())} 件")
        self.turns.go_on()
        if print_it:
            self.receipts.show(visit, self.window())

    @Slot(object)
    def _queued(self, draft: VisitDraft) -> None:
        self.said.emit(f"{draft.name.strip() or '匿名'} 已取号候访")
        self.turns.go_on()

    @Slot(object)
    def _show_person(self, resident: ResidentRow | None) -> None:
        self.history.show_resident((resident.id, resident.name) if resident else None)

    @Slot()
    def _go_undecided(self) -> None:
        if self._view and self._view.undecided:
            self.wanted.emit("matters", self._view.undecided[0][0])

    @Slot()
    def _ended(self) -> None:
        self.said.emit("接待已结束")

    @Slot(str)
    def _begin(self, reception: Id) -> None:
        self.worker.act(receptions.open_, reception=reception)

    @Slot(str)
    def _sign_in(self, reception: Id) -> None:
        self.wanted.emit("schedule", reception)

    @Slot(str)
    def _open_matter(self, matter: Id) -> None:
        self.wanted.emit("matters", matter)

    def _typed(self) -> tuple[str, VisitDraft | None]:
        draft = self.form.draft()
        return draft.key, draft if self.form.dirty else None

    @Slot()
    def _show_queue(self) -> None:
        """Show who waits, who is in the form, and the ticket of that one."""
        if self._view is not None:
            rows, drafts = self._view.queue, self.keeper.visits()
            if self.form.visit is not None:
                drafts -= {self.form.visit}
            self.queue.show_queue(rows, current=self.form.visit, drafts=drafts)
            self.form.set_ticket(self._view.ticket)

    def _lay_out(self) -> None:
        self.form.body.addLayout(self.saving.buttons(self.put_in_queue, self.turns.clear))
        self._stack = QStackedWidget()
        self._columns = Columns(self.strip, self.queue, self.form, self.history)
        self._stack.addWidget(self._columns)
        self._stack.addWidget(self.away)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        self.strip.ended.connect(self.end)
        self.queue.called.connect(self.turns.call)
        self.queue.left.connect(self.turns.leave)
        self.queue.new_asked.connect(self.turns.begin)
        self.turns.moved.connect(self._show_queue)
        self.turns.said.connect(self.said)
        self.form.changed.connect(self.keeper.touch)
        self.form.person.found.connect(self._show_person)
        self.history.opened.connect(self._open_matter)
        self.away.begun.connect(self._begin)
        self.away.signing.connect(self._sign_in)
        self.away.plan_asked.connect(lambda: self.wanted.emit("schedule", None))
        self.saving.saved.connect(self._saved)
        self.saving.queued.connect(self._queued)
        self.saving.save_button.clicked.connect(lambda: self._save(print_it=False))
        self.saving.print_button.clicked.connect(lambda: self._save(print_it=True))
        self.receipts.closed.connect(self.form.focus)
        for part in (self.keeper.failed, self.saving.failed):
            part.connect(self.troubled)

    def _bind(self) -> None:
        form = self.form
        keys: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("F2", "新来访", self.turns.begin),
            ("F3", "叫下一位", self.queue.call_next),
            ("Ctrl+Q", "转入候访(取号等候)", self.put_in_queue),
            ("Ctrl+L", "标记离开", self.turns.leave_chosen),
            ("Ctrl+Shift+N", "再加一件", form.pages.add),
            ("Ctrl+PgDown", "下一件", partial(form.pages.step, 1)),
            ("Ctrl+PgUp", "上一件", partial(form.pages.step, -1)),
            *((keys, name, partial(form.choose, way)) for way, (name, keys) in WAYS.items()),
            ("Ctrl+J", "并入疑似同一诉求,再按撤销", form.toggle_join),
            ("Ctrl+Enter", "保存并打印回执", partial(self._save, print_it=True)),
            ("Ctrl+S", "保存", partial(self._save, print_it=False)),
            ("Alt+Z", "恢复、撤销刚才的操作", form.note.act),
            ("Esc", "清空", self.turns.clear),
            ("F4", "到候访名单", self.queue.lines.setFocus),
            ("F6", "到历次来访", self.history.lines.setFocus),
            ("Ctrl+E", "结束接待", self.end),
        )
        for one, meaning, slot in keys:
            self.bind(one, meaning, partial(self._at_desk, slot))

    def _at_desk(self, slot: Callable[[], object]) -> None:
        """Do it while a reception is open; without one the keys have nothing to do."""
        if self._view is not None and self._view.reception is not None:
            slot()

    def _save(self, *, print_it: bool) -> None:
        if self._view and self._view.reception:
            self.saving.save(self._view.reception.row.id, print_it=print_it)
