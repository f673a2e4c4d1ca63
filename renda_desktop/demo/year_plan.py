"""Which receptions are held when: the yearly plans of three years, and their share of matters."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import Enum, auto

from renda_desktop.demo.luck import Luck
from renda_desktop.domain.calendar import Calendar
from renda_desktop.domain.terms import ReceptionKind

YEARS = 3
_FIRST_AFTER = 30  # days from the founding
_CROWDED = 55  # matters at one reception; a busier station holds more of them
_OPEN_TODAY = 21  # matters, as in the picture of the reception desk


class Fate(Enum):
    HELD = auto()
    POSTPONED = auto()
    CANCELLED = auto()
    OPEN = auto()
    NOTICED = auto()
    PLANNED = auto()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reception of the plan; `away` means at an outpost. `matters` is what it will bring."""

    kind: ReceptionKind
    day: date
    starts: time
    minutes: int
    moved_from: date | None = None
    away: bool = False
    fate: Fate = Fate.HELD
    matters: int = 0


_SHARES = {
    ReceptionKind.THEMED: 9,
    ReceptionKind.REGULAR: 6,
    ReceptionKind.NIGHT_INQUIRY: 7,
    ReceptionKind.NIGHT_TALK: 4,
    ReceptionKind.SUPERVISION: 2,
    ReceptionKind.OUTREACH: 4,
}


def founded_on(today: date) -> date:
    """Return the day on which the story begins."""
    return date(today.year - YEARS, today.month, min(today.day, 28)) - timedelta(_FIRST_AFTER)


def occasions(luck: Luck, calendar: Calendar, *, today: date, matters: int) -> list[Occasion]:
    """Return all receptions in the order of their days; their matters add up to `matters`."""
    first = founded_on(today) + timedelta(days=_FIRST_AFTER)
    held = [one for one in _duty(calendar, first, today) if first <= one.day < today]
    held += _more_duty(luck, calendar, first, today, wanted=matters // _CROWDED - len(held))
    held.sort(key=lambda one: (one.day, one.starts))
    held = _fated(held)
    now = min(_OPEN_TODAY, matters // 6)
    weights = [_weight(one, first, today) for one in held]
    shares = _shared(matters - now, weights)
    found = [replace(one, matters=share) for one, share in zip(held, shares, strict=True)]
    return [*found, *_ahead(calendar, today, now)]


def _duty(calendar: Calendar, first: date, today: date) -> Iterator[Occasion]:
    year, month = first.year, first.month
    while (year, month) <= (today.year, today.month):
        yield from _of_month(calendar, year, month)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _of_month(calendar: Calendar, year: int, month: int) -> Iterator[Occasion]:
    kind = ReceptionKind
    yield _moved(calendar, kind.THEMED, date(year, month, 20), time(14), 150)
    if month % 2:
        yield _moved(calendar, kind.REGULAR, date(year, month, 15), time(9), 120)
        last = _weekday(year, month, 3, 4)
        yield _moved(calendar, kind.NIGHT_TALK, last, time(19), 90, away=True)
    else:
        evening = _weekday(year, month, 2, 2)
        yield _moved(calendar, kind.NIGHT_INQUIRY, evening, time(18, 30), 120, away=True)
    if month % 3 == 0:
        yield _moved(calendar, kind.SUPERVISION, date(year, month, 10), time(14, 30), 120)
    if month % 3 == 2:  # a market day: holidays do not move it
        yield Occasion(kind.OUTREACH, _weekday(year, month, 5, 2), time(9), 120, away=True)


def _moved(
    calendar: Calendar,
    kind: ReceptionKind,
    day: date,
    starts: time,
    minutes: int,
    *,
    away: bool = False,
) -> Occasion:
    worked = calendar.next_working_day(day).date
    return Occasion(kind, worked, starts, minutes, day if worked != day else None, away)


def _weekday(year: int, month: int, weekday: int, which: int) -> date:
    """Return the `which`-th such day of a month, Monday being 0."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def _more_duty(
    luck: Luck, calendar: Calendar, first: date, today: date, *, wanted: int
) -> list[Occasion]:
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    worked = [day for day in days if calendar.is_working_day(day)]
    found = []
    for number in range(max(wanted, 0)):
        day = worked[number * len(worked) // wanted]
        starts = time(luck.one((8, 9, 13, 14, 15)), luck.one((30, 45)))
        found.append(Occasion(ReceptionKind.REGULAR, day, starts, 120, away=luck.happens(0.7)))
    return found


def _fated(held: list[Occasion]) -> list[Occasion]:
    """Let one themed reception be postponed and one night talk be called off."""
    for kind, fate, part in (
        (ReceptionKind.THEMED, Fate.POSTPONED, 0.4),
        (ReceptionKind.NIGHT_TALK, Fate.CANCELLED, 0.7),
    ):
        of_kind = [place for place, one in enumerate(held) if one.kind is kind]
        place = of_kind[int(len(of_kind) * part)]
        held[place] = replace(held[place], fate=fate)
    return held


def _weight(one: Occasion, first: date, today: date) -> float:
    """Weigh what a reception brings; the station becomes better known with time."""
    if one.fate is Fate.CANCELLED:
        return 0
    return _SHARES[one.kind] * (1 + (one.day - first).days / (today - first).days)


def _shared(total: int, weights: list[float]) -> list[int]:
    """Divide `total` by weights into whole numbers that add up to it."""
    whole, so_far, given, shares = sum(weights), 0.0, 0, []
    for weight in weights:
        so_far += weight
        upto = round(total * so_far / whole)
        shares.append(upto - given)
        given = upto
    return shares


def _ahead(calendar: Calendar, today: date, now: int) -> list[Occasion]:
    """Return what is open today, what is noticed, and what is planned for next week."""
    soon = calendar.add_working_days(today, days=4).date
    next_week = calendar.next_working_day(today + timedelta(days=7)).date
    kind = ReceptionKind
    noticed = Occasion(kind.NIGHT_TALK, soon, time(19), 90, away=True, fate=Fate.NOTICED)
    planned = Occasion(kind.REGULAR, next_week, time(9), 120, fate=Fate.PLANNED)
    return [
        Occasion(kind.THEMED, today, time(9), 150, fate=Fate.OPEN, matters=now),
        noticed,
        planned,
    ]
