"""The matters of one visit: one at a time, the others on tabs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from renda_desktop.ui import theme
from renda_desktop.ui.desk.draft import MatterDraft
from renda_desktop.ui.desk.matter import MatterForm
from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.widgets import Button, Label

_MOST = 20
"""Matters of one visit."""


class Pages(QWidget):
    """One matter or several; `changed` at every change, `removed(number)` from 1."""

    changed = Signal()
    removed = Signal(int)

    def __init__(self, make: Callable[[], MatterForm], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._ways: tuple[str, ...] = ()
        self._gone: tuple[int, MatterDraft] | None = None
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("反映事项")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.add_button = Button(
            "再加一件", kind="quiet", hint="Ctrl+Shift+N", small=True, on=self.add
        )
        # Tab goes from the person straight to the words; this one has a shortcut.
        self.add_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.remove_button = Button("删去此件", kind="quiet", small=True, on=self.remove)
        self._said = Label("反映内容 *", kind="label")
        self._stack = QStackedWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)

    @property
    def matter(self) -> MatterForm:
        """The matter that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, MatterForm)  # noqa: S101 # nothing else is ever put there
        return page

    @property
    def at(self) -> int:
        """Which matter is shown, from 0."""
        return self._stack.currentIndex()

    def forms(self) -> list[MatterForm]:
        """Return all matters in their order."""
        found = (self._stack.widget(at) for at in range(self._stack.count()))
        return [page for page in found if isinstance(page, MatterForm)]

    def load(self, drafts: Sequence[MatterDraft]) -> None:
        """Show other matters, the first of them in front."""
        self._gone = None
        while self._stack.count() > len(drafts):
            self._drop(self._stack.count() - 1)
        while self._stack.count() < len(drafts):
            self._append()
        for page, draft in zip(self.forms(), drafts, strict=True):
            page.load(draft)
        self._stack.setCurrentIndex(0)
        self._show_tabs()

    def drafts(self) -> tuple[MatterDraft, ...]:
        """Return what is typed now."""
        return tuple(page.draft() for page in self.forms())

    def allow(self, ways: Sequence[str]) -> None:
        """Offer only the ways of the program."""
        self._ways = tuple(ways)
        for page in self.forms():
            page.way.allow(ways)

    def go_to(self, at: int) -> MatterForm:
        """Show one matter."""
        self.tabs.setCurrentIndex(at)
        return self.matter

    def step(self, by: int) -> None:
        """Show the next matter, or the one before."""
        self.go_to((self.at + by) % self._stack.count()).words.setFocus()

    @Slot()
    def add(self) -> None:
        """Begin one more matter; the place is likely the same."""
        if self._stack.count() >= _MOST:
            return
        place = self.matter.place.text()
        page = self._append()
        page.load(MatterDraft(place=place))
        self._show(page)

    @Slot()
    def remove(self) -> None:
        """Take the matter away that is shown."""
        if self._stack.count() == 1:
            return
        at = self.at
        self.tabs.setFocus()  # what is taken away would send the focus anywhere
        self._gone = (at, self.matter.draft())
        self._drop(at)
        self._show(self.matter)
        self.removed.emit(at + 1)

    @Slot()
    def bring_back(self) -> None:
        """Put the matter back that was taken away last."""
        if self._gone is None:
            return
        at, draft = self._gone
        self._gone = None
        page = self._append(at)
        page.load(draft)
        self._show(page)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        row.addWidget(self._said)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        row.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._stack, stretch=1)

    def _append(self, at: int = -1) -> MatterForm:
        page = self._make()
        page.way.allow(self._ways)
        page.changed.connect(self._touched)
        self._stack.insertWidget(at, page)
        return page

    def _drop(self, at: int) -> None:
        page = self._stack.widget(at)
        self._stack.removeWidget(page)
        page.deleteLater()

    def _show(self, page: MatterForm) -> None:
        self._stack.setCurrentWidget(page)
        self._show_tabs()
        page.words.setFocus()
        self.changed.emit()

    def _show_tabs(self) -> None:
        """Name the matters; a single one needs no name."""
        count = self._stack.count()
        self.tabs.blockSignals(True)
        while self.tabs.count() > count:
            self.tabs.removeTab(self.tabs.count() - 1)
        while self.tabs.count() < count:
            self.tabs.addTab("")
        self.tabs.setCurrentIndex(self.at)
        self.tabs.blockSignals(False)
        self.tabs.setVisible(count > 1)
        self._said.setVisible(count == 1)
        self.add_button.setEnabled(count < _MOST)
        self.remove_button.setVisible(count > 1)
        self._name_tabs()

    def _name_tabs(self) -> None:
        for at, page in enumerate(self.forms()):
            said = page.summary.text().strip() or " ".join(page.words.text()[:40].split())
            short = said[:8] + ("…" if len(said) > 8 else "")
            ensure_glyphs(short)
            self.tabs.setTabText(at, f"{at + 1} {short or '未填写'}".replace("&", "&&"))

    @Slot()
    def _touched(self) -> None:
        if self._stack.count() > 1:
            self._name_tabs()
        self.changed.emit()
