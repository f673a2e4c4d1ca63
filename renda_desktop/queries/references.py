"""Which streams hold a thing: look-ups that actions begin with."""

import re
from collections.abc import Collection

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import NOT_COUNTED, OUT_OF_LOOP
from renda_desktop.domain.terms import ReceptionStatus, VisitStatus
from renda_desktop.store import exchange, positions
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.ballot import ballot
from renda_desktop.store.tables.kept import entry
from renda_desktop.store.tables.paper import paper
from renda_desktop.store.tables.proposal import proposal
from renda_desktop.store.tables.scorecard import scorecard
from renda_desktop.store.tables.snapshot import snapshot

_ID = re.compile("[0-9a-f]{32}")


# Built once: every action asks for it.
_CLERK_SCOPE = select(t.clerk.c.scope).where(t.clerk.c.id == bindparam("clerk"))


def program_stream(session: Session, *, key: str, station: Id) -> Id | None:
    """Return the stream of the program with this key: the station's, else another one here.

    A station of a server goes on with its own only.
    """
    c = t.program.c
    same = select(c.id).where(c.key == key).order_by(c.id).limit(1)
    found: Id | None = session.scalar(same.where(c.scope == station))
    if found is None and exchange.cursor(session, scope=station) is None:
        found = session.scalar(same)
    return found


def holidays_stream(session: Session) -> Id | None:
    """Return the stream of imported calendar years."""
    stream = t.holiday_year.c.holidays
    found: Id | None = session.scalar(select(stream).order_by(stream).limit(1))
    return found


_r = t.reception.c
_PERIOD = _r.program.op("||")("#").op("||")(_r.number)
_CODE_OF = select(t.station.c.code).where(t.station.c.id == _r.scope).scalar_subquery()

# By what else than its id a thing can be named. A name may be that of several things.
_NAMES = {
    "station": (t.station.c.name, t.station.c.code),
    "clerk": (t.clerk.c.name,),
    "area": (t.area.c.name,),
    "outpost": (t.outpost.c.name,),
    "department": (t.department.c.name, t.department.c.short),
    "deputy": (t.deputy.c.name, t.deputy.c.phone),
    "theme": (t.theme.c.title,),
    "resident": (t.resident.c.name, t.resident.c.phone),
    "visit": (t.visit.c.number,),
    "matter": (t.matter.c.number,),
    "proposal": (proposal.c.number, proposal.c.title),
    "scorecard": (scorecard.c.title,),
    "ballot": (ballot.c.title,),
    "snapshot": (snapshot.c.title,),
    "paper": (paper.c.number,),
    "reception": (_PERIOD, _CODE_OF.op("||")("/").op("||")(_PERIOD)),
}


# Things that every station has of its own beside those that are published from above.
_SHARED = frozenset({"clerk", "department", "deputy", "theme", "resident", "area"})


def find(session: Session, *, kind: str, text: str, station: Id | None = None) -> list[Id]:
    """Return the things of a kind that a text names: by id, number, name or telephone.

    A reception is named by its program and period, such as `themed#3`, an entry by its id only.
    Periods are each station's own: `themed#3` is that of `station`, where it has one of this
    number, `NM/themed#3` that of the station with this code.
    """
    if kind == "entry":
        same = select(entry.c.id).where(entry.c.id == text)
        return list(session.scalars(same)) if _ID.fullmatch(text) else []
    columns = _NAMES.get(kind)
    if columns is None:
        return []
    own = columns[0].table.c if kind != "reception" else t.reception.c
    if _ID.fullmatch(text):
        return list(session.scalars(select(own.id).where(own.id == text)))
    wanted = select(own.id).where(or_(*(column == text for column in columns)))
    if kind == "resident":
        wanted = wanted.where(own.merged_into.is_(None))
    found = list(session.scalars(wanted)) if text else []
    if len(found) > 1 and station is not None and kind in _SHARED:
        near = own.scope.in_(positions.chain(session, scope=station))
        return list(session.scalars(wanted.where(near))) or found
    if kind == "reception" and len(found) > 1:
        return list(session.scalars(wanted.where(own.scope == station))) or found
    return found


def raised(session: Session, *, visit: Id) -> list[Id]:
    """Return the matters that a visit raised, in their order."""
    c = t.matter.c
    return list(session.scalars(select(c.id).where(c.visit == visit).order_by(c.number)))


