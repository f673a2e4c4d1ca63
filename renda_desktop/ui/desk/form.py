"""The quick form: one visit with all that it raised, by keyboard."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.services.ways import WayKind
from renda_desktop.ui import theme
from renda_desktop.ui.desk.draft import Problem, VisitDraft
from renda_desktop.ui.desk.lists import Lists
from renda_desktop.ui.desk.matter import FindAlike, MatterForm
from renda_desktop.ui.desk.note import Note
from renda_desktop.ui.desk.pages import Pages
from renda_desktop.ui.desk.person import PersonForm
from renda_desktop.ui.desk.way import Deadlines
from renda_desktop.ui.widgets import Card, Label
from renda_desktop.ui.worker import Worker

_PERSON = {"visit.no_resident": "name", "text.phone": "phone"}
_MATTER = {"matter.no_words": "words", "matter.no_unit": "deputy", "matter.due_past": "term"}
"""At which field a rule is shown that the service finds broken."""


class VisitForm(Card):
    """The form; it knows what it was loaded with, so it knows what is not saved."""

    changed = Signal()

    def __init__(
        self,
        worker: Worker,
        lists: Lists,
        deadlines: Deadlines,
        find_alike: FindAlike,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("登记来访", parent=parent)
        self._lists = lists
        self._loading = False
        self._base = VisitDraft()
        self.number = Label(kind="label")
        self.note = Note()
        self.person = PersonForm(worker, lists)
        self.pages = Pages(partial(MatterForm, lists, deadlines, find_alike))
        self.head.addStrut(theme.px(24))
        self.head.addWidget(self.note)
        self.head.addWidget(self.number)
        self.body.addWidget(self.person)
        self.body.addWidget(self.pages, stretch=1)
        self.person.finished.connect(self._go_on)
        self.person.address.editingFinished.connect(self._suggest_place)
        self.pages.removed.connect(self._tell_removed)
        for part in (self.person, self.pages):
            part.changed.connect(self._touched)
        self.load(VisitDraft())

    @property
    def matter(self) -> MatterForm:
        """The matter that is shown."""
        return self.pages.matter

    def load(self, draft: VisitDraft, *, base: VisitDraft | None = None) -> None:
        """Show a visit; it counts as unsaved where it differs from `base`."""
        self._loading = True
        if focused_inside(self):  # a field that is hidden would send the focus anywhere
            self.person.name.setFocus()
        self._base = base or draft
        self.note.hide()
        self.clear_errors()
        self.person.load(draft)
        self.pages.load(draft.matters)
        self._visit, self._ticket = draft.visit, draft.ticket or self._base.ticket
        self._loading = False

    def draft(self) -> VisitDraft:
        """Return what is typed now."""
        who, matters = self.person.values(), self.pages.drafts()
        return replace(who, visit=self._visit, ticket=self._ticket, matters=matters)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.draft() != self._base

    @property
    def base(self) -> VisitDraft:
        """What the form was loaded with."""
        return self._base

    @property
    def visit(self) -> Id | None:
        """The visit of the queue that is at the desk, None for a new one."""
        return self._visit

    def set_ticket(self, ticket: str) -> None:
        """Show the ticket of the visit, or the next one for a new visit."""
        shown = self._ticket or ticket
        self.number.setText(f"第 {shown} 号" if shown else "")

    def choose(self, way: WayKind) -> None:
        """Choose the way of the matter that is shown."""
        self.matter.way.choose(way)

    def toggle_join(self) -> None:
        """Join the matter that is shown to the one it repeats, or take that back."""
        self.matter.toggle_join()

    def clear_errors(self) -> None:
        """Nothing is wrong any more, as far as known."""
        self.person.clear_errors()
        for page in self.pages.forms():
            page.clear_errors()

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Say at each field what is wrong with it, and lead to the first."""
        self.clear_errors()
        for problem in found:
            if problem.matter is None:
                self.person.fields[problem.field].set_error(problem.text)
            else:
                self.pages.forms()[problem.matter].set_error(problem.field, problem.text)
        if not found:
            return
        first = found[0]
        if first.matter is None:
            self.person.fields[first.field].setFocus()
        else:
            self.pages.go_to(first.matter).focus(first.field)

    def explain(self, error: Exception) -> bool:
        """Show at its field a rule that the service found broken; False if it has none."""
        if not isinstance(error, RuleBroken):
            return False
        if error.rule in _PERSON:
            self.show_problems([Problem(_PERSON[error.rule], str(error))])
        elif error.rule in _MATTER:
            self.show_problems([Problem(_MATTER[error.rule], str(error), self.pages.at)])
        return error.rule in _PERSON or error.rule in _MATTER

    def focus(self) -> None:
        """Lead to where typing begins."""
        named = self.person.name.text().strip() or self.person.anonymous.isChecked()
        (self.matter.words if named else self.person.name).setFocus()

    @Slot()
    def _go_on(self) -> None:
        self.matter.words.setFocus()

    @Slot()
    def _suggest_place(self) -> None:
        if not self._loading:
            self.matter.suggest_place(self._lists.place_in(self.person.address.text().strip()))

    @Slot(int)
    def _tell_removed(self, number: int) -> None:
        self.note.say(f"已删去第 {number} 件", button="恢复", on=self.pages.bring_back)

    @Slot()
    def _touched(self) -> None:
        if not self._loading:
            self.changed.emit()


def focused_inside(widget: QWidget) -> QWidget | None:
    """Return what has the focus, if it stands inside `widget`."""
    focus = QApplication.focusWidget()
    return focus if focus is not None and widget.isAncestorOf(focus) else None
