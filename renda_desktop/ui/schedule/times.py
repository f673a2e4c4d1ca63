"""Day and hours of a reception, with what the working calendar says of the day."""

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.moments import CHINA, day_of, local
from renda_desktop.queries import schedule
from renda_desktop.queries.schedule import DayFacts
from renda_desktop.ui import theme
from renda_desktop.ui.schedule.words import day_note
from renda_desktop.ui.widgets import Button, DateEdit, Field, Label, Pill, TimeEdit
from renda_desktop.ui.worker import Worker


class Times(QWidget):
    """A day, from when to when. On a day off it offers the next working day (顺延)."""

    moved = Signal()

    def __init__(
        self, worker: Worker, *, starts: datetime, ends: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._facts: DayFacts | None = None
        self._duty: date | None = None
        self._first = day_of(starts)
        self.day = DateEdit(day_of(starts))
        self.begin, self.end = _clock(starts), _clock(ends)
        self.kind = Pill(tone="amber")
        self.note = Label(kind="label", wrap=True)
        self.next = Button("顺延", small=True, on=self._move)
        self.day.picked.connect(self._look)
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        for name, edit, stretch in (
            ("日期", self.day, 2),
            ("开始", self.begin, 1),
            ("结束", self.end, 1),
        ):
            line.addWidget(Field(name, edit, required=True), stretch=stretch)
        said = QHBoxLayout()
        said.setSpacing(theme.px(8))
        said.addWidget(self.kind)
        said.addWidget(self.note, stretch=1)
        said.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(line)
        column.addLayout(said)
        self.next.hide()
        self._ask(self.day.day())

    @property
    def starts(self) -> datetime:
        """When it begins."""
        return self._at(self.begin)

    @property
    def ends(self) -> datetime:
        """When it ends."""
        return self._at(self.end)

    @property
    def changed(self) -> bool:
        """Return whether it is another day than at first."""
        return self.day.day() != self._first

    @property
    def moved_from(self) -> date | None:
        """Return the day off that it was moved away from."""
        return self._duty

    @property
    def provisional(self) -> bool:
        """Return whether a notice still to come may change what kind of day it is."""
        return bool(self._facts and self._facts.provisional and self._facts.day == self.day.day())

    def _at(self, edit: TimeEdit) -> datetime:
        day, time = self.day.day(), edit.time()
        local_time = datetime(
            day.year, day.month, day.day, time.hour(), time.minute(), tzinfo=CHINA
        )
        return local_time.astimezone(UTC)

    def _look(self, day: date) -> None:
        self._duty = None
        self._ask(day)

    def _ask(self, day: date) -> None:
        self._worker.read(schedule.days, done=self._show, key="day", since=day, until=day)

    def _show(self, found: tuple[DayFacts, ...]) -> None:
        self._facts = found[0]
        off, words = day_note(found[0])
        if self._duty is not None:
            words = f"{words};由 {self._duty} 顺延"
        self.kind.show_status(off, tone="amber")
        self.kind.setVisible(bool(off))
        self.note.setText(words)
        self.next.setVisible(not found[0].working)
        self.next.setText(f"顺延到 {found[0].next:%m-%d}")
        self.moved.emit()

    def _move(self) -> None:
        if self._facts is None:
            return
        duty, day = self._facts.day, self._facts.next
        self.day.set_day(day)
        self._duty = duty
        self.begin.setFocus()


def _clock(moment: datetime) -> TimeEdit:
    at = local(moment)
    return TimeEdit(at.hour, at.minute)


def usual_hours(day: date) -> tuple[datetime, datetime]:
    """Return nine to eleven in the morning of a day."""
    begin = datetime(day.year, day.month, day.day, 9, 0, tzinfo=CHINA)
    return begin, begin + timedelta(hours=2)