def clerk_named(session: Session, *, name: str, station: Id | None = None) -> Id | None:
    """Return the clerk of this name: who may act at the station, if anybody of this name may."""
    c = t.clerk.c
    same = select(c.id).where(c.name == name).order_by(c.id).limit(1)
    found: Id | None = None
    if station is not None:
        near = c.scope.in_(positions.chain(session, scope=station))
        found = session.scalar(same.where(near))
    return found or session.scalar(same)


def clerk_scope(session: Session, *, clerk: Id) -> Id | None:
    """Return where a clerk is registered; None where nobody is known by this id."""
    found: Id | None = session.scalar(_CLERK_SCOPE, {"clerk": clerk})
    return found


def scope_of(session: Session, *, kind: str, id: Id) -> Id | None:  # noqa: A002
    """Return whose log a thing stands in; None where there is no such thing here."""
    table = t.PROJECTION.tables[kind]
    found: Id | None = session.scalar(select(table.c.scope).where(table.c.id == id))
    return found


def same_person(session: Session, *, scope: Id, name: str, phone: str) -> Id | None:
    """Return the resident of this name and telephone in a station's log."""
    c = t.resident.c
    same = (c.scope == scope) & (c.name == name) & (c.phone == phone) & c.merged_into.is_(None)
    found: Id | None = session.scalar(select(c.id).where(same).order_by(c.id).limit(1))
    return found if phone else None


def open_elsewhere(session: Session, *, matter: Id) -> bool:
    """Return whether a matter that another station took over is known here and stands."""
    c = t.matter.c
    stands = (c.id == matter) & c.stage.not_in(NOT_COUNTED)
    return session.scalar(select(c.id).where(stands)) is not None


def taken(session: Session, *, kind: str, name: str, station: Id) -> bool:
    """Return whether a clerk or a department of a station, or of an area above, has this name.

    Where no server has spoken, all that is here counts.
    """
    c = t.PROJECTION.tables[kind].c
    same = (c.name == name) | (c.short == name) if "short" in c else c.name == name
    if exchange.cursor(session, scope=station) is not None:
        same &= c.scope.in_(positions.chain(session, scope=station))
    return session.scalar(select(c.id).where(same).limit(1)) is not None


def department_named(session: Session, *, name: str, station: Id) -> Id | None:
    """Return the department of this name or short name: one that the station can name first."""
    c = t.department.c
    near = c.scope.in_(positions.chain(session, scope=station))
    same = select(c.id).where((c.name == name) | (c.short == name)).order_by(near.desc(), c.id)
    found: Id | None = session.scalar(same.limit(1))
    return found


def deputies_named(session: Session, *, name: str, station: Id) -> list[tuple[Id, str]]:
    """Return the deputies of this name with their telephone numbers, as `taken` looks for them."""
    return deputies_by_name(session, names=[name], station=station).get(name, [])


def deputies_by_name(
    session: Session, *, names: Collection[str], station: Id
) -> dict[str, list[tuple[Id, str]]]:
    """Return the deputies of each of some names, as `deputies_named` does for one."""
    c = t.deputy.c
    wanted = select(c.id, c.name, c.phone).where(c.name.in_(names))
    if exchange.cursor(session, scope=station) is not None:
        wanted = wanted.where(c.scope.in_(positions.chain(session, scope=station)))
    found: dict[str, list[tuple[Id, str]]] = {}
    for row in session.execute(wanted):
        found.setdefault(row.name, []).append((row.id, row.phone))
    return found


def provisional_matters(session: Session) -> list[Id]:
    """Return the matters whose due date waits for a calendar year."""
    return list(session.scalars(select(t.matter.c.id).where(t.matter.c.provisional)))


def provisional_proposals(session: Session) -> list[Id]:
    """Return the proposals whose days wait for a calendar year."""
    return list(session.scalars(select(proposal.c.id).where(proposal.c.provisional)))


def provisional_receptions(session: Session) -> list[Id]:
    """Return the receptions ahead whose day waits for a calendar year."""
    c = t.reception.c
    ahead = c.status.in_([ReceptionStatus.PLANNED, ReceptionStatus.NOTICED])
    unsettled = c.provisional & ahead & (c.conflicts == 0)
    return list(session.scalars(select(c.id).where(unsettled)))


def undecided_matters(session: Session, *, reception: Id) -> list[str]:
    """Return the numbers of a reception's matters for which no way was chosen."""
    undecided = and_(
        t.matter.c.reception == reception,
        t.matter.c.disposition.is_(None),
        t.matter.c.stage.not_in(OUT_OF_LOOP),
    )
    return list(session.scalars(select(t.matter.c.number).where(undecided)))


