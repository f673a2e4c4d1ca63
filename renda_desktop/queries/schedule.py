"""The schedule of receptions: page by page, day by day, and one of them as a whole."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from renda_desktop.domain import possible
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, start_of
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.reception import RECEPTION
from renda_desktop.domain.terms import ReceptionKind, ReceptionStatus
from renda_desktop.queries import clerks, programs, receptions, references
from renda_desktop.queries.calendar import calendar
from renda_desktop.queries.names import Names
from renda_desktop.queries.reception_timeline import reception_timeline
from renda_desktop.queries.receptions import ReceptionRow, ReceptionView
from renda_desktop.queries.timeline import TimelineEvent
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t

Scope = Literal["near", "all", "month"]
NEAR = timedelta(days=60)
"""How far back 近期 looks."""

_AHEAD = (ReceptionStatus.PLANNED, ReceptionStatus.NOTICED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFilter:
    """Which receptions are wanted; `month` is the first day of one."""

    scope: Scope = "near"
    status: ReceptionStatus | None = None
    kind: ReceptionKind | None = None
    month: date | None = None


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """Some receptions, and how many there are in all."""

    rows: tuple[ReceptionRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One day of the calendar: is it worked, what holiday, what is held.

    `next` is the day itself or the next working day.
    """

    day: date
    working: bool
    name: str
    provisional: bool
    receptions: int
    next: date
    next_provisional: bool


@dataclass(frozen=True, slots=True)
class ReceptionFile:
    """A reception with its history and what can be done with it now.

    `notice_by` is the last day for the notice; `possible` holds for each kind of fact why it
    cannot be recorded now, or ''.
    """

    view: ReceptionView
    program: ProgramDetails
    notice_by: date
    possible: dict[str, str]
    timeline: tuple[TimelineEvent, ...]

    def notice_overdue(self, today: date) -> bool:
        """Return whether the notice should have been posted by now."""
        return self.view.row.status is ReceptionStatus.PLANNED and today > self.notice_by


def page(
    session: Session,
    *,
    today: date,
    where: ScheduleFilter,
    limit: int = 100,
    offset: int = 0,
) -> SchedulePage:
    """Return receptions: what is open, then what is ahead (the next first), then the past."""
    c = t.reception.c
    wanted = _conditions(where, today)
    midnight = int(start_of(today).timestamp())
    ahead = (c.starts >= midnight) & c.status.in_(_AHEAD)
    rank = case((c.status == ReceptionStatus.OPEN, 0), (ahead, 1), else_=2)
    order = case((rank == 1, c.starts), else_=-c.starts)
    rows = session.execute(
        receptions.select_rows()
        .where(*wanted)
        .order_by(rank, order, c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    total = session.scalar(select(func.count()).select_from(t.reception).where(*wanted)) or 0
    return SchedulePage(tuple(receptions.row_of(row) for row in rows), total)


def days(session: Session, *, since: date, until: date) -> tuple[DayFacts, ...]:
    """Return every day from `since` to `until`."""
    years = calendar(session)
    c = t.reception.c
    begun, end = start_of(since), start_of(until + timedelta(days=1))
    starts = session.scalars(
        select(c.starts).where(
            c.starts >= int(begun.timestamp()),
            c.starts < int(end.timestamp()),
            c.status != ReceptionStatus.CANCELLED,
        )
    )
    held: dict[date, int] = {}
    for one in starts:
        day = date.fromordinal(begun.toordinal() + (one - int(begun.timestamp())) // 86_400)
        held[day] = held.get(day, 0) + 1
    found = []
    for number in range((until - since).days + 1):
        day = since + timedelta(days=number)
        kind, after = years.is_working_day(day), years.next_working_day(day)
        found.append(
            DayFacts(day, kind.working, kind.name, kind.provisional, held.get(day, 0),
                     after.date, after.provisional)
        )  # fmt: skip
    return tuple(found)


def reception_file(session: Session, *, id: Id) -> ReceptionFile | None:  # noqa: A002
    """Return one reception as a whole, None where there is no such."""
    view = receptions.reception(session, id=id)
    if view is None:
        return None
    state = RECEPTION.fold(id, log.read(session, stream=id))
    rules = programs.program(session, key=view.row.program, version=view.row.version)
    at_desk = clerks.at_desk(session)
    allowed = possible.on_reception(state, roles=at_desk.roles if at_desk else ())
    if references.came(session, reception=id):
        for kind, what in (("reception.postpone", "延期"), ("reception.cancel", "取消")):
            allowed[kind] = allowed[kind] or str(RuleBroken("reception.visits", action=what))
    return ReceptionFile(
        view=view,
        program=rules,
        notice_by=day_of(view.row.starts) - timedelta(days=rules.notice_days),
        possible=allowed,
        timeline=reception_timeline(state, names=Names(session)),
    )


def held_on(session: Session, *, day: date) -> list[ReceptionView]:
    """Return the receptions of a day that were not called off, the earliest first."""
    rows = receptions.receptions(session, since=day, until=day)
    kept = [row.id for row in reversed(rows) if row.status is not ReceptionStatus.CANCELLED]
    found = [receptions.reception(session, id=one) for one in kept]
    return [view for view in found if view is not None]


def _conditions(where: ScheduleFilter, today: date) -> list[ColumnElement[bool]]:
    c = t.reception.c
    found: list[ColumnElement[bool]] = []
    if where.month is not None:
        after = (where.month.replace(day=28) + timedelta(days=4)).replace(day=1)
        found.append(c.starts >= int(start_of(where.month).timestamp()))
        found.append(c.starts < int(start_of(after).timestamp()))
    elif where.scope == "near":
        found.append(c.starts >= int(start_of(today - NEAR).timestamp()))
    if where.status is not None:
        found.append(c.status == where.status)
    if where.kind is not None:
        found.append(c.kind == where.kind)
    return found
