"""The station of this PC."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t


@dataclass(frozen=True, slots=True)
class StationRow:
    id: Id
    name: str
    code: str
    address: str
    phone: str
    hours: str


def station(session: Session) -> StationRow:
    """Return the station."""
    c = t.station.c
    row = session.execute(select(c.id, c.name, c.code, c.address, c.phone, c.hours)).first()
    if row is None:
        return StationRow(Id(""), "", "", "", "", "")
    return StationRow(*row)


def outposts(session: Session) -> list[tuple[Id, str]]:
    """Return the station's contact points."""
    rows = session.execute(select(t.outpost.c.id, t.outpost.c.name).order_by(t.outpost.c.id))
    return [(row.id, row.name) for row in rows]


def pending(session: Session) -> int:
    """Return how many actions wait to be sent to the server."""
    return log.pending(session)


def counts(session: Session) -> dict[str, int]:
    """Return how many things of each kind there are."""
    tables = (t.deputy, t.department, t.theme, t.resident, t.reception, t.visit, t.matter)
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
    }
