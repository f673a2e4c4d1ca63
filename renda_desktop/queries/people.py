"""Deputies, departments and themes: whom and what receptions and matters are about."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import OUT_OF_LOOP
from renda_desktop.domain.terms import DeputyLevel, Presence, Stage
from renda_desktop.queries import reach
from renda_desktop.queries.search import refs
from renda_desktop.store.tables import counted
from renda_desktop.store.tables import projection as t


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """A deputy; `levels` of the lasting mandates, the highest first; `groups` by name.

    `published_by` is the area whose word it is, or '': here it cannot be changed then.
    """

    id: Id
    name: str
    levels: tuple[DeputyLevel, ...]
    terms: tuple[int, ...]
    post: str
    phone: str
    outpost: str
    remark: str
    active: bool
    groups: tuple[str, ...] = ()
    published_by: str = ""

    @property
    def titles(self) -> str:
        """Return the levels as they stand behind a name: 市、区县."""
        return "、".join(level.label for level in self.levels)


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    id: Id
    name: str
    short: str
    contact: str
    phone: str
    active: bool
    published_by: str = ""

    @property
    def called(self) -> str:
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class ThemeRow:
    id: Id
    title: str
    description: str
    keywords: str
    source: str
    active: bool
    published_by: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody or something has to do with matters: all, those open, those resolved."""

    matters: int = 0
    open: int = 0
    resolved: int = 0
    receptions: int = 0


_g = counted.deputy_group.c
_OUT = OUT_OF_LOOP
_DONE = (Stage.RESOLVED, Stage.CLOSED)


def deputies(
    session: Session, *, text: str = "", active: bool | None = None, group: str = ""
) -> list[DeputyRow]:
    """Return deputies, the highest level first, found by name, pinyin, telephone or post.

    With `group`, only those who belong to it now.
    """
    d = t.deputy.c
    wanted = select(d.id, d.name, d.post, d.phone, d.outpost, d.remark, d.active, d.scope)
    wanted = wanted.where(reach.within(session, d.scope))
    if text.strip():
        wanted = wanted.where(d.id.in_(refs(session, text=text, kind="deputy", limit=500)))
    if active is not None:
        wanted = wanted.where(d.active.is_(active))
    if group:
        wanted = wanted.where(d.id.in_(select(_g.deputy).where(_g.name == group)))
    rows = session.execute(wanted.order_by(d.id)).all()
    held = _mandates(session)
    joined = _groups(session)
    found, above = [], reach.from_above(session)
    for row in rows:
        mandates = held.get(row.id, [])
        levels = tuple(dict.fromkeys(level for level, _ in mandates))
        terms = tuple(sorted({term for _, term in mandates}, reverse=True))
        found.append(
            DeputyRow(
                row.id, row.name, levels, terms, row.post, row.phone, row.outpost, row.remark,
                row.active, joined.get(row.id, ()), above.get(row.scope, ""),
            )
        )  # fmt: skip
    order = list(DeputyLevel)
    return sorted(found, key=lambda one: order.index(one.levels[0]) if one.levels else 99)


def _groups(session: Session) -> dict[Id, tuple[str, ...]]:
    """Return the groups that deputies belong to, in the order of joining."""
    found: dict[Id, tuple[str, ...]] = {}
    for row in session.execute(select(_g.deputy, _g.name).order_by(_g.joined, _g.name)):
        found[row.deputy] = (*found.get(row.deputy, ()), row.name)
    return found


def seats(session: Session, *, deputies: Iterable[Id]) -> dict[Id, tuple[DeputyLevel, ...]]:
    """Return the levels of the lasting mandates of some deputies, the highest first."""
    held = _mandates(session, only=list(deputies))
    return {who: tuple(dict.fromkeys(level for level, _ in found)) for who, found in held.items()}


