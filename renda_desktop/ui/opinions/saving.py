"""Saving an opinion with what was decided on it, and taking the last one back."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from renda_desktop.domain.ids import Id
from renda_desktop.queries.paper_loop import LoopRow, LoopSheet
from renda_desktop.services import drafts, opinions
from renda_desktop.services.opinions import Decision
from renda_desktop.ui.opinions.decisions import title_of
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

_MISTAKE = "录入有误,撤销"
_STAYS = ";“{title}”不随之撤销,如有误请到“事项”里更正"


@dataclass(frozen=True, slots=True)
class _Last:
    """What was saved last, so that it can be taken back."""

    row: LoopRow
    opinion: Id
    decision: Decision | None


class Saving(QObject):
    """`saved(draft key, words)`, `undone(words)`, `failed(error)`."""

    saved = Signal(str, str)
    undone = Signal(str)
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._last: _Last | None = None
        self._busy = False

    def save(
        self, row: LoopRow, sheet: LoopSheet, *, text: str, decision: Decision | None, draft: str
    ) -> None:
        """Save both, or neither; nothing is saved twice."""
        if self._busy:
            return
        self._busy = True
        self._worker.act(
            drafts.save, done=partial(self._saved, row, decision, draft), failed=self._failed,
            draft=draft, action=opinions.give, matter=row.matter, deputy=sheet.deputy, text=text,
            reception=sheet.reception, row=row.row, decision=decision,
        )  # fmt: skip

    @Slot()
    def undo(self) -> None:
        """Take back the opinion that was saved last; what was decided on it stays."""
        if self._last is None:
            self.undone.emit("没有可以撤销的录入")
            return
        last = self._last
        self._worker.act(
            opinions.withdraw, done=partial(self._undone, last), failed=self.failed.emit,
            matter=last.row.matter, entry=last.opinion, reason=_MISTAKE,
        )  # fmt: skip

    def _saved(
        self, row: LoopRow, decision: Decision | None, draft: str, changes: "Changes"
    ) -> None:
        self._busy = False
        self._last = _Last(row, changes.id, decision)
        done = f",{title_of(decision)}" if decision else ""
        self.saved.emit(draft, f"{called(row)}已录入{done}")

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.failed.emit(error)

    def _undone(self, last: _Last, _changes: "Changes") -> None:
        self._last = None
        stays = _STAYS.format(title=title_of(last.decision)) if last.decision else ""
        self.undone.emit(f"已撤销{called(last.row)}的意见{stays}")


def called(row: LoopRow) -> str:
    """Return how a row is called."""
    return f"第 {row.row} 行" if row.row else row.number
