"""What a figure is asked for, with all that has to be looked up first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, Select, func, literal, or_, select, true
from sqlalchemy.orm import Session

from renda_desktop.domain.figures import Congress, FigureFilter
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import DeputyLevel
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.counted import deputy_group

USUALLY_SATISFIED = 4


class _Rules(msgspec.Struct):
    """What figures need to know of a program."""

    satisfied_from: int = USUALLY_SATISFIED
    group: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter made ready: its period, its groups of deputies, what counts as satisfied.

    `term_unknown` says that a term is asked for of which nobody knows when it began. `satisfied`
    has the versions of programs that do not use the usual threshold.
    """

    where: FigureFilter
    today: date
    since: date | None
    until: date | None
    term_unknown: bool
    groups: tuple[str, ...]
    satisfied: Mapping[tuple[str, int], int]

    @property
    def day(self) -> date:
        """Return the day by which something stands: the period's last, or today."""
        return min(self.until or self.today, self.today)


def asked(session: Session, *, where: FigureFilter, today: date) -> Asked:
    """Return a filter with what has to be looked up; RuleBroken where it contradicts itself."""
    where.check()
    known = min(day_of(where.as_of), today) if where.as_of else today
    first, last = _term(session, where.congress)
    unknown = where.congress is not None and first is None
    since = max((day for day in (where.since, first) if day), default=None)
    until = min((day for day in (where.until, last) if day), default=None)
    p = t.program.c
    rows = session.execute(select(p.key, p.version, p.body).order_by(p.id.desc()))
    rules = {(row.key, row.version): _decoded(row.body) for row in rows}
    satisfied = {
        name: one.satisfied_from
        for name, one in rules.items()
        if one.satisfied_from != USUALLY_SATISFIED
    }
    return Asked(where, known, since, until, unknown, _groups(where, rules), satisfied)


def _decoded(body: str) -> _Rules:
    return msgspec.json.decode(body, type=_Rules)


def _groups(where: FigureFilter, rules: Mapping[tuple[str, int], _Rules]) -> tuple[str, ...]:
    """Return the groups of deputies that are meant; none means all deputies."""
    if where.group:
        return (where.group,)
    newest = {key: rules[key, version].group for key, version in sorted(rules)}
    named = {newest.get(key, "") for key in where.programs}
    return () if "" in named else tuple(sorted(named))


def _term(session: Session, congress: Congress | None) -> tuple[date | None, date | None]:
    """Return the first and the last day of a term, as its mandates have them."""
    if congress is None:
        return None, None
    m = t.mandate.c
    first, last, lasting = session.execute(
        select(func.min(m.began), func.max(m.ended), func.count().filter(m.ended.is_(None))).where(
            m.level == congress.level, m.term == congress.term
        )
    ).one()
    return first, None if lasting else last


def seated(asked: Asked) -> Select[tuple[Id]]:
    """Return the deputies who hold a mandate on the day: of the term, if one is asked for.

    街道议政代表 stand on the roster, yet are not deputies.
    """
    m, day = t.mandate.c, asked.day
    held = select(m.deputy).where(
        m.level != DeputyLevel.STREET, or_(m.began.is_(None), m.began <= day)
    )
    if asked.where.congress is None:
        return held.where(or_(m.ended.is_(None), m.ended > day))
    return held.where(m.level == asked.where.congress.level, m.term == asked.where.congress.term)


def grouped(asked: Asked, deputy: ColumnElement[Id]) -> ColumnElement[bool]:
    """Return the condition that a deputy belongs to the groups that are meant."""
    if not asked.groups:
        return true()
    g = deputy_group.c
    members = select(g.deputy).where(g.name.in_(asked.groups), g.joined <= asked.day)
    return deputy.in_(members)


def deputies(where: FigureFilter) -> Select[tuple[Id]] | None:
    """Return the deputies that the filter restricts to; None where it does not."""
    if where.deputy is None and not where.group:
        return None
    g = deputy_group.c
    if where.deputy is None:
        return select(g.deputy).where(g.name == where.group)
    one = select(literal(where.deputy, t.deputy.c.id.type))
    if not where.group:
        return one
    return select(g.deputy).where(g.name == where.group, g.deputy == where.deputy)


def stations_below(area: Id) -> Select[tuple[Id]]:
    """Return the stations of an area and of all the areas below it."""
    a = t.area.c
    below = select(literal(area, a.id.type).label("id")).cte("below", recursive=True)
    below = below.union(select(a.id).join(below, a.parent == below.c.id))
    return select(t.station.c.id).where(t.station.c.area.in_(select(below.c.id)))
