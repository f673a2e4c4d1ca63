"""The numbers a station gives: station, year, device letter and counter stand in each.

Two PCs of one station never give the same number, because each has a letter of its own.
"""

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.queries import references
from renda_desktop.services.action import Action


class MatterNumbers:
    """Numbers for the matters of one action, such as `YH-2026-A-00018`."""

    def __init__(self, action: Action) -> None:
        self._series = _series(action, "")
        self._last = references.last_number(action.session, series=self._series, of="matter")

    def next(self) -> str:
        """Return the next number."""
        self._last += 1
        return f"{self._series}-{self._last:05d}"


def visit_number(action: Action) -> str:
    """Return the next number of a visit and its receipt, such as `YH-2026-AV-00018`."""
    series = _series(action, "V")
    last = references.last_number(action.session, series=series, of="visit")
    return f"{series}-{last + 1:05d}"


def next_ticket(session: Session, *, reception: Id, letter: str) -> str:
    """Return the next ticket of a desk at a reception, such as `A018`."""
    last = references.last_ticket(session, reception=reception, letter=letter)
    return f"{letter}{int(last[len(letter) :]) + 1 if last else 1:03d}"


def _series(action: Action, what: str) -> str:
    code = references.station_code(action.session, station=action.by.scope)
    if not code:  # an area, which receives nobody
        raise RuleBroken("station.no_code")
    return f"{code}-{day_of(action.by.now).year}-{action.by.letter}{what}"
