"""The working calendar: what the program knows, and what an admin imported."""

from datetime import date
from functools import lru_cache

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.calendar import Calendar, Count, YearTable
from renda_desktop.store.known_years import known_years
from renda_desktop.store.tables import projection as t

_c = t.holiday_year.c
# Of two streams that hold one year, every PC lets the one that began later win.
_BODIES = select(_c.body).order_by(_c.year, _c.holidays)


def calendar(session: Session) -> Calendar:
    """Return the calendar; an imported year goes before the program's own knowledge."""
    rows = session.execute(_BODIES)
    return _calendar(tuple(row.body for row in rows))


def working_days(session: Session, *, since: date, until: date) -> Count:
    """Count the working days after `since` up to `until`; negative when it has passed."""
    return calendar(session).working_days_between(since, until=until)


@lru_cache(maxsize=4)
def _calendar(bodies: tuple[str, ...]) -> Calendar:
    years = dict(known_years())
    for body in bodies:
        table = msgspec.json.decode(body, type=YearTable)
        years[table.year] = table
    return Calendar(years.values())


def calendar_with(session: Session, *, table: YearTable) -> Calendar:
    """Return the calendar as it will be once `table` is imported."""
    rows = session.execute(_BODIES)
    return _calendar((*(row.body for row in rows), msgspec.json.encode(table).decode()))
