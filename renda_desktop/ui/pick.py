"""Where the choices of forms come from: deputies, departments, themes, matters, closed sets."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtWidgets import QComboBox, QWidget

from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Term
from renda_desktop.queries import matters, people, taxonomy
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.people import DepartmentRow, DeputyRow, ThemeRow
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.widgets import Option
from renda_desktop.ui.widgets.choice import Give, Suggest
from renda_desktop.ui.worker import Worker

V = TypeVar("V")
T = TypeVar("T", bound=Term)


def deputies(worker: Worker) -> Suggest:
    """Suggest the deputies that hold a mandate."""

    def suggest(text: str, give: Give) -> None:
        done = partial(_give, give, deputy_option)
        worker.read(people.deputies, done=done, key="deputies", text=text, active=True)

    return suggest


def departments(worker: Worker) -> Suggest:
    """Suggest the departments that take matters."""

    def suggest(text: str, give: Give) -> None:
        done = partial(_give, give, department_option)
        worker.read(people.departments, done=done, key="departments", text=text, active=True)

    return suggest


def themes(worker: Worker, *, offer_new: bool = False) -> Suggest:
    """Suggest the themes in use, and to make a new one of what is typed."""

    def suggest(text: str, give: Give) -> None:
        done = partial(_give_themes, give, text if offer_new else "")
        worker.read(people.themes, done=done, key="themes", text=text, active=True)

    return suggest


def open_matters(worker: Worker, *, clock: Clock, but: str) -> Suggest:
    """Suggest other matters that are still open."""

    def suggest(text: str, give: Give) -> None:
        done = partial(_give_matters, give, but)
        where = MatterFilter(text=text, open=True)
        worker.read(
            matters.matters, done=done, key="matters", where=where, limit=30, today=day_of(clock())
        )

    return suggest


def categories(worker: Worker) -> Suggest:
    """Suggest the categories that matters have used."""
    return _strings(worker, matters.categories)


def offered_categories(worker: Worker) -> Suggest:
    """Suggest the categories that a matter may have."""
    return _strings(worker, taxonomy.offered)


def places(worker: Worker) -> Suggest:
    """Suggest the places that matters have named."""
    return _strings(worker, matters.places)


def deputy_option(row: DeputyRow) -> Option:
    """Return a deputy as something to choose."""
    return Option(row.id, row.name, row.titles)


def department_option(row: DepartmentRow) -> Option:
    """Return a department as something to choose."""
    return Option(row.id, row.called, row.name if row.short else row.contact)


class Pick(QComboBox, Generic[V]):
    """One of a short closed list, such as an urgency; nothing is typed."""

    def __init__(
        self,
        options: Iterable[tuple[V, str]],
        *,
        value: V | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values: list[V] = []
        self.fill(options)
        if value in self._values:
            self.set_value(value)

    def fill(self, options: Iterable[tuple[V, str]]) -> None:
        """Offer these values, each under its name."""
        self._values = []
        self.clear()
        for one, text in options:
            ensure_glyphs(text)
            self._values.append(one)
            self.addItem(text)

    def value(self) -> V:
        """Return what is picked."""
        return self._values[self.currentIndex()]

    def values(self) -> tuple[V, ...]:
        """Return what can be picked."""
        return tuple(self._values)

    def set_value(self, value: V | None) -> None:
        """Pick from the program's side."""
        self.setCurrentIndex(next(n for n, one in enumerate(self._values) if one == value))


def terms(found: Iterable[T]) -> list[tuple[T, str]]:
    """Return words of a closed set with their labels."""
    return [(one, one.label) for one in found]


def _strings(worker: Worker, query: Callable[..., list[str]]) -> Suggest:
    def suggest(text: str, give: Give) -> None:
        worker.read(query, done=partial(_give_strings, give, text), key="strings")

    return suggest


R = TypeVar("R")


def _give(give: Give, option: Callable[[R], Option], rows: Sequence[R]) -> None:
    give([option(row) for row in rows])


def _give_themes(give: Give, text: str, rows: Sequence[ThemeRow]) -> None:
    found = [Option(row.id, row.title, row.source) for row in rows]
    if text and all(option.text != text for option in found):
        found.append(Option(NewTheme(text), f"新建主题“{text}”"))
    give(found)


def _give_matters(give: Give, but: str, rows: Sequence[MatterRow]) -> None:
    give([Option(row.id, row.title, row.number) for row in rows if row.id != but])


def _give_strings(give: Give, text: str, found: Sequence[str]) -> None:
    give([Option(one, one) for one in found if text in one][:50])


class NewTheme(str):
    """The title of a theme that is not there yet."""

    __slots__ = ()