def _mandates(
    session: Session, only: list[Id] | None = None
) -> dict[Id, list[tuple[DeputyLevel, int]]]:
    m = t.mandate.c
    lasting = select(m.deputy, m.level, m.term).where(m.ended.is_(None))
    if only is not None:
        lasting = lasting.where(m.deputy.in_(only))
    order = list(DeputyLevel)
    found: dict[Id, list[tuple[DeputyLevel, int]]] = {}
    for row in session.execute(lasting):
        found.setdefault(row.deputy, []).append((DeputyLevel(row.level), row.term))
    for mandates in found.values():
        mandates.sort(key=lambda mandate: order.index(mandate[0]))
    return found


def departments(
    session: Session, *, text: str = "", active: bool | None = None
) -> list[DepartmentRow]:
    """Return departments, found by name, pinyin or telephone."""
    d = t.department.c
    wanted = select(d.id, d.name, d.short, d.contact, d.phone, d.active, d.scope).order_by(d.id)
    wanted = wanted.where(reach.within(session, d.scope))
    above = reach.from_above(session)
    if text.strip():
        wanted = wanted.where(d.id.in_(refs(session, text=text, kind="department", limit=500)))
    if active is not None:
        wanted = wanted.where(d.active.is_(active))
    rows = session.execute(wanted)
    return [DepartmentRow(*row[:6], above.get(row.scope, "")) for row in rows]


def themes(session: Session, *, text: str = "", active: bool | None = None) -> list[ThemeRow]:
    """Return themes, the newest first."""
    c = t.theme.c
    wanted = select(c.id, c.title, c.description, c.keywords, c.source, c.active, c.scope)
    wanted = wanted.where(reach.within(session, c.scope))
    above = reach.from_above(session)
    if text.strip():
        wanted = wanted.where(c.id.in_(refs(session, text=text, kind="theme", limit=500)))
    if active is not None:
        wanted = wanted.where(c.active.is_(active))
    rows = session.execute(wanted.order_by(c.id.desc()))
    return [ThemeRow(*row[:6], above.get(row.scope, "")) for row in rows]


def deputy_loads(session: Session) -> dict[Id, Load]:
    """Return each deputy's matters in hand and receptions attended."""
    m, a = t.matter.c, t.attendance.c
    loads = _loads(session, m.deputy)
    attended = session.execute(
        select(a.person, func.count().label("receptions"))
        .where(a.person.is_not(None), a.presence == Presence.PRESENT)
        .group_by(a.person)
    )
    return _with_receptions(loads, ((row.person, row.receptions) for row in attended))


def department_loads(session: Session) -> dict[Id, Load]:
    """Return each department's matters as the lead unit."""
    return _loads(session, t.matter.c.unit)


def theme_loads(session: Session) -> dict[Id, Load]:
    """Return each theme's matters and receptions."""
    r = t.reception.c
    held = session.execute(
        select(r.theme, func.count().label("receptions"))
        .where(r.theme.is_not(None), r.status.in_(["open", "closed", "archived"]))
        .group_by(r.theme)
    )
    loads = _loads(session, t.matter.c.theme)
    return _with_receptions(loads, ((row.theme, row.receptions) for row in held))


def _loads(session: Session, column: ColumnElement[Id | None]) -> dict[Id, Load]:
    stage = t.matter.c.stage
    rows = session.execute(
        select(
            column.label("who"),
            func.count().label("matters"),
            func.sum(case((stage.in_(_DONE), 1), else_=0)).label("resolved"),
        )
        .where(column.is_not(None), stage.not_in(_OUT))
        .group_by(column)
    )
    return {
        row.who: Load(row.matters, row.matters - (row.resolved or 0), row.resolved or 0)
        for row in rows
    }


def _with_receptions(loads: dict[Id, Load], receptions: Iterable[tuple[Id, int]]) -> dict[Id, Load]:
    for who, count in receptions:
        have = loads.get(who, Load())
        loads[who] = Load(have.matters, have.open, have.resolved, count)
    return loads
