"""Bringing a station that the server has to a PC that has none."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange, settings
from renda_desktop.store.failures import world
from renda_desktop.store.tables.projection import clerk as clerks
from renda_desktop.store.tables.projection import station as stations
from renda_desktop.sync import enrolling, loop
from renda_desktop.sync.link import Link
from renda_desktop.sync.loop import Place

Way = Callable[[Place], AbstractContextManager[Link]]


def join(
    engine: Engine,
    *,
    key: bytes,
    way: Way,
    url: str,
    code: str,
    ca: str,
    clerk: str | None,
    clock: Callable[[], datetime],
    progress: Callable[[int], object] = lambda _: None,
) -> None:
    """Fill an empty database from the server, as far as it came before included.

    Raises:
        RuleBroken: the code is not taken, or nobody in the station has this name.
        Unavailable: something failed on the way; the same code goes on from there.
    """
    writer = engine.execution_options(writes=True)

    @contextmanager
    def sessions(*, writes: bool = False) -> Iterator[Session]:
        with world(), Session(writer if writes else engine) as session, session.begin():
            yield session

    with sessions() as session:
        peer, device = exchange.peer(session), settings.get(session, key="device")
    place = Place(sessions, Id(device or ""), key, clock)
    if peer is None:
        with way(place) as link:
            enrolling.enrol(place, link=link, code=code, url=url, ca=ca)
        with sessions() as session:
            device = settings.get(session, key="device")
        place = Place(sessions, Id(device or ""), key, clock)
    with way(place) as link:
        report = loop.exchange(place, link=link, progress=progress)
    if report.troubles:
        raise report.troubles[0].failure
    with sessions(writes=True) as session:
        station = _station(session)
        settings.put(session, key="clerk", value=_clerk(session, station, clerk))
        settings.put(session, key="station", value=station)


def _station(session: Session) -> Id:
    """Return the station of this PC: the first that it may write to."""
    for cursor in exchange.cursors(session).values():
        if cursor.kind == "station" and cursor.writes:
            here = select(stations.c.id).where(stations.c.id == cursor.scope)
            if session.scalar(here) is not None:
                return cursor.scope
    raise Unavailable("sync.empty")


def _clerk(session: Session, station: Id, name: str | None) -> Id:
    active = select(clerks.c.id).where(clerks.c.scope == station, clerks.c.active)
    if name is not None:
        active = active.where(clerks.c.name == name)
    found: Id | None = session.scalar(active.order_by(clerks.c.id).limit(1))
    if found is None:
        raise RuleBroken("sync.no_clerk", name=name or "")
    return found
