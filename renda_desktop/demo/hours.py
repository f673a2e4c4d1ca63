"""When things are done: on working days, in office hours, never on the station's last day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from renda_desktop.demo.luck import Luck
from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.moments import CHINA, day_of

_MORNING = (8 * 60 + 35, 11 * 60 + 25)
_AFTERNOON = (13 * 60 + 35, 16 * 60 + 55)


def at(day: date, clock: time) -> datetime:
    """Return a moment by the clock on the station's wall."""
    return datetime.combine(day, clock, tzinfo=CHINA)


class Hours:
    """The office hours of a station whose story ends on `today`.

    Nothing but what the last day itself tells happens on it.
    """

    def __init__(
        self, luck: Luck, calendar: Calendar, *, today: date, now: Callable[[], datetime]
    ) -> None:
        self._luck = luck
        self._calendar = calendar
        self._today = today
        self._now = now

    def on(self, day: date) -> datetime:
        """Return a moment in office hours on a working day, that day or the next."""
        worked = self._calendar.next_working_day(day).date
        if worked == self._today:
            worked = self._calendar.add_working_days(worked, days=1).date
        half = _MORNING if self._luck.happens(0.5) else _AFTERNOON
        minute = self._luck.number(*half)
        seconds = timedelta(seconds=self._luck.number(0, 59))
        return at(worked, time(minute // 60, minute % 60)) + seconds

    def in_days(self, least: int, most: int) -> datetime:
        """Return a moment that many working days from now; never in the past."""
        days = self._luck.number(least, most)
        day = self._calendar.add_working_days(day_of(self._now()), days=days).date
        return max(self.on(day), self._now() + timedelta(minutes=self._luck.number(3, 25)))
