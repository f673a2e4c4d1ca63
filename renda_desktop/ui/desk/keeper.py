"""Keeps what is typed: at every pause, and at the latest every two seconds."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from renda_desktop.domain.ids import Id
from renda_desktop.queries import drafts as kept
from renda_desktop.services import drafts
from renda_desktop.ui.desk.draft import PREFIX, VisitDraft, decoded, encoded
from renda_desktop.ui.worker import Worker

PAUSE, LONGEST = 600, 2000
"""Milliseconds without a key; milliseconds that typing may go on without being kept."""


class Keeper(QObject):
    """The drafts of the desk by their key; `ask()` gives the one in the form, or None if clean."""

    failed = Signal(object)
    """A draft could not be kept."""

    def __init__(
        self, worker: Worker, ask: Callable[[], tuple[str, VisitDraft | None]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._worker, self._ask = worker, ask
        self._drafts: dict[str, VisitDraft] = {}
        self.pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST)
        for timer in (self.pause, self._longest):
            timer.timeout.connect(self.flush)
        # There is an application wherever there is a widget.
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def load(self, done: Callable[[VisitDraft | None], object]) -> None:
        """Read what was left over from before, then `done(the latest or None)`."""
        self._worker.read(kept.drafts, done=partial(self._take, done), prefix=PREFIX)

    def touch(self) -> None:
        """Something was typed."""
        self.pause.start()
        if not self._longest.isActive():
            self._longest.start()

    @property
    def waiting(self) -> bool:
        """Whether something typed is not kept yet."""
        return self.pause.isActive() or self._longest.isActive()

    @Slot()
    def flush(self) -> None:
        """Keep what is typed now."""
        self.pause.stop()
        self._longest.stop()
        key, draft = self._ask()
        if draft is None:
            self.forget(key)
        elif self._drafts.get(key) != draft:
            self.put(draft)

    def put(self, draft: VisitDraft) -> None:
        """Keep a draft."""
        self._drafts[draft.key] = draft
        failed = self.failed.emit
        self._worker.act(drafts.keep, failed=failed, key=draft.key, body=encoded(draft))

    def forget(self, key: str) -> None:
        """Let a draft go."""
        self.pause.stop()
        self._longest.stop()
        if self._drafts.pop(key, None) is not None:
            self._worker.act(drafts.discard, failed=self.failed.emit, key=key)

    def saved(self, key: str) -> None:
        """The draft went with the action that saved it."""
        self._drafts.pop(key, None)

    def get(self, key: str) -> VisitDraft | None:
        """Return a draft."""
        return self._drafts.get(key)

    def visits(self) -> frozenset[Id]:
        """Return the visits of the queue for which something is not saved."""
        return frozenset(one.visit for one in self._drafts.values() if one.visit is not None)

    def drop_gone(self, waiting: frozenset[Id]) -> None:
        """Let go of drafts of visits that are in nobody's queue any more."""
        for key, draft in list(self._drafts.items()):
            if draft.visit is not None and draft.visit not in waiting:
                self.forget(key)

    def _take(self, done: Callable[[VisitDraft | None], object], found: dict[str, bytes]) -> None:
        read = {key: draft for key, body in found.items() if (draft := decoded(body))}
        self._drafts = read | self._drafts
        done(next(iter(read.values()), None))

    @Slot()
    def _focus_moved(self) -> None:
        if self.waiting:
            self.flush()
