"""One action on many matters: each is its own, and what was refused is said with the reason."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from renda_desktop.domain.ids import Id
from renda_desktop.queries.matters import MatterRow
from renda_desktop.services.action import Changes
from renda_desktop.ui.matters.deeds import Deed, Given
from renda_desktop.ui.worker import Worker

_SHOWN = 8


class Bulk(QObject):
    """Act on rows one after another. `advanced(done, all)`, then `finished()`; `stop` ends it."""

    advanced = Signal(int, int)
    finished = Signal()

    def __init__(
        self,
        worker: Worker,
        deed: Deed,
        rows: Sequence[MatterRow],
        given: Given,
        *,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._worker, self._deed, self._given = worker, deed, given
        self._rows, self._left = tuple(rows), list(rows)
        self.done = 0
        self.refused: list[tuple[str, str]] = []

    def start(self) -> None:
        """Begin with the first."""
        self._next()

    def stop(self) -> None:
        """Leave the rest as it is."""
        self._left = []

    def summary(self) -> tuple[str, str]:
        """Return what was done, and what was refused and why."""
        what = f"{self._deed.title} {self.done} 件"
        left = len(self._rows) - self.done - len(self.refused)
        what += f",{len(self.refused)} 件未办" if self.refused else ""
        what += f",停止后余 {left} 件" if left else ""
        return what, _reasons(self.refused)

    def _next(self) -> None:
        tried = self.done + len(self.refused)
        self.advanced.emit(tried, len(self._rows))
        if not self._left:
            self.finished.emit()
            return
        row = self._left.pop(0)
        act = self._deed.told(Id(row.id), self._given)
        self._worker.act(
            self._deed.service, done=self._did, failed=partial(self._refuse, row.number), **act
        )

    def _did(self, _changes: Changes) -> None:
        self.done += 1
        self._next()

    def _refuse(self, number: str, error: Exception) -> None:
        self.refused.append((number, str(error)))
        self._next()


def _reasons(refused: Sequence[tuple[str, str]]) -> str:
    by_reason = Counter(reason for _number, reason in refused)
    said: list[str] = []
    for reason in by_reason:
        numbers = [number for number, why in refused if why == reason]
        shown = "、".join(numbers[:_SHOWN]) + (f" 等 {len(numbers)} 件" if numbers[_SHOWN:] else "")
        said.append(f"{shown}:{reason}")
    return "\n".join(said)
