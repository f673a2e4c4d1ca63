"""台账: the matters that a filter leaves, as lists print them."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import RaterKind, Stage, Term
from renda_desktop.queries import matters, programs
from renda_desktop.queries.matter_filters import conditions
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import parts
from renda_desktop.queries.papers.books import Ledger, LedgerRow
from renda_desktop.store.tables import projection as t

_ALL = 1_000_000_000
_LABELS = {
    "text": "搜索",
    "signal": "警示",
    "unit": "承办单位",
    "deputy": "代表",
    "theme": "主题",
    "place": "地点",
    "category": "类别",
    "disposition": "处理方式",
    "program": "工作机制",
    "channel": "渠道",
    "appeal": "诉求性质",
}


def ledger(session: Session, *, now: datetime, where: MatterFilter | None = None) -> Ledger:
    """Return the ledger of all matters, or of those wanted, in the order of their numbers."""
    where = where or MatterFilter()
    today = day_of(now)
    found = matters.matters(
        session, today=today, where=where, order="number", descending=False, limit=_ALL
    )
    return Ledger(
        station=parts.station_head(session),
        conditions=_described(session, where),
        rows=tuple(lines(session, found, where=where, today=today)),
        printed_at=now,
    )


def lines(
    session: Session, rows: Iterable[MatterRow], *, where: MatterFilter, today: date
) -> list[LedgerRow]:
    """Return matters as a ledger has them; of a confidential one neither words nor place."""
    c = t.matter.c
    wanted = select(c.id).where(c.confidential, *conditions(where, today=today))
    secret = set(session.scalars(wanted))
    return [_line(session, row, secret=row.id in secret) for row in rows]


def _line(session: Session, row: MatterRow, *, secret: bool) -> LedgerRow:
    known = parts.person_name(session, row.resident_name) or parts.ANONYMOUS
    who = parts.CONFIDENTIAL if secret else known
    return LedgerRow(
        number=row.number,
        raised_on=day_of(row.registered_at),
        resident=who,
        text=parts.NO_WORDS if secret else row.title,
        category=row.category.replace("/", "—"),
        place="" if secret else row.place,
        way=_way(row),
        unit="\n".join(name for name in (row.unit_name, row.deputy_name) if name),
        due=row.due,
        provisional=row.provisional,
        days=row.days,
        signal=row.signal,
        stage=row.stage.label,
        result=row.outcome.label if row.outcome else "",
        rated=_rated(row),
    )


def _way(row: MatterRow) -> str:
    if row.stage is Stage.JOINED:
        return "并案"
    return row.disposition.label if row.disposition else "待研判"


def _rated(row: MatterRow) -> str:
    stars = ((RaterKind.RESIDENT, row.resident_stars), (RaterKind.DEPUTY, row.deputy_stars))
    return "、".join(f"{who.label}{given}星" for who, given in stars if given is not None)


def _described(session: Session, where: MatterFilter) -> str:
    """Return a filter in words. A resident, who would be named by it, is only said to be one."""
    names = Names(session)
    shown = {
        "unit": names.department(where.unit),
        "deputy": names.deputy(where.deputy),
        "theme": names.theme(where.theme),
        "program": programs.program(session, key=where.program).title if where.program else "",
    }
    told = [_period(where)]
    for field, label in _LABELS.items():
        value = getattr(where, field)
        words = shown.get(field) or (value.label if isinstance(value, Term) else value)
        told.append(f"{label}：{words}" if words else "")
    told.append("、".join(stage.label for stage in where.stages))
    told.append({True: "尚未办结", False: "已经办结", None: ""}[where.open])
    told.append("接待活动：" + _title(session, where.reception) if where.reception else "")
    told.append("一次来访" if where.visit else "")
    told.append("同一反映人" if where.resident else "")
    told.append("记录有冲突" if where.conflicts else "")
    told.append("正在移交" if where.moving else "")
    return "；".join(part for part in told if part) or "全部事项"


def _period(where: MatterFilter) -> str:
    if where.since is None and where.until is None:
        return ""
    first = _day(where.since) if where.since else "有记录以来"
    return f"{first}至{_day(where.until) if where.until else '今'}登记"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _title(session: Session, reception: Id) -> str:
    return session.scalar(select(t.reception.c.title).where(t.reception.c.id == reception)) or ""
