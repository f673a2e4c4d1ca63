"""What the groups of a breakdown are called."""

from collections.abc import Iterable

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.figures import Dimension
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import ReceptionKind
from renda_desktop.queries import programs
from renda_desktop.queries.figures.counting import Group
from renda_desktop.queries.figures.population import Column
from renda_desktop.store.tables import projection as t

NONE = "(未定)"

_d = t.department.c
_NAMED: dict[Dimension, tuple[Table, Column]] = {
    Dimension.STATION: (t.station, t.station.c.name),
    Dimension.AREA: (t.area, t.area.c.name),
    Dimension.THEME: (t.theme, t.theme.c.title),
    Dimension.UNIT: (t.department, func.coalesce(func.nullif(_d.short, ""), _d.name)),
    Dimension.DEPUTY: (t.deputy, t.deputy.c.name),
}


def labels(session: Session, *, by: Dimension, groups: Iterable[Group]) -> dict[Group, str]:
    """Return the name of each group; years and months are their own."""
    wanted = [group for group in groups if group]
    named: dict[Group, str] = {group: group for group in wanted}
    if by in _NAMED:
        table, name = _NAMED[by]
        ids = [Id(group) for group in wanted]
        rows = session.execute(select(table.c.id, name.label("name")).where(table.c.id.in_(ids)))
        named |= {row.id: row.name for row in rows}
    elif by is Dimension.KIND:
        named |= {group: ReceptionKind(group).label for group in wanted}
    elif by is Dimension.PROGRAM:
        titles = {one.key: one.title for one in programs.programs(session)}
        named |= {group: titles.get(group, group) for group in wanted}
    return {None: NONE, "": NONE} | named
