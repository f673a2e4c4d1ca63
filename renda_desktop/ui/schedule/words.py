"""How the schedule says times, days and states."""

from datetime import date, datetime

from renda_desktop.domain.moments import day_of, local
from renda_desktop.domain.terms import ReceptionStatus
from renda_desktop.queries.receptions import ReceptionRow
from renda_desktop.queries.schedule import DayFacts, ReceptionFile

WEEKDAYS = "一二三四五六日"
TONES = {
    ReceptionStatus.PLANNED: "muted",
    ReceptionStatus.NOTICED: "primary",
    ReceptionStatus.OPEN: "green",
    ReceptionStatus.CLOSED: "muted",
    ReceptionStatus.ARCHIVED: "muted",
    ReceptionStatus.CANCELLED: "muted",
}


def weekday(day: date) -> str:
    """Return 周一 to 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


def span(starts: datetime, ends: datetime) -> str:
    """Return 2026-11-23 周一 14:00–16:30."""
    return f"{day_of(starts)} {weekday(day_of(starts))} {local(starts):%H:%M}–{local(ends):%H:%M}"


def short_span(row: ReceptionRow, today: date) -> str:
    """Return when a reception is, as briefly as today allows."""
    day = day_of(row.starts)
    near = {0: "今天", 1: "明天", 2: "后天"}.get((day - today).days)
    shown = near or (f"{day:%m-%d}" if day.year == today.year else f"{day}")
    return f"{shown} {local(row.starts):%H:%M}"


def notice_state(file: ReceptionFile, today: date) -> tuple[str, str]:
    """Return how the notice stands, in words and a tone ('' for none)."""
    row = file.view.row
    if row.posted is not None:
        return f"已公告({row.posted})", ""
    if row.status is not ReceptionStatus.PLANNED:
        return "未公告", ""
    left = (file.notice_by - today).days
    if left < 0:
        return f"应在 {file.notice_by} 前张贴,已过 {-left} 天", "amber"
    return (f"最迟今天张贴({file.notice_by})", "amber") if not left else (
        f"最迟 {file.notice_by} 张贴,还有 {left} 天", ""
    )  # fmt: skip


def day_note(facts: DayFacts) -> tuple[str, str]:
    """Return why a day is not worked ('' where it is), and what else is to know of it."""
    unsure = "暂定:当年放假安排尚未公布" if facts.provisional else ""
    if facts.working:
        made_up = "调休上班" if facts.day.weekday() >= 5 else ""
        return "", " · ".join(filter(None, (weekday(facts.day), made_up, unsure)))
    later = "(暂定)" if facts.next_provisional else ""
    after = f"下一个工作日是 {facts.next} {weekday(facts.next)}{later}"
    off = facts.name or "周末"
    return off, " · ".join(filter(None, (weekday(facts.day), after, unsure)))
