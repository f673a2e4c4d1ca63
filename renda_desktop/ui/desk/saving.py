"""Saving what is typed: at once, with its draft, and never twice."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.services import drafts, visits
from renda_desktop.ui import theme
from renda_desktop.ui.desk.draft import Problem, VisitDraft, problems
from renda_desktop.ui.desk.form import VisitForm, focused_inside
from renda_desktop.ui.desk.keeper import Keeper
from renda_desktop.ui.widgets import Button
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class Saving(QObject):
    """Hands the form to the services. `saved(draft, visit, print_it)`, `queued(draft)`."""

    saved = Signal(object, str, bool)
    queued = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: Worker, form: VisitForm, keeper: Keeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._worker, self._form, self._keeper = worker, form, keeper
        self._busy = False
        self._focus: QWidget | None = None
        self.print_button = Button("保存并打印回执", kind="primary", hint="Ctrl+Enter")
        self.save_button = Button("保存", hint="Ctrl+S")

    def buttons(
        self, put_in_queue: Callable[[], object], clear: Callable[[], object]
    ) -> QHBoxLayout:
        """Return the foot of the form."""
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(Button("转入候访", hint="Ctrl+Q", on=put_in_queue))
        row.addWidget(Button("清空", hint="Esc", on=clear))
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        return row

    def save(self, reception: Id, *, print_it: bool) -> None:
        """Register the visit, or say at each field what is missing."""
        draft = self._form.draft()
        found = problems(draft)
        self._form.show_problems(found)
        if found or self._busy:
            return
        self._begin()
        self._worker.act(
            drafts.save,
            done=partial(self._done, draft, print_it),
            failed=self._failed,
            draft=draft.key,
            action=visits.register,
            person=draft.person(),
            matters=draft.raised(),
            reception=None if draft.visit else reception,
            visit=draft.visit,
            heads=draft.heads,
            anonymous=draft.anonymous,
            confidential=draft.confidential,
            listeners=tuple(one.id for one in self._form.person.listeners.picks()),
        )

    def queue(self, reception: Id) -> None:
        """Give the person a ticket and let them wait; what is typed waits with them."""
        draft = self._form.draft()
        if not draft.anonymous and not draft.name.strip():
            self._form.show_problems([Problem("name", "请填写姓名,或勾选匿名")])
            return
        if self._busy:
            return
        self._begin()
        self._worker.act(
            visits.take_ticket,
            done=partial(self._queued, draft),
            failed=self._failed,
            reception=reception,
            name=draft.name,
            topic=draft.topic,
            heads=draft.heads,
            anonymous=draft.anonymous,
            resident=draft.resident,
        )

    def _begin(self) -> None:
        self._busy = True
        self._focus = focused_inside(self._form)
        self._form.setEnabled(False)

    def _end(self) -> None:
        self._busy = False
        self._form.setEnabled(True)

    def _done(self, draft: VisitDraft, print_it: bool, changes: "Changes") -> None:
        self._end()
        self._keeper.saved(draft.key)
        self.saved.emit(draft, changes.id, print_it)

    def _queued(self, draft: VisitDraft, changes: "Changes") -> None:
        self._end()
        self._keeper.put(replace(draft, visit=changes.id))
        self._keeper.forget(draft.key)
        self.queued.emit(draft)

    def _failed(self, error: Exception) -> None:
        """Everything typed is still there."""
        self._end()
        if self._focus is not None:
            self._focus.setFocus()
        if not self._form.explain(error):
            self.failed.emit(error)
