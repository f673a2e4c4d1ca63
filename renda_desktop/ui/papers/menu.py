"""The one button of a screen from which its papers are asked for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.papers.offers import Place
from renda_desktop.ui.papers.preview import show_paper
from renda_desktop.ui.papers.wanted import Wanted
from renda_desktop.ui.widgets import Button
from renda_desktop.ui.worker import Worker

T = TypeVar("T")
_KEYS = "123456789"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: what it does, or why it does nothing now."""

    text: str
    run: Callable[[], object]
    why_not: str = ""


RULE = Entry("", lambda: None)
"""A line between two groups."""


class PaperButton(Button):
    """打印…: opens the menu of what can be printed now; `Ctrl+P` does the same.

    `entries()` is asked each time, so the menu is never older than the screen.
    """

    def __init__(
        self,
        worker: Worker,
        entries: Callable[[], Iterable[Entry]],
        *,
        hint: str = "Ctrl+P",
        small: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("打印…", hint=hint, small=small, on=self.open, parent=parent)
        self._worker, self._entries = worker, entries
        self.menu_ = QMenu(self)
        self.menu_.setToolTipsVisible(True)

    @Slot()
    def open(self) -> None:
        """Show the menu above or below the button, the first line that works marked."""
        self._worker.warm_press()
        self._fill()
        if self.menu_.isEmpty() or not self.isVisible():
            return
        first = next((one for one in self.menu_.actions() if one.isEnabled()), None)
        self.menu_.popup(self.mapToGlobal(QPoint(0, self.height())))
        if first is not None:
            self.menu_.setActiveAction(first)

    def actions_by_text(self) -> dict[str, QAction]:
        """Return the lines as they would be shown now."""
        self._fill()
        return {one.text().lstrip("&123456789 "): one for one in self.menu_.actions()}

    def _fill(self) -> None:
        self.menu_.clear()
        number = 0
        for entry in self._entries():
            if entry is RULE:
                self.menu_.addSeparator()
                continue
            key = f"&{_KEYS[number]}  " if number < len(_KEYS) else ""
            number += 1
            words = entry.text + (f" — {entry.why_not.rstrip('。')}" if entry.why_not else "")
            ensure_glyphs(words)
            action = self.menu_.addAction(key + words.replace("&", "&&"))
            action.setEnabled(not entry.why_not)
            action.triggered.connect(partial(_run, entry.run))


def _run(run: Callable[[], object], *_checked: bool) -> None:
    run()


def entries_of(
    worker: Worker, place: Place[T], thing: T, *, now: datetime, over: QWidget
) -> list[Entry]:
    """Return a line for each paper of a thing."""

    def show(wanted: Wanted) -> object:
        return show_paper(over, worker, wanted)

    return [
        Entry(
            offer.title,
            partial(show, place.wanted(offer, thing, now=now)),
            offer.why_not(thing),
        )
        for offer in place.offers
    ]
