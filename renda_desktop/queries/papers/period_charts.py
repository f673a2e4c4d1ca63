"""The charts of a period report: what was raised, when, how it was settled, who is on time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.figures import Dimension, FigureFilter, Value
from renda_desktop.domain.figures import FigureKey as Key
from renda_desktop.queries import figures
from renda_desktop.queries.matters import MatterRow
from renda_desktop.queries.papers.books import ChartBar, PrintedChart

_MONTHS = 12
_MOST_BARS = 15
_NONE = "未分类"


def charts(
    session: Session, *, raised: Sequence[MatterRow], where: FigureFilter, today: date
) -> tuple[PrintedChart, ...]:
    """Return the charts that have something to show."""
    ways = figures.figure(session, key=Key.MATTERS_RAISED, where=where, today=today)
    counted = (_categories(raised), _months(session, where, today), _ways(ways))
    found = [chart for chart in counted if any(bar.value for bar in chart.bars)]
    units = _units(session, where, today)  # 0 % says something
    return (*found, units) if units.bars else tuple(found)


def _categories(raised: Sequence[MatterRow]) -> PrintedChart:
    counts = Counter(row.category.partition("/")[0] or _NONE for row in raised)
    most = counts.most_common(_MOST_BARS)
    rest = counts.total() - sum(count for _, count in most)
    bars = [_count(*one) for one in most]
    bars += [_count("其他类别", rest)] if rest else []
    note = f"提出问题建议 {len(raised)} 件，按诉求类别的大类"
    return PrintedChart("事项类别", note, tuple(bars))


def _months(session: Session, where: FigureFilter, today: date) -> PrintedChart:
    """Return the twelve months up to the period's last; none of them lies in the future."""
    last = min(where.until or today, today)
    first = _back(last, _MONTHS - 1)
    asked = msgspec.structs.replace(where, since=first, until=last)
    slices = figures.breakdown(
        session, keys=(Key.MATTERS_RAISED,), by=Dimension.MONTH, where=asked, today=today
    )
    counts = {one.group: one.figures[0].value for one in slices}
    bars = []
    for back in range(_MONTHS - 1, -1, -1):
        month = _back(last, back)
        value = counts.get(f"{month:%Y-%m}")
        bars.append(_count(f"{month:%y}.{month.month}", int(value.amount or 0) if value else 0))
    note = f"各月提出问题建议的件数，至{last.year}年{last.month}月{last.day}日"
    return PrintedChart("逐月走势", note, tuple(bars), over_time=True)


def _back(day: date, months: int) -> date:
    """Return the first day of the month that lies so many months back."""
    index = day.year * 12 + day.month - 1 - months
    return date(max(index // 12, 1), index % 12 + 1, 1)


def _ways(raised: Value) -> PrintedChart:
    bars = tuple(_count(part.title, int(part.amount)) for part in raised.parts)
    return PrintedChart("处理方式", "每件事项只计一种处理方式", bars)


def _units(session: Session, where: FigureFilter, today: date) -> PrintedChart:
    slices = figures.breakdown(
        session, keys=(Key.ON_TIME_RATE,), by=Dimension.UNIT, where=where, today=today
    )
    values = [(one.label, one.figures[0].value) for one in slices if one.group]
    timed = [(name, value) for name, value in values if value.of]
    timed.sort(key=lambda one: (-(one[1].of or 0), one[0]))
    bars = tuple(
        ChartBar(name, float(value.exact or 0) * 100, f"{value.shown}（{value.amount}/{value.of}）")
        for name, value in timed[:_MOST_BARS]
    )
    note = "按期办结率，括号内为按期办结的件数和应当办结的件数"
    note += f"；事项最多的{_MOST_BARS}个单位" if len(timed) > _MOST_BARS else ""
    return PrintedChart("承办单位按期办结", note, bars)


def _count(name: str, count: int) -> ChartBar:
    return ChartBar(name, float(count), f"{count} 件")
