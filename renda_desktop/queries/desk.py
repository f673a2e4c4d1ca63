"""What the reception desk shows at once, and what it completes while a clerk types."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, start_of
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.terms import AttendeeRole, Presence, ReceptionStatus
from renda_desktop.queries import (
    matters,
    people,
    programs,
    receptions,
    references,
    residents,
    taxonomy,
    visits,
)
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.receptions import ReceptionRow, ReceptionView
from renda_desktop.queries.visits import VisitRow
from renda_desktop.store import settings
from renda_desktop.store.tables import projection as t

_RECENT = 50


@dataclass(frozen=True, slots=True)
class Ahead:
    """A reception that can be begun: `present` counts the deputies who signed in."""

    row: ReceptionRow
    present: int


@dataclass(frozen=True, slots=True)
class DeskView:
    """The open reception with its queue; without one, what is ahead. `ticket` comes next."""

    today: date
    reception: ReceptionView | None
    program: ProgramDetails | None
    queue: tuple[VisitRow, ...]
    ticket: str
    matters: tuple[MatterRow, ...]
    undecided: tuple[tuple[Id, str, str], ...]
    ahead: tuple[Ahead, ...]

    @property
    def present(self) -> tuple[Id, ...]:
        """Return the deputies of the reception who are there."""
        if self.reception is None:
            return ()
        return tuple(
            one.person
            for one in self.reception.attendances
            if one.role is AttendeeRole.DEPUTY
            and one.presence is Presence.PRESENT
            and one.person is not None
        )


@dataclass(frozen=True, slots=True)
class DeskLists:
    """What the desk's fields complete from: (id, name, detail), or plain texts."""

    deputies: tuple[tuple[Id, str, str], ...]
    departments: tuple[tuple[Id, str, str], ...]
    places: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What a resident came with before, the newest first."""

    resident: Id
    name: str
    visits: int
    matters: tuple[MatterRow, ...]


def desk(session: Session, *, now: datetime) -> DeskView:
    """Return what the desk shows."""
    today = day_of(now)
    held = receptions.open_reception(session)
    if held is None:
        return DeskView(today, None, None, (), "", (), (), _ahead(session, today))
    row = held.row
    here = MatterFilter(reception=row.id)
    return DeskView(
        today=today,
        reception=held,
        program=programs.program(session, key=row.program, version=row.version),
        queue=tuple(visits.queue(session, reception=row.id)),
        ticket=next_ticket(session, reception=row.id),
        matters=tuple(matters.matters(session, today=today, where=here, limit=_RECENT)),
        undecided=_undecided(session, row.id),
        ahead=(),
    )


def next_ticket(session: Session, *, reception: Id) -> str:
    """Return the ticket that the next visitor of this desk takes, such as `A018`."""
    letter = settings.get(session, key="letter") or "A"
    last = references.last_ticket(session, reception=reception, letter=letter)
    return f"{letter}{int(last[len(letter) :]) + 1 if last else 1:03d}"


def lists(session: Session) -> DeskLists:
    """Return the lists that the desk's fields complete from."""
    deputies = people.deputies(session, active=True)
    units = people.departments(session, active=True)
    return DeskLists(
        deputies=tuple((one.id, one.name, one.titles) for one in deputies),
        departments=tuple((one.id, one.called, one.name) for one in units),
        places=tuple(matters.places(session)),
        categories=tuple(taxonomy.offered(session)),
    )


def addresses(session: Session, *, text: str, limit: int = 8) -> list[str]:
    """Return residents' addresses that hold `text`, the most frequent first."""
    c = t.resident.c
    found = session.execute(
        select(c.address)
        .where(func.instr(c.address, text) > 0, c.merged_into.is_(None))
        .group_by(c.address)
        .order_by(func.count().desc(), c.address)
        .limit(limit)
    )
    return [row.address for row in found]


def history(session: Session, *, resident: Id, today: date) -> History:
    """Return a resident's earlier matters."""
    r, v = t.resident.c, t.visit.c
    name = session.scalar(select(r.name).where(r.id == resident)) or ""
    own = v.resident.in_(residents.records(resident))
    came = session.scalar(select(func.count()).where(own, v.status == "received"))
    where = MatterFilter(resident=resident)
    rows = matters.matters(session, today=today, where=where, limit=_RECENT)
    return History(resident, name, came or 0, tuple(rows))


def _undecided(session: Session, reception: Id) -> tuple[tuple[Id, str, str], ...]:
    numbers = references.undecided_matters(session, reception=reception)
    c = t.matter.c
    rows = session.execute(
        select(c.id, c.number, c.title).where(c.number.in_(numbers[:_RECENT])).order_by(c.number)
    )
    return tuple((row.id, row.number, row.title) for row in rows)


def _ahead(session: Session, today: date) -> tuple[Ahead, ...]:
    """Return the receptions of today that have not begun, else the next one."""
    c, a = t.reception.c, t.attendance.c
    waits = c.status.in_([ReceptionStatus.PLANNED, ReceptionStatus.NOTICED])
    present = select(func.count()).where(
        a.reception == c.id, a.role == AttendeeRole.DEPUTY, a.presence == Presence.PRESENT
    )
    rows = session.execute(
        select(c.id, c.starts, present.scalar_subquery().label("present"))
        .where(waits, c.starts >= int(start_of(today).timestamp()))
        .order_by(c.starts)
        .limit(8)
    ).all()
    found = []
    for row in rows:
        view = receptions.reception(session, id=row.id)
        if view is not None:
            found.append(Ahead(view.row, row.present))
    todays = [one for one in found if day_of(one.row.starts) == today]
    return tuple(todays or found[:1])
