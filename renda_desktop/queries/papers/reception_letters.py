"""Letters about one reception: the notice before it, the minutes after it."""

from datetime import datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, local
from renda_desktop.domain.wording import write
from renda_desktop.queries import matters, receptions
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.papers import parts, wordings
from renda_desktop.queries.papers.sheets import LetterSheet, StationHead
from renda_desktop.queries.receptions import ReceptionView

_WEEK = "一二三四五六日"
_MOST = 300


def reception_letter(session: Session, *, kind: str, reception: Id, now: datetime) -> LetterSheet:
    """Return a letter about a reception; it names deputies and units, no resident.

    Raises:
        RuleBroken: there is no such reception or letter.
    """
    words = wordings.in_force(session, kind=kind)
    view = receptions.reception(session, id=reception)
    if view is None:
        raise RuleBroken("stream.missing", noun="接待活动")
    station = parts.station_head(session)
    values = _values(view, station) | _outcome(session, view, now)
    written = write(words, values={name: values[name] for name in wordings.FIELDS[kind]})
    return LetterSheet(
        name=wordings.NAMES[kind],
        title=written.title,
        to=written.to,
        body=written.body,
        sender=station.name,
        on=day_of(now),
        printed_at=now,
    )


def _values(view: ReceptionView, station: StationHead) -> dict[str, str]:
    row, begins, ends = view.row, local(view.row.starts), local(view.row.ends)
    day = f"{begins.year}年{begins.month}月{begins.day}日（星期{_WEEK[begins.weekday()]}）"
    deputies = (
        f"{one.name}（{parts.seats(one.detail)}）" if one.detail else one.name
        for one in view.deputies
    )
    return {
        "联络站": station.name,
        "联系电话": station.phone,
        "接待活动": row.title,
        "期数": str(row.number),
        "主题": row.theme_title,
        "日期": day + ("（暂定）" if row.provisional else ""),
        "时间": f"{begins:%H:%M}至{ends:%H:%M}",
        "地点": row.place,
        "代表": "、".join(deputies),
        "领导": view.leaders,
        "部门": "、".join(one.detail or one.name for one in view.departments),
    }


def _outcome(session: Session, view: ReceptionView, now: datetime) -> dict[str, str]:
    """Return what came of a reception so far."""
    rows = matters.matters(
        session, today=day_of(now), where=MatterFilter(reception=view.row.id), order="number",
        descending=False, limit=_MOST,
    )  # fmt: skip
    ways = [f"{way.label}{count}件" for way, count in view.dispositions.items() if count]
    if view.undecided:
        ways.append(f"待研判{len(view.undecided)}件")
    return {
        "来访批次": str(view.row.visits),
        "来访人数": str(view.heads),
        "事项数": str(view.row.matters),
        "处理情况": f"其中{'、'.join(ways)}。" if ways else "",
        "事项清单": "\n".join(_line(session, number, row) for number, row in enumerate(rows, 1)),
        "纪要": view.minutes,
    }


def _line(session: Session, number: int, row: MatterRow) -> str:
    due = row.due and f"{row.due.month}月{row.due.day}日前办理" + "（暂定）" * row.provisional
    said = (parts.title(session, row), row.unit_name or row.deputy_name, due, row.stage.label)
    return f"{number}.{row.number}　{'；'.join(part for part in said if part)}。"
