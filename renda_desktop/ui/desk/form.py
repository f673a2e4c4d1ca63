"""The quick form: one visit with all that it raised, by keyboard."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.services.ways import WayKind
from renda_desktop.ui import theme
from renda_desktop.ui.desk.draft import MatterDraft, Problem, VisitDraft
from renda_desktop.ui.desk.lists import Lists
from renda_desktop.ui.desk.matter import FindAlike, MatterForm
from renda_desktop.ui.desk.note import Note
from renda_desktop.ui.desk.person import PersonForm
from renda_desktop.ui.desk.way import Deadlines
from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.widgets import Button, Card, Label
from renda_desktop.ui.worker import Worker

_MOST = 20
"""Matters of one visit."""
_FIELD_OF = {
    "visit.no_resident": (None, "name"),
    "text.phone": (None, "phone"),
    "matter.no_words": (0, "words"),
    "matter.no_unit": (0, "deputy"),
    "matter.due_past": (0, "term"),
}
"""Where a rule that only the service knows is shown."""


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
        self._make = partial(MatterForm, lists, deadlines, find_alike)
        self._lists = lists
        self._loading = False
        self._base = VisitDraft()
        self._removed: tuple[int, MatterDraft] | None = None
        self._ways: tuple[str, ...] = ()
        self.number = Label(kind="label")
        self.note = Note()
        self.person = PersonForm(worker, lists)
        self.tabs = QTabBar()
        self._said = Label("反映内容 *", kind="label")
        self.add_button = Button(
            "再加一件", kind="quiet", hint="Ctrl+Shift+N", small=True, on=self.add_matter
        )
        self.remove_button = Button("删去此件", kind="quiet", small=True, on=self.remove_matter)
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.load(VisitDraft())

    @property
    def matter(self) -> MatterForm:
        """The matter that is shown."""
        page = self.pages.currentWidget()
        assert isinstance(page, MatterForm)  # noqa: S101 # nothing else is ever put there
        return page

    def load(self, draft: VisitDraft, *, base: VisitDraft | None = None) -> None:
        """Show a visit; it counts as unsaved where it differs from `base`."""
        self._loading = True
        if focused_inside(self):  # a field that is hidden would send the focus anywhere
            self.person.name.setFocus()
        self._base = base or draft
        self._removed = None
        self.note.hide()
        self.clear_errors()
        self.person.load(draft)
        while self.pages.count() > len(draft.matters):
            self._drop(self.pages.count() - 1)
        while self.pages.count() < len(draft.matters):
            self._append()
        for page, matter in zip(self._pages(), draft.matters, strict=True):
            page.load(matter)
        self.pages.setCurrentIndex(0)
        self._visit, self._ticket = draft.visit, draft.ticket or self._base.ticket
        self._loading = False
        self._show_tabs()

    def draft(self) -> VisitDraft:
        """Return what is typed now."""
        matters = tuple(page.draft() for page in self._pages())
        return replace(
            self.person.values(), visit=self._visit, ticket=self._ticket, matters=matters
        )

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

    def allow(self, ways: Sequence[str]) -> None:
        """Offer only the ways of the program."""
        self._ways = tuple(ways)
        for page in self._pages():
            page.way.allow(ways)

    def choose(self, way: WayKind) -> None:
        """Choose the way of the matter that is shown."""
        self.matter.way.choose(way)

    @Slot()
    def add_matter(self) -> None:
        """Begin one more matter; the place is likely the same."""
        if self.pages.count() >= _MOST:
            return
        place = self.matter.place.text()
        page = self._append()
        page.load(MatterDraft(place=place))
        self.pages.setCurrentWidget(page)
        self._show_tabs()
        page.words.setFocus()
        self._touched()

    @Slot()
    def remove_matter(self) -> None:
        """Take the matter away that is shown; the note under the title brings it back."""
        if self.pages.count() == 1:
            return
        self.tabs.setFocus()
        at = self.pages.currentIndex()
        self._removed = (at, self.matter.draft())
        self._drop(at)
        self._show_tabs()
        self.matter.words.setFocus()
        self.note.say(f"已删去第 {at + 1} 件", button="恢复", on=self._bring_back)
        self._touched()

    def step(self, by: int) -> None:
        """Show the next matter, or the one before."""
        at = (self.pages.currentIndex() + by) % self.pages.count()
        self.tabs.setCurrentIndex(at)
        self.matter.words.setFocus()

    def clear_errors(self) -> None:
        """Nothing is wrong any more, as far as known."""
        self.person.clear_errors()
        for page in self._pages():
            page.clear_errors()

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Say at each field what is wrong with it, and lead to the first."""
        self.clear_errors()
        for problem in reversed(found):
            if problem.matter is None:
                self.person.fields[problem.field].set_error(problem.text)
            else:
                self._page(problem.matter).set_error(problem.field, problem.text)
        if not found:
            return
        first = found[0]
        if first.matter is None:
            self.person.fields[first.field].setFocus()
        else:
            self.tabs.setCurrentIndex(first.matter)
            self._page(first.matter).focus(first.field)

    def explain(self, error: Exception) -> bool:
        """Show at its field a rule that the service found broken; False if it has none."""
        if not isinstance(error, RuleBroken) or error.rule not in _FIELD_OF:
            return False
        matter, field = _FIELD_OF[error.rule]
        at = None if matter is None else self.pages.currentIndex()
        self.show_problems([Problem(field, str(error), at)])
        return True

    def focus(self) -> None:
        """Lead to where typing begins."""
        named = self.person.name.text().strip() or self.person.anonymous.isChecked()
        (self.matter.words if named else self.person.name).setFocus()

    def _lay_out(self) -> None:
        self.head.addWidget(self.note)
        self.head.addWidget(self.number)
        self.tabs.setAccessibleName("反映事项")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        row.addWidget(self._said)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        row.addWidget(self.add_button)
        self.body.addWidget(self.person)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addLayout(row)
        told.addWidget(self.pages)
        self.body.addLayout(told, stretch=1)

    def _connect(self) -> None:
        self.person.changed.connect(self._touched)
        self.person.finished.connect(self._go_on)
        self.person.address.editingFinished.connect(self._suggest_place)
        self.tabs.currentChanged.connect(self._turn)

    def _append(self) -> MatterForm:
        page = self._make()
        page.way.allow(self._ways)
        page.changed.connect(self._touched)
        self.pages.addWidget(page)
        return page

    def _drop(self, at: int) -> None:
        page = self.pages.widget(at)
        self.pages.removeWidget(page)
        page.deleteLater()

    def _page(self, at: int) -> MatterForm:
        return self._pages()[at]

    def _pages(self) -> list[MatterForm]:
        found = (self.pages.widget(at) for at in range(self.pages.count()))
        return [page for page in found if isinstance(page, MatterForm)]

    def _show_tabs(self) -> None:
        """Name the matters; a single one needs no name."""
        self.tabs.blockSignals(True)
        while self.tabs.count() > self.pages.count():
            self.tabs.removeTab(self.tabs.count() - 1)
        while self.tabs.count() < self.pages.count():
            self.tabs.addTab("")
        self.tabs.setCurrentIndex(self.pages.currentIndex())
        self.tabs.blockSignals(False)
        several = self.pages.count() > 1
        self.tabs.setVisible(several)
        self._said.setVisible(not several)
        self.add_button.setEnabled(self.pages.count() < _MOST)
        self.remove_button.setVisible(several)
        self._name_tab()

    def _name_tab(self) -> None:
        for at, page in enumerate(self._pages()):
            said = page.summary.text().strip() or " ".join(page.words.text()[:40].split())
            short = said[:8] + ("…" if len(said) > 8 else "")
            ensure_glyphs(short)
            self.tabs.setTabText(at, f"{at + 1} {short or '未填写'}".replace("&", "&&"))

    @Slot(int)
    def _turn(self, at: int) -> None:
        self.pages.setCurrentIndex(at)

    @Slot()
    def _go_on(self) -> None:
        self.matter.words.setFocus()

    @Slot()
    def _suggest_place(self) -> None:
        if not self._loading:
            self.matter.suggest_place(self._lists.place_in(self.person.address.text().strip()))

    @Slot()
    def _bring_back(self) -> None:
        if self._removed is None:
            return
        at, draft = self._removed
        page = self._append()
        page.load(draft)
        self.pages.removeWidget(page)
        self.pages.insertWidget(at, page)
        self.pages.setCurrentIndex(at)
        self._show_tabs()
        self._removed = None
        self.note.hide()
        page.words.setFocus()
        self._touched()

    @Slot()
    def _touched(self) -> None:
        if self._loading:
            return
        if self.pages.count() > 1:
            self._name_tab()
        self.changed.emit()


def focused_inside(widget: QWidget) -> QWidget | None:
    """Return what has the focus, if it stands inside `widget`."""
    focus = QApplication.focusWidget()
    return focus if focus is not None and widget.isAncestorOf(focus) else None
