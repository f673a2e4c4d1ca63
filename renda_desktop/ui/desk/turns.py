"""Whose turn it is: which visit is in the form, and what becomes of the one before."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import VisitStatus
from renda_desktop.queries.visits import VisitRow
from renda_desktop.services import visits
from renda_desktop.ui.desk.draft import VisitDraft, from_queue, key_of
from renda_desktop.ui.desk.form import VisitForm
from renda_desktop.ui.desk.keeper import Keeper
from renda_desktop.ui.desk.queue import Queue
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_UNSAVED = "这份登记还没有保存:Ctrl+S 保存,Ctrl+Q 转入候访,Esc 清空"


class Turns(QObject):
    """Moves visits between queue and form; what was typed about each stays a draft of its own."""

    moved = Signal()
    """Another visit is in the form."""
    said = Signal(str)

    def __init__(
        self, worker: Worker, form: VisitForm, queue: Queue, keeper: Keeper, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._worker, self._form, self._queue, self._keeper = worker, form, queue, keeper

    @Slot()
    def begin(self) -> None:
        """Begin a visit that did not wait."""
        if self._form.visit is not None:
            self._sit(VisitDraft())
            return
        self._form.focus()
        if self._form.dirty:
            self.said.emit(_UNSAVED)

    @Slot()
    def go_on(self) -> None:
        """Empty the form after a visit was dealt with."""
        draft = self._keeper.get(key_of(None)) or VisitDraft()
        self._show(draft, VisitDraft())

    @Slot(object)
    def call(self, row: VisitRow) -> None:
        """Call a visitor to the desk; one who is there already comes into the form."""
        if row.status is VisitStatus.WAITING:
            self._worker.act(visits.call, done=partial(self._called, row), visit=row.id)
        elif row.id != self._form.visit:
            self._sit(from_queue(row))

    @Slot()
    def give_back(self) -> None:
        """Put the visitor at the desk back into the queue."""
        if (visit := self._form.visit) is not None:
            self._keeper.flush()
            self._worker.act(visits.rejoin, done=self._given_back, visit=visit)

    @Slot(object)
    def leave(self, row: VisitRow) -> None:
        """Mark a visitor as gone; the note brings them back."""
        self._worker.act(visits.leave, done=partial(self._left, row), visit=row.id)

    @Slot()
    def leave_chosen(self) -> None:
        """Mark as gone who is in the form, or under the cursor in the queue."""
        lines = self._queue.lines
        chosen = self._form.visit or (lines.chosen() if lines.hasFocus() else None)
        if chosen is not None and (row := self._queue.row(chosen)) is not None:
            self.leave(row)

    @Slot()
    def clear(self) -> None:
        """Empty the form; the note brings it back."""
        if not self._form.dirty:
            return
        gone, base = self._form.draft(), self._form.base
        self._keeper.forget(gone.key)
        self._show(base, base)
        self._form.note.say("已清空", button="恢复", on=partial(self._bring_back, gone, base))

    def restore(self, draft: VisitDraft | None) -> None:
        """Show what was left over from before, unless something is typed already."""
        self._keeper.drop_gone(frozenset(one.id for one in self._queue.rows()))
        if draft is not None and self._waits(draft.visit) and not self._form.dirty:
            # No flush: the form is still empty, and would have the very draft forgotten.
            self._show(draft, self._base(draft))
            self._form.note.say("已恢复未保存的内容", button="清空", on=self.clear)
        self._form.focus()

    def _waits(self, visit: Id | None) -> bool:
        return visit is None or self._queue.row(visit) is not None

    def _sit(self, draft: VisitDraft) -> None:
        """Put a visit into the form, with the draft that there is of it."""
        self._keeper.flush()
        self._show(self._keeper.get(draft.key) or draft, self._base(draft))

    def _base(self, draft: VisitDraft) -> VisitDraft:
        """Return what is known of a visit without what was typed."""
        row = self._queue.row(draft.visit) if draft.visit else None
        return from_queue(row) if row else VisitDraft()

    def _show(self, draft: VisitDraft, base: VisitDraft) -> None:
        self._form.load(draft, base=base)
        self.moved.emit()
        self._form.focus()

    def _bring_back(self, gone: VisitDraft, base: VisitDraft) -> None:
        self._keeper.flush()
        self._show(gone, base)
        self._keeper.touch()

    def _called(self, row: VisitRow, _changes: "Changes") -> None:
        self._sit(from_queue(row))

    def _given_back(self, _changes: "Changes") -> None:
        self.go_on()

    def _left(self, row: VisitRow, _changes: "Changes") -> None:
        if self._form.visit == row.id:
            self._keeper.flush()
            self.go_on()
        back = partial(self._worker.act, visits.rejoin, visit=row.id)
        said = f"{row.ticket} {row.shown} 已标记离开"
        self._form.note.say(said, button="撤销", on=back)
