"""A filter in words, as it is printed with the figures."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.figures import Dimension, FigureFilter
from renda_desktop.domain.moments import local
from renda_desktop.queries import programs
from renda_desktop.queries.names import Names
from renda_desktop.store.tables import projection as t


def described(session: Session, where: FigureFilter) -> str:
    """Return what figures were asked for: 期间:2026-01-01 至 2026-12-31;工作机制:民生夜询会."""
    names = Names(session)
    titles = [programs.program(session, key=key).title for key in where.programs]
    said = {
        Dimension.PERIOD.label: _period(where),
        "届次": str(where.congress or ""),
        "截至": f"{local(where.as_of):%Y-%m-%d %H:%M}" if where.as_of else "",
        Dimension.PROGRAM.label: "、".join(titles),
        Dimension.KIND.label: where.kind.label if where.kind else "",
        Dimension.THEME.label: names.theme(where.theme),
        Dimension.UNIT.label: names.department(where.unit),
        Dimension.DEPUTY.label: names.deputy(where.deputy),
        "代表小组": where.group,
        Dimension.STATION.label: "、".join(_stations(session, where)),
        "区域": _area(session, where),
    }
    return ";".join(f"{what}:{words}" for what, words in said.items() if words) or "全部"


def _period(where: FigureFilter) -> str:
    if where.since is None and where.until is None:
        return ""
    first = where.since.isoformat() if where.since else "有记录以来"
    return f"{first} 至 {where.until.isoformat() if where.until else '今'}"


def _stations(session: Session, where: FigureFilter) -> list[str]:
    c = t.station.c
    return list(session.scalars(select(c.name).where(c.id.in_(where.stations)).order_by(c.name)))


def _area(session: Session, where: FigureFilter) -> str:
    c = t.area.c
    return session.scalar(select(c.name).where(c.id == where.area)) or ""
