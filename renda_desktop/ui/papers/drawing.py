"""From a paper that is wanted to its pages: read on one lane, drawn by another process."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from renda_desktop.queries.papers import Sheet, redacting
from renda_desktop.ui.papers.wanted import Drawn, Wanted
from renda_desktop.ui.worker import Worker


class Drawing(QObject):
    """One paper being made: `made(Drawn)` or `failed(error)`; after `stop` neither comes."""

    made = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: Worker, wanted: Wanted, *, parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self._wanted = worker, wanted
        self._give_up = _nothing
        self._over = False

    def start(self) -> None:
        """Read the sheet, unless it came with the wish, then draw it."""
        if self._wanted.sheet is not None:
            self._draw(self._wanted.sheet)
        elif self._wanted.read is not None:
            make = partial(_one, self._wanted.read)
            self._worker.read(
                redacting.sheets, make=make, persons=self._wanted.persons,
                done=self._read, failed=self._fail,
            )  # fmt: skip

    def stop(self) -> None:
        """Give the paper up, even in the midst of it."""
        self._over = True
        self._give_up()

    def _read(self, sheets: list[Sheet]) -> None:
        self._draw(sheets[0])

    def _draw(self, sheet: Sheet) -> None:
        if not self._over:
            done = partial(self._have, sheet)
            self._give_up = self._worker.draw(
                self._wanted.render, sheet, done=done, failed=self._fail
            )

    def _have(self, sheet: Sheet, pdf: bytes) -> None:
        self._give_up = _nothing
        if not self._over:
            self._over = True
            self.made.emit(Drawn(self._wanted, sheet, pdf))

    def _fail(self, error: Exception) -> None:
        if not self._over:
            self._over = True
            self.failed.emit(error)


def _one(read: Callable[..., Sheet], session: object) -> list[Sheet]:
    return [read(session)]


def _nothing() -> None:
    """There is nothing to give up."""
