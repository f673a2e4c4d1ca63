"""Matters: the filtered table, page by page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased

from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import OPEN_STAGES, WAITED_FOR
from renda_desktop.domain.matter.state import signal as signal_of
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.terms import (
    Appeal,
    Channel,
    Disposition,
    Outcome,
    Signal,
    Stage,
    Urgency,
)
from renda_desktop.queries.matter_filters import MatterFilter, conditions
from renda_desktop.store.tables import projection as t


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter in a list. `days` is days left until it is due, negative when overdue."""

    id: Id
    number: str
    title: str
    stage: Stage
    disposition: Disposition | None
    outcome: Outcome | None
    signal: Signal | None
    days: int | None
    due: date | None
    provisional: bool
    category: str
    place: str
    urgency: Urgency
    appeal: Appeal
    channel: Channel
    unit: Id | None
    unit_name: str
    deputy: Id | None
    deputy_name: str
    resident: Id | None
    resident_name: str
    reception: Id | None
    reception_title: str
    visit: Id | None
    theme: Id | None
    registered_at: datetime
    round: int
    resident_stars: int | None
    deputy_stars: int | None
    joined_into: Id | None
    joined: int
    conflicts: int
    voids: int


__all__ = ["MatterFilter"]  # callers find it beside the queries that take it

ORDERS = ("urgency", "registered", "due", "number")


def matters(
    session: Session,
    *,
    today: date,
    where: MatterFilter | None = None,
    order: str = "registered",
    descending: bool = True,
    limit: int = 100,
    offset: int = 0,
) -> list[MatterRow]:
    """Return one page of matters.

    `order` is one of ORDERS; `urgency` is the 动态排序: overdue first (the longest overdue at
    the top), then near due, then the rest by due date, then what has no date.
    """
    # The page is found among ids first: only its own rows are joined with their names.
    ordered = _ordered(order, descending, today)
    ids = _filtered(select(t.matter.c.id), where, today).order_by(*ordered)
    paged = ids.limit(limit).offset(offset).subquery()
    wanted = _select().where(t.matter.c.id.in_(select(paged.c.id)))
    rows = session.execute(wanted.order_by(*ordered))
    return [_row(row, today) for row in rows]


def count(session: Session, *, today: date, where: MatterFilter | None = None) -> int:
    """Return how many matters the filter leaves."""
    counted = select(func.count()).select_from(t.matter)
    return session.scalar(_filtered(counted, where, today)) or 0


def page(
    session: Session,
    *,
    today: date,
    where: MatterFilter | None = None,
    order: str = "registered",
    descending: bool = True,
    limit: int = 100,
    offset: int = 0,
) -> tuple[list[MatterRow], int]:
    """Return one page of matters, as `matters` does, and how many there are in all."""
    rows = matters(
        session, today=today, where=where, order=order, descending=descending, limit=limit,
        offset=offset,
    )  # fmt: skip
    return rows, count(session, today=today, where=where)


def matter_row(session: Session, *, id: Id, today: date) -> MatterRow | None:  # noqa: A002
    """Return one matter as lists show it."""
    row = session.execute(_select().where(t.matter.c.id == id)).one_or_none()
    return None if row is None else _row(row, today)


def signal_counts(session: Session, *, today: date) -> dict[Signal, int]:
    """Return how many matters in hand have which signal."""
    c = t.matter.c
    colour = case((c.due < today, "red"), (c.amber_on <= today, "amber"), else_="green")
    rows = session.execute(
        select(colour.label("colour"), func.count().label("matters"))
        .where(c.stage.in_(WAITED_FOR), c.due.is_not(None))
        .group_by(colour)
    )
    return {Signal(row.colour): row.matters for row in rows}


def places(session: Session) -> list[str]:
    """Return the places that matters of this station have named, the most used first."""
    c = t.matter.c
    rows = session.execute(
        select(c.place).where(c.place != "").group_by(c.place).order_by(func.count().desc())
    )
    return [row.place for row in rows.fetchmany(500)]


def categories(session: Session) -> list[str]:
    """Return the categories that matters of this station have used, the most used first."""
    c = t.matter.c
    rows = session.execute(
        select(c.category)
        .where(c.category != "")
        .group_by(c.category)
        .order_by(func.count().desc())
    )
    return [row.category for row in rows.fetchmany(500)]


_joined = aliased(t.matter)


def _select() -> Select[Any]:
    m = t.matter.c
    joined = select(func.count()).select_from(_joined).where(_joined.c.joined_into == m.id)
    return (
        select(
            t.matter,
            func.coalesce(func.nullif(t.department.c.short, ""), t.department.c.name, "").label(
                "unit_name"
            ),
            func.coalesce(t.deputy.c.name, "").label("deputy_name"),
            func.coalesce(t.resident.c.name, "").label("resident_name"),
            func.coalesce(t.reception.c.title, "").label("reception_title"),
            joined.scalar_subquery().label("joined"),
        )
        .select_from(t.matter)
        .outerjoin(t.department, t.department.c.id == m.unit)
        .outerjoin(t.deputy, t.deputy.c.id == m.deputy)
        .outerjoin(t.resident, t.resident.c.id == m.resident)
        .outerjoin(t.reception, t.reception.c.id == m.reception)
    )


def _filtered(query: Select[Any], where: MatterFilter | None, today: date) -> Select[Any]:
    return query if where is None else query.where(*conditions(where, today=today))


def _ordered(order: str, descending: bool, today: date) -> list[Any]:
    c = t.matter.c
    match order:
        case "urgency":
            waited = c.stage.in_(WAITED_FOR) & c.due.is_not(None)
            rank = case(
                (waited & (c.due < today), 0),
                (waited & (c.amber_on <= today), 1),
                (waited, 2),
                (c.stage.in_(OPEN_STAGES), 3),
                else_=4,
            )
            return [rank, c.due, c.registered_at.desc()]
        case "due":
            column = c.due
        case "number":
            column = c.number
        case _:
            column = c.registered_at
    return [column.desc() if descending else column.asc(), c.id.desc()]


def _row(r: Any, today: date) -> MatterRow:
    stage = Stage(r.stage)
    waited = stage in WAITED_FOR and r.due is not None
    return MatterRow(
        id=r.id,
        number=r.number,
        title=r.title,
        stage=stage,
        disposition=Disposition(r.disposition) if r.disposition else None,
        outcome=Outcome(r.outcome) if r.outcome else None,
        signal=signal_of(stage=stage, due=r.due, amber_on=r.amber_on, today=today),
        days=(r.due - today).days if waited else None,
        due=r.due,
        provisional=r.provisional,
        category=r.category,
        place=r.place,
        urgency=Urgency(r.urgency),
        appeal=Appeal(r.appeal),
        channel=Channel(r.channel),
        unit=r.unit,
        unit_name=r.unit_name,
        deputy=r.deputy,
        deputy_name=r.deputy_name,
        resident=r.resident,
        resident_name=r.resident_name,
        reception=r.reception,
        reception_title=r.reception_title,
        visit=r.visit,
        theme=r.theme,
        registered_at=from_micros(r.registered_at),
        round=r.round,
        resident_stars=r.resident_stars,
        deputy_stars=r.deputy_stars,
        joined_into=r.joined_into,
        joined=r.joined,
        conflicts=r.conflicts,
        voids=r.voids,
    )
