"""What Ctrl+K finds in the database, and where each find leads."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from renda_desktop.domain.ids import Ref
from renda_desktop.ui.palette import Found
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.queries.search import Hit

Give = Callable[[Sequence[Found]], object]

_LEADS = {
    "resident": ("选民", "residents"),
    "matter": ("事项", "matters"),
    "deputy": ("代表", "deputies"),
    "department": ("承办单位", "deputies"),
    "theme": ("主题", "themes"),
    "reception": ("接待", "schedule"),
    "proposal": ("代表建议", "judging"),
    "ballot": ("票决", "judging"),
}
_WHOLE = ("department", "proposal", "ballot")
"""Kinds that share their place with another: the place is told which it is."""


class Finder(QObject):
    """Asks the database; only the newest question is answered."""

    def __init__(self, worker: Worker, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker

    def find(self, text: str, give: Give) -> None:
        """Look for `text`, then give what was found."""
        from renda_desktop.queries.search import search

        self._worker.read(search, done=partial(self._tell, give), key="find", text=text)

    def _tell(self, give: Give, hits: "Sequence[Hit]") -> None:
        give([_found(hit) for hit in hits if hit.kind in _LEADS])


def _found(hit: "Hit") -> Found:
    group, place = _LEADS[hit.kind]
    what = Ref(hit.kind, hit.id) if hit.kind in _WHOLE else hit.id
    return Found(group, hit.title, hit.detail, place, what)
