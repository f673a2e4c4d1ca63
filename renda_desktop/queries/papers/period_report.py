"""月报、季报、年报: the published figures of a period, and what stands behind them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.figures import FigureFilter, checks
from renda_desktop.domain.figures import FigureKey as Key
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter.state import OPEN_STAGES
from renda_desktop.domain.moments import day_of, local
from renda_desktop.domain.terms import AttendeeRole, Presence, VisitStatus
from renda_desktop.queries import figures, matters, receptions
from renda_desktop.queries.figures.conditions import described
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.papers import figure_words, parts, period_charts
from renda_desktop.queries.papers.books import HeldRow, LedgerRow, PeriodReport, Ranked
from renda_desktop.queries.papers.ledger import lines
from renda_desktop.queries.papers.periods import between
from renda_desktop.store.tables import projection as t

_ALL = 1_000_000_000
_MOST_RANKED = 10


def period_report(
    session: Session,
    *,
    where: FigureFilter,
    now: datetime,
    name: str = "",
    period: str = "",
) -> PeriodReport:
    """Return a report of the figures that the filter's programs publish; of all, without one.

    Args:
        name: such as 月报, with its `period` in words; of any days, unless given.
    """
    moment = local(where.as_of) if where.as_of else now
    with figures.at(session, where) as then:
        past = msgspec.structs.replace(where, as_of=None)
        made = _made(then, where=past, now=moment, name=name, period=period)
    return replace(made, printed_at=now)


def _made(
    session: Session, *, where: FigureFilter, now: datetime, name: str, period: str
) -> PeriodReport:
    """Return the report as of now, as the session knows it."""
    today = day_of(now)
    keys = figures.listed(session, keys=where.programs)
    found = figures.figures(session, keys=keys, where=where, today=today)
    raised = _raised(session, where, today)
    secret = set(session.scalars(select(t.matter.c.id).where(t.matter.c.confidential)))
    any_name, any_period = between(where.since, where.until)
    return PeriodReport(
        station=parts.station_head(session),
        name=name or any_name,
        period=period or any_period,
        conditions=figure_words.full(described(session, where)),
        moment=now,
        figures=tuple(map(figure_words.printed, found)),
        checks=tuple(map(figure_words.checked, checks({one.key: one.value for one in found}))),
        charts=period_charts.charts(session, raised=raised, where=where, today=today),
        categories=_ranked(row.category.replace("/", "—") for row in raised),
        places=_ranked(row.place for row in raised if row.id not in secret),
        overdue=tuple(_overdue(session, raised, where, today)),
        receptions=tuple(_held(session, where, today)),
        printed_at=now,
    )


def _raised(session: Session, where: FigureFilter, today: date) -> list[MatterRow]:
    """Return the matters that the figure 提出问题建议 counts."""
    counted = figures.rows(session, key=Key.MATTERS_RAISED, where=where, today=today)
    ids = {row.id for row in counted}
    wanted = MatterFilter(since=where.since, until=where.until)
    rows = matters.matters(session, today=today, where=wanted, order="due", descending=False,
                           limit=_ALL)  # fmt: skip
    return [row for row in rows if row.id in ids]


def _ranked(named: Iterable[str]) -> tuple[Ranked, ...]:
    most = Counter(name for name in named if name).most_common(_MOST_RANKED)
    return tuple(Ranked(name, count) for name, count in most)


def _overdue(
    session: Session, raised: list[MatterRow], where: FigureFilter, today: date
) -> list[LedgerRow]:
    """Return what is open past its day, the longest overdue first: 按期办结率 counts the same."""
    late = [row for row in raised if _is_overdue(row, today)]
    wanted = MatterFilter(since=where.since, until=where.until)
    return lines(session, late, where=wanted, today=today)


def _is_overdue(row: MatterRow, today: date) -> bool:
    return row.stage in OPEN_STAGES and row.due is not None and row.due < today


def _held(session: Session, where: FigureFilter, today: date) -> list[HeldRow]:
    """Return the receptions that the figure 接待场次 counts, the first one first."""
    counted = figures.rows(session, key=Key.RECEPTIONS_HELD, where=where, today=today)
    ids = [row.id for row in counted]
    rows = session.execute(receptions.select_rows().where(t.reception.c.id.in_(ids)))
    held = sorted(map(receptions.row_of, rows), key=lambda row: (row.starts, row.number))
    heads, there = _heads(session, ids), _there(session, ids)
    return [
        HeldRow(
            day_of(row.starts),
            f"{row.title}（第{row.number}期）",
            row.place,
            there.get(row.id, 0),
            row.visits,
            heads.get(row.id, 0),
            row.matters,
        )
        for row in held
    ]


def _heads(session: Session, ids: list[Id]) -> dict[Id, int]:
    v = t.visit.c
    counted = select(v.reception, func.sum(v.heads).label("heads"))
    counted = counted.where(v.reception.in_(ids), v.status == VisitStatus.RECEIVED)
    return {row.reception: row.heads for row in session.execute(counted.group_by(v.reception))}


def _there(session: Session, ids: list[Id]) -> dict[Id, int]:
    a = t.attendance.c
    counted = select(a.reception, func.count().label("deputies")).where(
        a.reception.in_(ids), a.role == AttendeeRole.DEPUTY, a.presence == Presence.PRESENT
    )
    return {row.reception: row.deputies for row in session.execute(counted.group_by(a.reception))}
