"""A reception's history in the station's own words."""

from datetime import datetime
from typing import Any

import msgspec

from renda_desktop.domain import reception as r
from renda_desktop.domain.moments import local
from renda_desktop.domain.terms import Presence, field_label
from renda_desktop.queries.names import Names
from renda_desktop.queries.timeline import (
    Tellers,
    TimelineEvent,
    amended,
    day,
    lines,
    timeline,
)


def reception_timeline(state: r.Reception, *, names: Names) -> tuple[TimelineEvent, ...]:
    """Return the events of a reception, the earliest first."""
    return timeline(state, names=names, tellers=_TELLERS)


def span(starts: datetime, ends: datetime) -> str:
    """Return when something is held: 2026-11-23 14:00–16:30."""
    return f"{local(starts):%Y-%m-%d %H:%M}–{local(ends):%H:%M}"


def _counts(counts: r.Counts) -> str:
    ways = "、".join(f"{way.label}{number}" for way, number in counts.dispositions.items())
    head = f"来访{counts.visits}批{counts.heads}人次,事项{counts.matters}件"
    return f"{head}:{ways}" if ways else head


def _amended(f: Any, names: Names) -> tuple[str, str]:
    if f.field not in ("starts", "ends"):
        return amended(f, names)
    was, now = (msgspec.json.decode(raw, type=datetime) for raw in (f.was, f.now))
    return f"更正{field_label(f.field)}", f"{names.shown(was)} → {names.shown(now)}"


def _signed(f: Any, _names: Names) -> tuple[str, str]:
    one = f.attendance
    what = "签到" if one.presence is Presence.PRESENT else one.presence.label
    return f"{what} {one.name}", lines(one.role.label, one.unit)


_TELLERS: Tellers = {
    r.PlanReception: lambda f, _n: ("计划", span(f.details.starts, f.details.ends)),
    r.AmendReception: _amended,
    r.SettleReception: lambda f, _n: (f"选定{field_label(f.field)}", ""),
    r.ConfirmDay: lambda _f, _n: ("日期核定", ""),
    r.NoticeReception: lambda f, _n: (
        f"公告 {day(f.posted)}",
        f"逾期原因:{f.late}" if f.late else "",
    ),
    r.SignIn: _signed,
    r.SignOut: lambda _f, _n: ("撤销签到", ""),
    r.OpenReception: lambda _f, _n: ("开始接待", ""),
    r.CloseReception: lambda f, _n: ("结束接待", _counts(f.counts)),
    r.ReopenReception: lambda f, _n: ("重新开始", f.reason),
    r.ArchiveReception: lambda _f, _n: ("归档", ""),
    r.PostponeReception: lambda f, _n: ("延期", lines(f"改到 {span(f.starts, f.ends)}", f.reason)),
    r.CancelReception: lambda f, _n: ("取消", f.reason),
}
