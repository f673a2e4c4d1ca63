"""What the shell expects of a screen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from renda_desktop.ui.widgets.keys import WINDOW, bind
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes


class Screen(QWidget):
    """One place of the rail. It knows the worker and its own widgets, and no other screen."""

    title = ""

    said = Signal(str)
    """A word for the toast, such as 已保存."""
    troubled = Signal(object)
    """An error for the message bar."""
    wanted = Signal(str, object)
    """Another place is wanted: its key, and what to show there (or None)."""

    def __init__(self, worker: Worker, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worker = worker
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._offers: list[Command] = []

    def bind(self, keys: str, meaning: str, slot: Callable[[], object]) -> None:
        """Call `slot` on `keys` while this screen is shown, and list them on the F1 sheet."""
        bind(self, keys, slot, context=WINDOW)
        self._offers.append(Command(meaning, slot, keys))

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return (keys, meaning) for the sheet of shortcuts."""
        return [(offer.keys, offer.title) for offer in self._offers]

    def commands(self) -> "list[Command]":
        """Return what can be done here, for the palette."""
        return list(self._offers)

    def activate(self) -> None:
        """The screen is shown now: load, and put the focus where typing begins."""

    def deactivate(self) -> None:
        """Another screen is shown now."""

    def reload(self, changes: "Changes") -> None:
        """An action is finished: load again what it touched, and only that."""

    def open_thing(self, what: object) -> None:
        """Show one thing that another place pointed at; called after `activate`."""

    def unsaved(self) -> str:
        """Return what is not saved yet, such as 第 018 号来访, '' for nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the rail: `where` is "top", "bottom", or "" for a place without a button."""

    key: str
    title: str
    make: Callable[[Worker], Screen]
    where: str = "top"


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do from the palette or by its keys, from any screen."""

    title: str
    run: Callable[[], object]
    keys: str = ""
