"""Bringing a station that the server has to a PC that has none."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange, positions, settings
from renda_desktop.store.failures import world
from renda_desktop.store.tables.projection import area as areas
from renda_desktop.store.tables.projection import clerk as clerks
from renda_desktop.store.tables.projection import station as stations
from renda_desktop.sync import enrolling, loop
from renda_desktop.sync.link import Link
from renda_desktop.sync.loop import Place, Stop
from renda_desktop.sync.report import Report

_PATIENCE: Final = 1800.0  # seconds, all in all, for which a busy server is waited for
_STEP: Final = 0.25

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
    stop: Stop = lambda: False,
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Fill an empty database from the server, as far as it came before included.

    Where hundreds do so at once, each is told when to come back: that is no failure.

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
    place = Place(sessions, Id(device or ""), key, clock, alone=True)
    if peer is None:
        with way(place) as link:
            enrolling.enrol(place, link=link, code=code, url=url, ca=ca)
        with sessions() as session:
            device = settings.get(session, key="device")
        place = Place(sessions, Id(device or ""), key, clock, alone=True)
    report = _filled(place, way, stop, progress, pause)
    if report.troubles:
        raise report.troubles[0].failure
    with sessions(writes=True) as session:
        station = _station(session)
        settings.put(session, key="clerk", value=_clerk(session, station, clerk))
        settings.put(session, key="station", value=station)


def _filled(
    place: Place,
    way: Way,
    stop: Stop,
    progress: Callable[[int], object],
    pause: Callable[[float], object],
) -> Report:
    left = _PATIENCE
    while True:
        with way(place) as link:
            report = loop.exchange(place, link=link, stop=stop, progress=progress)
        wait = max((one.wait for one in report.troubles if one.rule == "sync.busy"), default=0)
        if not wait or wait > left:
            return report
        left -= wait
        for _ in range(int(wait / _STEP)):
            if stop():
                return report
            pause(_STEP)


def _station(session: Session) -> Id:
    """Return where this PC works first: a station that it may write to, else an area."""
    begun = {*session.scalars(select(stations.c.id)), *session.scalars(select(areas.c.id))}
    mine = [one for one in exchange.cursors(session).values() if one.writes]
    for kind in ("station", "area"):
        for cursor in mine:
            if cursor.kind == kind and cursor.scope in begun:
                return cursor.scope
    raise Unavailable("sync.empty")


def _clerk(session: Session, station: Id, name: str | None) -> Id:
    """Return who sits here: of the highest area that this PC holds, else of the station."""
    held = exchange.cursors(session)
    active = select(clerks.c.id).where(clerks.c.active).order_by(clerks.c.id).limit(1)
    if name is not None:
        active = active.where(clerks.c.name == name)
    for scope in reversed(positions.chain(session, scope=station)):
        found: Id | None = session.scalar(active.where(clerks.c.scope == scope))
        if found is not None and (name is not None or held[scope].writes):
            return found
    raise RuleBroken("sync.no_clerk", name=name or "")
