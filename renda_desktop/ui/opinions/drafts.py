"""What is typed of an opinion is kept at every pause, and comes back with its row."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from renda_desktop.queries import drafts as kept
from renda_desktop.services import drafts
from renda_desktop.ui.worker import Worker

PAUSE = 600
"""Milliseconds without a key."""
PREFIX = "opinion:"

Typed = Callable[[], tuple[str, str]]
"""`ask()` gives the key of the row that is open, '' for none, and what is typed there."""


class OpinionDrafts(QObject):
    """The opinions that are typed and not saved, by their key."""

    def __init__(self, worker: Worker, ask: Typed, parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self._ask = worker, ask
        self._texts: dict[str, str] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.flush)

    def load(self) -> None:
        """Read what was left over from before."""
        self._worker.read(kept.drafts, done=self._take, prefix=PREFIX)

    def text(self, key: str) -> str:
        """Return what was typed of an opinion."""
        return self._texts.get(key, "")

    @Slot()
    def touch(self) -> None:
        """Something was typed."""
        self._pause.start()

    @Slot()
    def flush(self) -> None:
        """Keep what is typed now; an emptied field has no draft."""
        self._pause.stop()
        key, text = self._ask()
        if not key or text == self.text(key):
            return
        if text.strip():
            self._texts[key] = text
            self._worker.act(drafts.keep, key=key, body=text.encode())
        else:
            self._texts.pop(key)
            self._worker.act(drafts.discard, key=key)

    def saved(self, key: str) -> None:
        """The draft went with the action that saved it."""
        self._pause.stop()
        self._texts.pop(key, None)

    def __len__(self) -> int:
        return len(self._texts)

    def _take(self, found: dict[str, bytes]) -> None:
        self._texts = {key: body.decode() for key, body in found.items()} | self._texts
