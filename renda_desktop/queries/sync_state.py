"""What the window says of the exchange with the server, and what an exchange brought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.queries.exchange import Standing, refused_whole, standing
from renda_desktop.store import checkpoints, exchange, positions, settings
from renda_desktop.store.tables.kept import entry
from renda_desktop.store.tables.projection import PROJECTION

WHOLE_AT = "exchange.whole_at"
"""The note of when both sides last had everything."""
SEEN = "exchange.refused_seen"
"""The note of which refused actions somebody has dealt with: their ids, one behind another."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """`conflicts` are fields that wait for a choice, `refused` actions that nobody dealt with.

    `ended`: the server exchanges this PC's own station with it no more; nothing is deleted.
    `refilling`: it was put back, and is brought what it lacks. `unproved`: how many entries of a
    first sync are here whose devices' signatures are still to be checked.
    """

    standing: Standing
    conflicts: int
    refused: int
    whole_at: datetime | None
    ended: bool = False
    refilling: bool = False
    unproved: int = 0


def sync_state(session: Session) -> SyncState:
    """Return where this PC stands with its server."""
    counted = [table.c.conflicts for table in PROJECTION.sorted_tables if "conflicts" in table.c]
    sums = (session.scalar(select(func.sum(one)).where(one > 0)) for one in counted)
    seen = set((settings.get(session, key=SEEN) or "").split())
    at = settings.get(session, key=WHOLE_AT)
    return SyncState(
        standing=standing(session),
        conflicts=sum(one or 0 for one in sums),
        refused=sum(one.id not in seen for one in exchange.refused(session)),
        whole_at=datetime.fromisoformat(at) if at else None,
        ended=positions.of(session, scope=Id(settings.get(session, key="station") or "")).ended,
        refilling=_refilling(session),
        unproved=sum(until - after for after, until in exchange.unproved(session).values()),
    )


def _refilling(session: Session) -> bool:
    peer = exchange.peer(session)
    if peer is None:
        return False
    epochs = (checkpoints.settled(session, scope=one) for one in exchange.cursors(session))
    return any(epoch is not None and epoch < peer.epoch for epoch in epochs)


def refused_file(session: Session) -> bytes:
    """Return every refused action with all that it says, a line of JSON each."""
    return b"".join(msgspec.json.encode(one) + b"\n" for one in refused_whole(session))


def reached(session: Session) -> dict[Id, int]:
    """Return how far each log came."""
    return {scope: cursor.seq for scope, cursor in exchange.cursors(session).items()}


def brought(
    session: Session, *, after: Mapping[Id, int], refused: Iterable[Id] = ()
) -> tuple[frozenset[str], frozenset[Id]]:
    """Return the nouns and ids of what was numbered or refused since `reached` said `after`."""
    c = entry.c
    asked = select(c.stream, c.kind).distinct()
    logs = (asked.where(c.scope == s, c.seq > after.get(s, 0)) for s in reached(session))
    gone = asked.where(c.seq.is_(None), c.action.in_(list(refused)))
    rows = [row for one in (*logs, gone) for row in session.execute(one)]
    return frozenset(row.kind.partition(".")[0] for row in rows), frozenset(r.stream for r in rows)
