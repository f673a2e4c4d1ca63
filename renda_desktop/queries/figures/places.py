"""The township that each station lies in, by the tree of areas."""

from sqlalchemy import CTE, select

from renda_desktop.domain.terms import AreaLevel
from renda_desktop.store.tables import projection as t


def _townships() -> CTE:
    """Return (station, area): from a station's own area up to the first township.

    UNION, not UNION ALL: areas that name one another as parents come to an end too.
    """
    s, a = t.station.c, t.area.c
    own = select(s.id.label("station"), s.area.label("area")).where(s.area.is_not(None))
    up = own.cte("up", recursive=True)
    above = (
        select(up.c.station, a.parent)
        .join(a.id.table, a.id == up.c.area)
        .where(a.level != AreaLevel.TOWNSHIP, a.parent.is_not(None))
    )
    up = up.union(above)
    found = select(up.c.station, up.c.area).join(a.id.table, a.id == up.c.area)
    return found.where(a.level == AreaLevel.TOWNSHIP).cte("township")


TOWNSHIP = _townships()
