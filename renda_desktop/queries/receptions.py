"""Receptions: the schedule, and one of them with all its parts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import OUT_OF_LOOP
from renda_desktop.domain.moments import start_of
from renda_desktop.domain.terms import (
    AttendeeRole,
    Disposition,
    Presence,
    ReceptionKind,
    ReceptionStatus,
)
from renda_desktop.queries import references
from renda_desktop.queries.people import seats
from renda_desktop.store.tables import projection as t


@dataclass(frozen=True, slots=True)
class ReceptionRow:
    """A reception in a list. Times are aware UTC."""

    id: Id
    title: str
    kind: ReceptionKind
    program: str
    version: int
    number: int
    place: str
    starts: datetime
    ends: datetime
    status: ReceptionStatus
    theme: Id | None
    theme_title: str
    posted: date | None
    provisional: bool
    postponed: int
    visits: int = 0
    matters: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody a reception is planned with."""

    id: Id
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    key: str
    name: str
    role: AttendeeRole
    unit: str
    presence: Presence
    person: Id | None


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """One reception with whom it is planned with, who is there and how it stands."""

    row: ReceptionRow
    deputies: tuple[Party, ...]
    departments: tuple[Party, ...]
    leaders: str
    attendances: tuple[AttendanceRow, ...]
    moved_from: date | None
    remark: str
    minutes: str
    waiting: int
    heads: int
    dispositions: dict[Disposition, int]
    undecided: tuple[str, ...]

    @property
    def on_site(self) -> int:
        return self.dispositions.get(Disposition.ANSWERED_ON_SITE, 0)


def receptions(
    session: Session,
    *,
    since: date | None = None,
    until: date | None = None,
    status: ReceptionStatus | None = None,
    kind: ReceptionKind | None = None,
    limit: int = 500,
) -> list[ReceptionRow]:
    """Return receptions, the latest first; `until` is included."""
    c = t.reception.c
    wanted = select_rows()
    if since is not None:
        wanted = wanted.where(c.starts >= int(start_of(since).timestamp()))
    if until is not None:
        end = start_of(until + timedelta(days=1))
        wanted = wanted.where(c.starts < int(end.timestamp()))
    if status is not None:
        wanted = wanted.where(c.status == status)
    if kind is not None:
        wanted = wanted.where(c.kind == kind)
    rows = session.execute(wanted.order_by(c.starts.desc(), c.id.desc()).limit(limit))
    return [row_of(row) for row in rows]


def open_reception(session: Session) -> ReceptionView | None:
    """Return the reception that is going on, the latest if there are several."""
    going_on = t.reception.c.status == ReceptionStatus.OPEN
    found: Id | None = session.scalar(
        select(t.reception.c.id).where(going_on).order_by(t.reception.c.starts.desc()).limit(1)
    )
    return None if found is None else reception(session, id=found)


def reception(session: Session, *, id: Id) -> ReceptionView | None:  # noqa: A002
    """Return one reception with its parts."""
    found = session.execute(select_rows().where(t.reception.c.id == id)).one_or_none()
    if found is None:
        return None
    visits = references.visits_by_status(session, reception=id)
    ways = references.dispositions(session, reception=id)
    return ReceptionView(
        row=row_of(found),
        deputies=_deputies(session, id),
        departments=_departments(session, id),
        leaders=found.leaders,
        attendances=_attendances(session, id),
        moved_from=found.moved_from,
        remark=found.remark,
        minutes=found.minutes,
        waiting=references.waiting(session, reception=id),
        heads=visits.get("received", (0, 0))[1],
        dispositions={Disposition(way): count for way, count in ways.items()},
        undecided=tuple(references.undecided_matters(session, reception=id)),
    )


def select_rows() -> Select[Any]:
    """Return the select behind `row_of`, for queries that narrow it."""
    c, v, m = t.reception.c, t.visit.c, t.matter.c
    visits = select(func.count()).where(v.reception == c.id, v.status == "received")
    matters = select(func.count()).where(m.reception == c.id, m.stage.not_in(OUT_OF_LOOP))
    return select(
        t.reception,
        t.theme.c.title.label("theme_title"),
        visits.scalar_subquery().label("visits"),
        matters.scalar_subquery().label("matters"),
    ).outerjoin(t.theme, t.theme.c.id == c.theme)


def row_of(r: Any) -> ReceptionRow:
    """Return a reception from a row of `select_rows`."""
    return ReceptionRow(
        id=r.id,
        title=r.title,
        kind=ReceptionKind(r.kind),
        program=r.program,
        version=r.version,
        number=r.number,
        place=r.place,
        starts=datetime.fromtimestamp(r.starts, UTC),
        ends=datetime.fromtimestamp(r.ends, UTC),
        status=ReceptionStatus(r.status),
        theme=r.theme,
        theme_title=r.theme_title or "",
        posted=r.posted,
        provisional=r.provisional,
        postponed=r.postponed,
        visits=r.visits,
        matters=r.matters,
    )


def _deputies(session: Session, reception_id: Id) -> tuple[Party, ...]:
    p = t.reception_party.c
    rows = session.execute(
        select(t.deputy.c.id, t.deputy.c.name)
        .join(t.reception_party, p.party == t.deputy.c.id)
        .where(p.reception == reception_id, p.kind == "deputy")
        .order_by(p.place)
    ).all()
    held = seats(session, deputies=[row.id for row in rows])
    return tuple(
        Party(row.id, row.name, "、".join(level.label for level in held.get(row.id, ())))
        for row in rows
    )


def _departments(session: Session, reception_id: Id) -> tuple[Party, ...]:
    p, d = t.reception_party.c, t.department.c
    rows = session.execute(
        select(d.id, d.name, d.short)
        .join(t.reception_party, p.party == d.id)
        .where(p.reception == reception_id, p.kind == "department")
        .order_by(p.place)
    )
    return tuple(Party(row.id, row.short or row.name, row.name) for row in rows)


def _attendances(session: Session, reception_id: Id) -> tuple[AttendanceRow, ...]:
    a = t.attendance.c
    rows = session.execute(
        select(t.attendance).where(a.reception == reception_id).order_by(a.place)
    )
    return tuple(
        AttendanceRow(r.key, r.name, AttendeeRole(r.role), r.unit, Presence(r.presence), r.person)
        for r in rows
    )
