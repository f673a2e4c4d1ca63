"""Visits: the queue of a reception and one visit with its matters."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.terms import VisitStatus
from renda_desktop.store.tables import projection as t


@dataclass(frozen=True, slots=True)
class VisitRow:
    id: Id
    reception: Id
    ticket: str
    number: str
    name: str
    topic: str
    heads: int
    anonymous: bool
    confidential: bool
    resident: Id | None
    status: VisitStatus
    came_at: datetime

    @property
    def shown(self) -> str:
        """Return the name as the queue shows it."""
        return "匿名" if self.anonymous else self.name


def visits(
    session: Session,
    *,
    reception: Id | None = None,
    statuses: tuple[VisitStatus, ...] = (),
    limit: int = 1000,
) -> list[VisitRow]:
    """Return visits in the order of their coming (of one reception), else the newest first."""
    c = t.visit.c
    wanted = select(t.visit)
    if statuses:
        wanted = wanted.where(c.status.in_(statuses))
    if reception is not None:
        wanted = wanted.where(c.reception == reception).order_by(c.came_at, c.id)
    else:
        wanted = wanted.order_by(c.id.desc())
    return [_row(row) for row in session.execute(wanted.limit(limit))]


def queue(session: Session, *, reception: Id) -> list[VisitRow]:
    """Return who waits or is at the desk, in the order of coming."""
    waiting = (VisitStatus.WAITING, VisitStatus.RECEIVING)
    return visits(session, reception=reception, statuses=waiting)


def visit(session: Session, *, id: Id) -> VisitRow | None:  # noqa: A002
    """Return one visit."""
    row = session.execute(select(t.visit).where(t.visit.c.id == id)).one_or_none()
    return None if row is None else _row(row)


def _row(r: Any) -> VisitRow:  # a row of the table
    return VisitRow(
        id=r.id,
        reception=r.reception,
        ticket=r.ticket,
        number=r.number,
        name=r.name,
        topic=r.topic,
        heads=r.heads,
        anonymous=r.anonymous,
        confidential=r.confidential,
        resident=r.resident,
        status=VisitStatus(r.status),
        came_at=from_micros(r.came_at),
    )
