"""Residents: finding them, what they came with before, and orders to erase them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select
from sqlalchemy.orm import Session, aliased

from renda_desktop.domain.ids import Id
from renda_desktop.domain.mask import mask_phone
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.resident import RESIDENT, EraseResident
from renda_desktop.queries import reach
from renda_desktop.queries.names import Names
from renda_desktop.queries.search import refs
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.exchange import erasure as kept

MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """A resident; `masked` is the telephone as screens show it."""

    id: Id
    name: str
    phone: str
    address: str
    visits: int = 0
    last_came: datetime | None = None

    @property
    def masked(self) -> str:
        return mask_phone(self.phone)


@dataclass(frozen=True, slots=True)
class Erasure:
    """An order to erase a person. `done`: the words are gone here; else the server's word is due.

    Copies beside the database are not reached: `left` says which.
    """

    at: datetime
    by: str
    reason: str
    done: bool
    left: str = "备份、草稿、导出的文件和打印件不在其内,须另行删除"


def residents(
    session: Session, *, text: str = "", limit: int = 100, offset: int = 0
) -> list[ResidentRow]:
    """Return residents, found by name, pinyin initials, telephone tail or address."""
    c = t.resident.c
    wanted = _select().where(c.merged_into.is_(None), reach.within(session, c.scope))
    if text.strip():
        ids = refs(session, text=text, kind="resident", limit=limit + offset)
        wanted = wanted.where(c.id.in_(ids))
    rows = session.execute(wanted.order_by(c.id.desc()).limit(limit).offset(offset))
    return [_row(row) for row in rows]


def count(session: Session) -> int:
    """Return how many residents there are; merged records count once."""
    c = t.resident.c
    own = select(func.count()).select_from(t.resident).where(c.merged_into.is_(None))
    return session.scalar(own.where(reach.within(session, c.scope))) or 0


def page(
    session: Session, *, text: str = "", limit: int = 100, offset: int = 0
) -> tuple[list[ResidentRow], int]:
    """Return one page of residents and how many there are; a search stops at MOST_FOUND."""
    if not text.strip():
        return residents(session, limit=limit, offset=offset), count(session)
    c = t.resident.c
    found = c.id.in_(refs(session, text=text, kind="resident", limit=MOST_FOUND))
    own = found & c.merged_into.is_(None) & reach.within(session, c.scope)
    total = session.scalar(select(func.count()).select_from(t.resident).where(own)) or 0
    wanted = _select().where(own).order_by(c.id.desc()).limit(limit).offset(offset)
    return [_row(row) for row in session.execute(wanted)], total


def merged(session: Session, *, into: Id) -> list[ResidentRow]:
    """Return the records that were merged into one."""
    rows = session.execute(_select().where(t.resident.c.merged_into == into))
    return [_row(row) for row in rows]


def resident(session: Session, *, id: Id) -> ResidentRow | None:  # noqa: A002
    """Return one resident; a merged record leads to the one that goes on."""
    wanted: Id | None = id
    passed: set[Id] = set()
    row = None
    while wanted is not None and wanted not in passed:  # two PCs may have merged them both ways
        passed.add(wanted)
        row = session.execute(_select().where(t.resident.c.id == wanted)).one_or_none()
        wanted = None if row is None else row.merged_into
    return None if row is None else _row(row)


def erasure(session: Session, *, resident: Id) -> Erasure | None:
    """Return the latest order to erase a person; None if there is none in effect."""
    state = RESIDENT.fold(resident, log.read(session, stream=resident))
    orders = [event for event in state.timeline if isinstance(event.fact, EraseResident)]
    if not orders:
        return None
    last, fact = orders[-1].entry, orders[-1].fact
    done = select(kept.c.stream).where(kept.c.stream == resident)
    return Erasure(
        at=from_micros(last.recorded_at),
        by=Names(session).clerk(last.author),
        reason=fact.reason if isinstance(fact, EraseResident) else "",
        done=session.scalar(done) is not None,
    )


def _select() -> Select[Any]:
    c, v = t.resident.c, t.visit.c
    # By its name, or else the subquery would read the whole table of its own.
    own = v.resident.in_(records(literal_column("resident.id"))) & (v.status == "received")
    return select(
        c.id,
        c.name,
        c.phone,
        c.address,
        c.merged_into,
        select(func.count()).where(own).scalar_subquery().label("visits"),
        select(func.max(v.came_at)).where(own).scalar_subquery().label("last"),
    )


def _row(r: Any) -> ResidentRow:  # a row of _select
    last = from_micros(r.last) if r.last else None
    return ResidentRow(r.id, r.name, r.phone, r.address, r.visits, last)


def all_records(session: Session, *, resident: Id) -> list[Id]:
    """Return every record of the person that a record is of, merged ones and erased ones too."""
    found = [resident]
    c = t.resident.c
    for one in found:  # it grows on the way
        merged = select(c.id).where(c.merged_into == one)
        into = select(c.merged_into).where((c.id == one) & c.merged_into.isnot(None))
        for other in (*session.scalars(merged), *session.scalars(into)):
            if other not in found:
                found.append(other)
    return [*session.scalars(select(c.id).where(c.id.in_(found)).order_by(c.id))]


def visits_of(session: Session, *, residents: Collection[Id]) -> list[Id]:
    """Return every visit of these, of whatever status, the earliest first."""
    c = t.visit.c
    found = select(c.id).where(c.resident.in_(residents)).order_by(c.came_at, c.id)
    return [*session.scalars(found)]


def records(person: Id | ColumnElement[Id]) -> Select[Any]:
    """Select the ids of all records of one person: the one that goes on and those merged into it.

    They may have been merged one after the other.
    """
    first = literal(person, t.resident.c.id.type) if isinstance(person, str) else person
    own = select(first.label("id")).cte(recursive=True, nesting=True)
    r = aliased(t.resident).c
    return select(own.union(select(r.id).where(r.merged_into == own.c.id)).c.id)