def dispositions(session: Session, *, reception: Id) -> dict[str, int]:
    """Return how many of a reception's matters went which way; joined ones do not count."""
    rows = session.execute(
        select(t.matter.c.disposition, func.count().label("matters"))
        .where(
            t.matter.c.reception == reception,
            t.matter.c.disposition.is_not(None),
            t.matter.c.stage.not_in(OUT_OF_LOOP),
        )
        .group_by(t.matter.c.disposition)
    )
    return {row.disposition: row.matters for row in rows}


def visits_by_status(session: Session, *, reception: Id) -> dict[str, tuple[int, int]]:
    """Return (visits, heads) by status."""
    rows = session.execute(
        select(
            t.visit.c.status,
            func.count().label("visits"),
            func.sum(t.visit.c.heads).label("heads"),
        )
        .where(t.visit.c.reception == reception)
        .group_by(t.visit.c.status)
    )
    return {row.status: (row.visits, row.heads) for row in rows}


def came(session: Session, *, reception: Id) -> int:
    """Return how many visits a reception has, whatever became of them; slips do not count."""
    counts = visits_by_status(session, reception=reception)
    return sum(visits for status, (visits, _) in counts.items() if status != VisitStatus.WITHDRAWN)


def waiting(session: Session, *, reception: Id) -> int:
    """Return how many visits wait or are at the desk."""
    counts = visits_by_status(session, reception=reception)
    return sum(counts.get(s, (0, 0))[0] for s in (VisitStatus.WAITING, VisitStatus.RECEIVING))


def joined_matters(session: Session, *, into: Id) -> list[Id]:
    """Return the matters that were joined into this one."""
    return list(session.scalars(select(t.matter.c.id).where(t.matter.c.joined_into == into)))


# Built once: building a statement costs more than running it, and every visit runs these.
_v = t.visit.c
_LAST_TICKET = (
    select(_v.ticket)
    .where(_v.reception == bindparam("reception"), _v.ticket.startswith(bindparam("letter")))
    .order_by(func.length(_v.ticket).desc(), _v.ticket.desc())
    .limit(1)
)
_NUMBERS = {"matter": t.matter.c.number, "visit": _v.number, "paper": paper.c.number}
_LAST_NUMBERS = {
    of: select(func.max(column)).where(column >= bindparam("first"), column < bindparam("after"))
    for of, column in _NUMBERS.items()
}
_LONGEST_NUMBERS = {
    of: select(column)
    .where(column >= bindparam("first"), column < bindparam("after"))
    .order_by(func.length(column).desc(), column.desc())
    .limit(1)
    for of, column in _NUMBERS.items()
}
_CODE = select(t.station.c.code).where(t.station.c.id == bindparam("station"))


def last_ticket(session: Session, *, reception: Id, letter: str) -> str | None:
    """Return the greatest ticket of a desk at a reception."""
    found: str | None = session.scalar(_LAST_TICKET, {"reception": reception, "letter": letter})
    return found


def last_number(session: Session, *, series: str, of: str) -> int:
    """Return the greatest counter that a series of numbers has used; 0 if none.

    `of` is `matter`, `visit` or `paper`. While counters have five digits, the text order is the
    order; after 99999 the longest text counts first, at the price of reading the whole series.
    """
    between = {"first": f"{series}-", "after": f"{series}."}
    greatest: str | None = session.scalar(_LAST_NUMBERS[of], between)
    if greatest is not None and greatest.endswith("-99999"):
        greatest = session.scalar(_LONGEST_NUMBERS[of], between)
    return int(greatest.rpartition("-")[2]) if greatest else 0


def last_period(session: Session, *, program: str, station: Id) -> int:
    """Return the greatest period (期) that a program's receptions have used at a station."""
    c = t.reception.c
    same = (c.program == program) & (c.scope == station)
    return session.scalar(select(func.max(c.number)).where(same)) or 0


def station_taken(session: Session, *, name: str, code: str) -> bool:
    """Return whether a station has this name or this code."""
    same = or_(t.station.c.name == name, t.station.c.code == code)
    return session.scalar(select(t.station.c.id).where(same).limit(1)) is not None


def station_code(session: Session, *, station: Id) -> str:
    """Return the code that stands in the station's numbers."""
    return session.scalar(_CODE, {"station": station}) or ""


def counted_matters(session: Session, *, reception: Id) -> int:
    """Return how many matters a reception counts: without joined and withdrawn ones."""
    counted = select(func.count()).where(
        t.matter.c.reception == reception,
        t.matter.c.stage.not_in(OUT_OF_LOOP),
    )
    return session.scalar(counted) or 0
