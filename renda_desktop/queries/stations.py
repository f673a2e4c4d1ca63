"""The station of this PC, and the others that it holds."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import AreaLevel
from renda_desktop.store import exchange, log, settings
from renda_desktop.store.tables import projection as t


@dataclass(frozen=True, slots=True)
class StationRow:
    id: Id
    name: str
    code: str
    address: str
    phone: str
    hours: str
    area: Id | None = None
    area_name: str = ""


def station(session: Session) -> StationRow:
    """Return the station of this PC."""
    own = Id(settings.get(session, key="station") or "")
    found = next((one for one in stations(session) if one.id == own), None)
    return found or StationRow(Id(""), "", "", "", "", "")


def name_of(session: Session, *, station: Id) -> str:
    """Return what a station is called; "" where it is not known here."""
    c = t.station.c
    return session.scalar(select(c.name).where(c.id == station)) or ""


def stations(session: Session) -> list[StationRow]:
    """Return every station that this PC holds, by their codes."""
    c = t.station.c
    name = func.coalesce(t.area.c.name, "")
    rows = select(c.id, c.name, c.code, c.address, c.phone, c.hours, c.area, name)
    found = rows.outerjoin(t.area, t.area.c.id == c.area).order_by(c.code, c.id)
    return [StationRow(*row) for row in session.execute(found)]


@dataclass(frozen=True, slots=True)
class DeskRow:
    """Where a clerk can work at this PC; `here` is where he works now."""

    id: Id
    kind: str
    name: str
    code: str
    area_name: str
    here: bool


def desks(session: Session) -> list[DeskRow]:
    """Return the stations that this PC writes to, by their codes, then the areas."""
    own = settings.get(session, key="station")
    logs = exchange.cursors(session)
    found = [
        DeskRow(one.id, "station", one.name, one.code, one.area_name, one.id == own)
        for one in stations(session)
        if one.id not in logs or logs[one.id].writes
    ]
    return found + [
        DeskRow(one.id, "area", one.name, "", one.parent_name, one.id == own)
        for one in areas(session)
        if one.id in logs and logs[one.id].writes
    ]


@dataclass(frozen=True, slots=True)
class AreaRow:
    id: Id
    name: str
    level: AreaLevel
    parent: Id | None
    parent_name: str
    code: str


def areas(session: Session) -> list[AreaRow]:
    """Return the administrative tree, an area behind the one it belongs to."""
    above = t.area.alias()
    c = t.area.c
    rows = session.execute(
        select(c.id, c.name, c.level, c.parent, func.coalesce(above.c.name, ""), c.code)
        .outerjoin(above, above.c.id == c.parent)
        .order_by(c.id)
    )
    return [AreaRow(id_, name, AreaLevel(level), *rest) for id_, name, level, *rest in rows]


def outposts(session: Session) -> list[tuple[Id, str]]:
    """Return the contact points of this PC's station."""
    c = t.outpost.c
    own = Id(settings.get(session, key="station") or "") or None
    rows = session.execute(select(c.id, c.name).where(c.station == own).order_by(c.id))
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
