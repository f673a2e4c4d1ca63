"""Where the form's fields get what they offer: lists, due dates, the same matter again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.insight import similar
from renda_desktop.insight.similar import Alike
from renda_desktop.queries import deadlines, desk
from renda_desktop.queries.deadlines import Deadline
from renda_desktop.ui import pinyin
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.desk.lists import Lists
from renda_desktop.ui.worker import Worker


class Sources(QObject):
    """Asks the database for what fields offer; `program` is the open reception's."""

    def __init__(self, worker: Worker, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self._clock = worker, clock
        self.lists = Lists()
        self.program: ProgramDetails | None = None

    def load(self) -> None:
        """Read the lists again."""
        self._worker.read(desk.lists, done=self._take, key="lists")

    def deadlines(self, asked: str, give: Callable[[Sequence[Deadline]], object]) -> None:
        """Find the due dates that are asked for, by the program."""
        if self.program is None:
            return
        self._worker.read(
            deadlines.deadlines,
            done=give,
            key="due",
            program=self.program.key,
            version=self.program.version,
            start=day_of(self._clock()),
            text=asked,
        )

    def find_alike(self, text: str, place: str, give: Callable[[Sequence[Alike]], object]) -> None:
        """Find the open matters that a text seems to repeat."""
        self._worker.read(
            similar.same_appeal, done=give, key="alike", text=text, place=place, now=self._clock()
        )

    def _take(self, found: desk.DeskLists) -> None:
        self.lists.take(found)
        self._worker.run(pinyin.prepare, done=self._ready, key="pinyin", texts=self.lists.texts())

    def _ready(self, _result: None) -> None:
        """The sounds are known before they are first needed."""
