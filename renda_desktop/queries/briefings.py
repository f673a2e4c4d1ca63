"""Which matters stand on a deputy's briefing (代表阅件), in the order of its rows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.row_code import MOST_ROWS
from renda_desktop.domain.terms import ReceptionStatus, Stage
from renda_desktop.queries import matters, receptions
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.receptions import ReceptionView
from renda_desktop.store.tables import projection as t

LEFT = "上次接待留下的事项"
HEARD = "代表听取、领办的其他在办事项"
RAISED = "本次接待群众反映的事项"
IN_HAND = "在办事项"
_HELD = (ReceptionStatus.CLOSED, ReceptionStatus.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a briefing, and the part of it where it stands."""

    part: str
    row: MatterRow


def before(session: Session, *, reception: Id, deputy: Id, today: date) -> list[Listed]:
    """Return what is read before a reception: what the last one left, and what is the deputy's."""
    left = _open_of_last(session, reception, today)
    known = {one.row.id for one in left}
    mine = MatterFilter(deputy=deputy, open=True)
    rows = _rows(session, mine, today, order="urgency")
    return _cut([*left, *(Listed(HEARD, row) for row in rows if row.id not in known)])


def after(session: Session, *, reception: Id, today: date) -> list[Listed]:
    """Return what was raised at a reception; what was registered by mistake is left out."""
    rows = _rows(session, MatterFilter(reception=reception), today, order="number")
    return _cut([Listed(RAISED, row) for row in rows if row.stage is not Stage.WITHDRAWN])


def in_hand(session: Session, *, deputy: Id, today: date) -> list[Listed]:
    """Return what is open with a deputy, the most urgent first."""
    where = MatterFilter(deputy=deputy, open=True)
    return _cut([Listed(IN_HAND, row) for row in _rows(session, where, today, order="urgency")])


def reception_of(session: Session, *, id: Id) -> ReceptionView:  # noqa: A002
    """Return a reception.

    Raises:
        RuleBroken: there is none.
    """
    view = receptions.reception(session, id=id)
    if view is None:
        raise RuleBroken("stream.missing", noun="接待活动")
    return view


def is_over(view: ReceptionView) -> bool:
    """Return whether a reception was held and closed: it is read after it then."""
    return view.row.status in _HELD


def last_before(session: Session, *, reception: Id) -> Id | None:
    """Return the last reception that the same station held before one."""
    c = t.reception.c
    own = select(c.scope, c.starts).where(c.id == reception).subquery()
    earlier = (c.scope == own.c.scope) & (c.starts < own.c.starts) & c.status.in_(_HELD)
    wanted = select(c.id).join(own, earlier).order_by(c.starts.desc(), c.id.desc())
    found: Id | None = session.scalar(wanted.limit(1))
    return found


def _open_of_last(session: Session, reception: Id, today: date) -> list[Listed]:
    last = last_before(session, reception=reception)
    if last is None:
        return []
    rows = _rows(session, MatterFilter(reception=last, open=True), today, order="number")
    return [Listed(LEFT, row) for row in rows]


def _rows(session: Session, where: MatterFilter, today: date, *, order: str) -> list[MatterRow]:
    return matters.matters(
        session, today=today, where=where, order=order, descending=False, limit=MOST_ROWS
    )


def _cut(rows: list[Listed]) -> list[Listed]:
    return rows[:MOST_ROWS]
