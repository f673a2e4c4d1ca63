"""One tab: a list at the left, the chosen thing at the right, and what can be done with it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, local
from renda_desktop.ui import theme
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.judging.deed import Deed
from renda_desktop.ui.judging.detail import Detail
from renda_desktop.ui.judging.strip import Strip
from renda_desktop.ui.listing import Listing
from renda_desktop.ui.papers.menu import Entry
from renda_desktop.ui.pinyin import matches
from renda_desktop.ui.screen import Command
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import Button, EmptyState
from renda_desktop.ui.widgets.keys import WINDOW, bind
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

R = TypeVar("R")
F = TypeVar("F")
_NONE = "先在左边选一项。"


class _List(Listing[R]):
    """Gives way in large type, so that what can be done stays in sight: both halves scroll."""

    def hasHeightForWidth(self) -> bool:
        """Ask for no height that its wrapped words would fill."""
        return False


class Part(QWidget, Generic[R, F]):
    """The frame that the three tabs share; each says what it reads, shows and does."""

    said = Signal(str)
    troubled = Signal(object)
    wanted = Signal(str, object)

    title: ClassVar[str] = ""
    adding: ClassVar[str] = ""
    """What the button above the list says."""
    search: ClassVar[str] = ""
    touching: ClassVar[frozenset[str]] = frozenset()
    """Nouns whose changes touch what is shown."""

    def __init__(
        self,
        worker: Worker,
        *,
        clock: Clock,
        columns: Sequence[Column[R]],
        deeds: tuple[Deed[F], ...],
        detail: Detail[F],
        empty: EmptyState,
    ) -> None:
        super().__init__()
        self.worker, self.clock = worker, clock
        self.deeds, self.detail = deeds, detail
        self.file: F | None = None
        self.found: list[R] = []
        self._aim: Id | None = None
        self.offers: list[Command] = []
        self.rows: TableModel[R] = TableModel(columns, parent=self)
        empty.asked.connect(self.add)
        self.new = Button(self.adding, hint="Ctrl+N", on=self.add)
        self.list: Listing[R] = _List(
            self.rows, name=self.title, search=self.search, empty=empty, buttons=(self.new,),
            shares=(15, 22),
        )  # fmt: skip
        self.strip = Strip(worker, deeds, self._papers)
        self._lay_out()
        self._connect()
        self.show_file(None)

    def ask_rows(self) -> None:
        """Read the list; `take_rows` shows it."""
        raise NotImplementedError

    def ask_file(self, id: Id) -> None:  # noqa: A002
        """Read one thing; `show_file` shows it."""
        raise NotImplementedError

    def id_of(self, row: R) -> Id:
        """Return the id of a row's thing."""
        raise NotImplementedError

    def found_by(self, row: R) -> tuple[str, ...]:
        """Return the words by which a row is found."""
        raise NotImplementedError

    def refusals(self, file: F) -> dict[str, str]:
        """Return, by kind of fact, why it cannot be recorded now."""
        raise NotImplementedError

    def about(self, file: F) -> str:
        """Return what stands beneath the title of a form."""
        raise NotImplementedError

    def papers(self, file: F) -> Iterable[Entry]:
        """Return what can be printed."""
        raise NotImplementedError

    @Slot()
    def add(self) -> None:
        """Open the form of a new one."""
        raise NotImplementedError

    def today(self) -> date:
        """Return the day it is here."""
        return day_of(self.clock())

    def now(self) -> datetime:
        """Return the moment that is printed."""
        return local(self.clock())

    def load(self) -> None:
        """Read the list, and the chosen thing again."""
        self.ask_rows()

    def enter(self) -> None:
        """Load, with the focus where reading begins."""
        self.load()
        self.list.table.setFocus()

    def aim(self, id: Id) -> None:  # noqa: A002
        """Choose one thing, whatever is searched for."""
        self._aim = id
        self.list.search.clear()
        self.ask_rows()

    def touched(self, changes: "Changes") -> None:
        """Load again what an action touched."""
        if changes.nouns & self.touching:
            self.ask_rows()

    @Slot(str)
    def ask(self, name: str) -> None:
        """Open the form of an action, or say why it cannot be done."""
        if self.file is None or (refused := self.strip.refused.get(name, "")):
            self.said.emit(_NONE if self.file is None else refused)
            return
        deed, file = next(one for one in self.deeds if one.name == name), self.file
        form = deed.make(
            self.worker, self.window(), title=deed.title, about=self.about(file), verb=deed.verb,
            danger=deed.danger, width=deed.width,
        )  # fmt: skip
        deed.ask(form, file, self.today())
        form.submitted.connect(partial(self._act, deed, form, file))
        form.open()

    def open_new(self, form: AskForm, act: Callable[[], object]) -> None:
        """Open the form of a new thing; `act` begins it with `began` as what is done then."""
        form.submitted.connect(act)
        form.open()

    def began(self, form: AskForm, changes: "Changes") -> None:
        """Close the form of a new thing, and choose it."""
        form.finish()
        self.said.emit("已保存")
        self.aim(changes.id)

    def take_rows(self, found: Sequence[R]) -> None:
        """Show the list, as far as it fits what is searched for."""
        self.found = list(found)
        self._fill()

    def forget(self) -> None:
        """Take everything out of sight until it is read again."""
        self._aim = self._shown()
        self.found = []
        self.rows.set_rows([])
        self.show_file(None)

    def show_file(self, file: F | None) -> None:
        """Show the chosen thing and what can be done with it."""
        self.file = file
        self.detail.show_file(file, today=self.today())
        if file is None:
            refused = {deed.name: _NONE for deed in self.deeds}
        else:
            rules = self.refusals(file)
            refused = {
                deed.name: rules.get(deed.kind, "") or deed.fits(file) for deed in self.deeds
            }
        self.strip.show_refused(refused, anything=file is not None)

    def lost(self, error: Exception) -> None:
        """Say that the chosen thing cannot be read."""
        self.show_file(None)
        self.troubled.emit(error)

    def _act(self, deed: Deed[F], form: AskForm, file: F) -> None:
        self.worker.act(
            deed.service, done=partial(self._did, deed, form), failed=form.fail,
            **deed.told(file, form.given()),
        )  # fmt: skip

    def _did(self, deed: Deed[F], form: AskForm, changes: "Changes") -> None:
        if not form.goes_on():
            form.finish()
        self.said.emit(f"已{deed.title}")
        self.did(deed, changes)

    def did(self, deed: Deed[F], changes: "Changes") -> None:
        """Follow up an action that is recorded."""

    def _papers(self) -> list[Entry]:
        return list(self.papers(self.file)) if self.file is not None else []

    @Slot(str)
    def _search(self, _text: str) -> None:
        self._fill()

    def _fill(self) -> None:
        """Show the rows, with the cursor on what it was on, or on what is aimed at."""
        wanted = self._aim or self._shown()
        text = self.list.search.text().strip()
        shown = [row for row in self.found if not text or matches(text, *self.found_by(row))]
        place = next((n for n, row in enumerate(shown) if self.id_of(row) == wanted), 0)
        self.rows.set_rows(shown)
        if shown:
            self._aim = None
            self.list.go_to(place)

    def _shown(self) -> Id | None:
        row = self.list.table.row()
        return self.id_of(row) if row is not None else None

    @Slot(object)
    def _choose(self, row: R | None) -> None:
        if row is None:
            self.show_file(None)
        else:
            self.ask_file(self.id_of(row))

    def _offer(self, keys: str, meaning: str, slot: Callable[[], object]) -> None:
        bind(self, keys, slot, context=WINDOW)
        self.offers.append(Command(meaning, slot, keys))

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.typed.connect(self._search)
        self.strip.asked.connect(self.ask)
        self.detail.wanted.connect(self.wanted)
        self._offer("Ctrl+F", f"查找{self.title}", self.list.search.setFocus)
        self._offer("Ctrl+N", self.adding, self.add)
        self._offer("Ctrl+P", "打印……", self.strip.paper.open)
        for deed in self.deeds:
            self._offer(deed.keys, deed.title, partial(self.ask, deed.name))

    def _lay_out(self) -> None:
        body = self.list.detail.body
        body.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.list.setMinimumHeight(theme.px(220))
        column.addWidget(self.list, stretch=1)
        column.addWidget(self.strip)
