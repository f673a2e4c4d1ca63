"""代表履职档案: what one deputy did, year by year, counted from what was recorded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import Dimension, FigureFilter, Value, plain
from renda_desktop.domain.figures import FigureKey as Key
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Matter
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.terms import (
    DeputyLevel,
    Presence,
    RaterKind,
    ScorecardStatus,
    SubjectKind,
)
from renda_desktop.queries import figures, matters, people, proposals, receptions, scorecards
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.papers import figure_words, parts
from renda_desktop.queries.papers.books import DutyLine, DutyList, DutyRecord
from renda_desktop.queries.papers.ledger import lines as ledger_lines
from renda_desktop.queries.scorecards import ScorecardFilter
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t

_ALL = 1_000_000_000
_FIGURES = (
    Key.DEPUTY_ATTENDANCES, Key.MATTERS_RAISED, Key.REPLY_RATE, Key.RESOLUTION_RATE,
    Key.SATISFACTION_RATE, Key.CONVERTED, Key.PROPOSALS_RAISED, Key.PROPOSAL_REPLY_RATE,
    Key.PROPOSAL_SATISFACTION,
)  # fmt: skip
_LISTED = "清单列出有关的全部记录，其中已并案、已作废的事项和尚未结束的接待活动不计入上列指标。"
_Deed = tuple[int, int]  # the year, and what it adds


def duty_record(session: Session, *, deputy: Id, now: datetime) -> DutyRecord:
    """Return a deputy's duty record; of a confidential evaluation no result is told.

    Raises:
        RuleBroken: there is no such deputy.
    """
    row = next((one for one in people.deputies(session) if one.id == deputy), None)
    if row is None:
        raise RuleBroken("stream.missing", noun="代表")
    today = day_of(now)
    where = FigureFilter(deputy=deputy)
    states = _states(session, deputy, today)
    deeds = _deeds(session, deputy, states)
    slices = figures.breakdown(session, keys=_FIGURES, by=Dimension.YEAR, where=where, today=today)
    by_year = {s.group: {one.key: one.value for one in s.figures} for s in slices if s.group}
    counted = {str(year) for some in deeds.values() for year, _ in some}
    years = tuple(sorted({*by_year, *counted}))
    totals = figures.figures(session, keys=_FIGURES, where=where, today=today)
    lines = [
        _figure_line(one.key, one.value, [by_year.get(year, {}) for year in years])
        for one in totals
    ]
    lines += [_line(title, some, years) for title, some in deeds.items()]
    return DutyRecord(
        station=parts.station_head(session),
        deputy=row.name,
        mandates=tuple(_mandates(session, deputy)),
        post=row.post,
        groups="、".join(row.groups),
        years=years,
        lines=tuple(lines),
        lists=_lists(session, deputy, today),
        definitions=(*map(_definition, _FIGURES), _LISTED),
        printed_at=now,
    )


def _states(session: Session, deputy: Id, today: date) -> list[Matter]:
    """Return the matters that a deputy heard, reported or now leads, with all their rounds."""
    wanted = MatterFilter(deputy=deputy)
    rows = matters.matters(session, today=today, where=wanted, limit=_ALL)
    return [MATTER.fold(row.id, log.read(session, stream=row.id)) for row in rows]


def _deeds(session: Session, deputy: Id, states: Sequence[Matter]) -> dict[str, list[_Deed]]:
    """Return what is no published figure: each deed with the year in which it was done."""
    replies = [
        (_year(reply.at), 1)
        for state in states
        for turn in state.rounds
        for reply in turn.replies
        if reply.deputy == deputy
    ]
    ratings = [one for state in states for turn in state.rounds for one in turn.ratings.items()]
    given = [(_year(one.at), 1) for _, one in ratings if one.deputy == deputy]
    received = [
        (_year(turn.ratings[RaterKind.RESIDENT].at), 1)
        for state in states
        for turn in state.rounds
        if turn.deputy == deputy and RaterKind.RESIDENT in turn.ratings
    ]
    heard = [(_year(s.registered_at), 1) for s in states if deputy in s.details.listeners]
    assigned = [
        (_year(turn.assigned_at), 1)
        for state in states
        for turn in state.rounds
        if turn.deputy == deputy and turn.assigned_at
    ]
    return {
        "请假（次）": _absences(session, deputy, Presence.LEAVE),
        "缺席（次）": _absences(session, deputy, Presence.ABSENT),
        "现场听取事项（件）": heard,
        "领办事项（次）": assigned,
        "本人答复（次）": replies,
        "作出评价（次）": given,
        "领办事项得到选民评价（次）": received,
        "接受评议（次）": [
            (row.year, 1)
            for row in _evaluations(session, deputy)
            if row.status is ScorecardStatus.CONCLUDED
        ],
    }


def _absences(session: Session, deputy: Id, presence: Presence) -> list[_Deed]:
    a, r = t.attendance.c, t.reception.c
    wanted = select(r.starts).join(t.attendance, a.reception == r.id)
    wanted = wanted.where(a.person == deputy, a.presence == presence)
    return [(_year(starts * 1_000_000), 1) for starts in session.scalars(wanted)]


def _evaluations(session: Session, deputy: Id) -> list[scorecards.ScorecardRow]:
    where = ScorecardFilter(deputy=deputy, kind=SubjectKind.DEPUTY)
    rows = scorecards.scorecards(session, roles=(), where=where)
    return [row for row in rows if row.status is not ScorecardStatus.WITHDRAWN]


def _year(at: int) -> int:
    return day_of(from_micros(at)).year


def _figure_line(key: Key, total: Value, by_year: Iterable[Mapping[Key, Value]]) -> DutyLine:
    said = tuple(_said(values.get(key)) for values in by_year)
    return DutyLine(figure_words.full(key.label), said, _said(total))


def _line(title: str, deeds: Iterable[_Deed], years: Sequence[str]) -> DutyLine:
    deeds = list(deeds)
    by_year = [sum(count for year, count in deeds if str(year) == wanted) for wanted in years]
    return DutyLine(title, tuple(map(str, by_year)), str(sum(by_year)))


def _said(value: Value | None) -> str:
    if value is None:
        return "—"
    if value.of:
        return f"{value.shown}\n{plain(value.amount or 0)}/{value.of}"
    return figure_words.full(value.shown)


def _definition(key: Key) -> str:
    one = DEFINITIONS[key]
    told = f"{key.label}：{one.counts}按{one.dated}计入年份。"
    told += f"分子：{one.numerator}；分母：{one.denominator}。" if one.denominator else ""
    return figure_words.full(told)


def _mandates(session: Session, deputy: Id) -> list[str]:
    m = t.mandate.c
    found = []
    for row in session.execute(select(t.mandate).where(m.deputy == deputy).order_by(m.place)):
        title = f"{parts.seats(DeputyLevel(row.level).label)}（第{row.term}届"
        days = "至".join(_day(day) for day in (row.began, row.ended) if day)
        found.append(
            f"{title}{'，' if days else ''}{days}{'' if row.ended or not row.began else '起'}）"
        )
    return found


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _lists(session: Session, deputy: Id, today: date) -> tuple[DutyList, ...]:
    makers: tuple[Callable[..., DutyList], ...] = (_receptions, _matters, _proposals, _evaluated)
    return tuple(make(session, deputy, today) for make in makers)


def _receptions(session: Session, deputy: Id, _today: date) -> DutyList:
    a = t.attendance.c
    wanted = select(a.reception, a.presence).where(a.person == deputy)
    there = {row.reception: Presence(row.presence) for row in session.execute(wanted)}
    rows = session.execute(receptions.select_rows().where(t.reception.c.id.in_(there)))
    held = sorted(map(receptions.row_of, rows), key=lambda row: (row.starts, row.number))
    cells = tuple(
        (
            day_of(row.starts).isoformat(),
            f"{row.title}（第{row.number}期）",
            row.place,
            row.status.label,
            there[row.id].label,
        )
        for row in held
    )
    return DutyList(
        "接待活动", ("日期", "活动", "地点", "状态", "到会"), (22, 60, 54, 18, 16), cells
    )


def _matters(session: Session, deputy: Id, today: date) -> DutyList:
    where = MatterFilter(deputy=deputy)
    rows = matters.matters(
        session, today=today, where=where, order="number", descending=False, limit=_ALL
    )
    cells = tuple(
        (
            row.number,
            row.raised_on.isoformat(),
            row.text,
            row.way,
            "\n".join(part for part in (row.stage, row.result) if part),
            row.rated.replace("、", "\n"),
        )
        for row in ledger_lines(session, rows, where=where, today=today)
    )
    heads = ("编号", "登记日期", "事项", "处理方式", "进展", "评价")
    return DutyList("听取、反映和领办的事项", heads, (34, 22, 60, 22, 30, 22), cells)


def _proposals(session: Session, deputy: Id, today: date) -> DutyList:
    rows = proposals.proposals(session, today=today, deputy=deputy, limit=_ALL)
    satisfied = {True: "满意", False: "不满意", None: ""}
    cells = tuple(
        (
            row.number,
            day_of(row.raised_at).isoformat(),
            row.title,
            "领衔" if row.lead == deputy else "联名",
            row.unit_name,
            row.stage.label,
            satisfied[row.satisfied],
        )
        for row in reversed(rows)
    )
    heads = ("编号", "提出日期", "建议", "身份", "承办单位", "进展", "领衔代表评价")
    return DutyList("闭会期间代表建议", heads, (30, 22, 60, 14, 30, 20, 24), cells)


def _evaluated(session: Session, deputy: Id, _today: date) -> DutyList:
    cells = tuple(
        (str(row.year), row.title, row.status.label, _result(row))
        for row in reversed(_evaluations(session, deputy))
    )
    return DutyList("接受评议", ("年度", "评议", "状态", "结果"), (16, 90, 24, 50), cells)


def _result(row: scorecards.ScorecardRow) -> str:
    if not row.readable:
        return parts.CONFIDENTIAL
    score = f"{plain(row.score)}分" if row.score is not None else ""
    return "，".join(part for part in (score, row.grade) if part)
