"""Searching as one types: every beginning of what clerks look for, one query each."""

import argparse
from collections.abc import Callable
from statistics import median

from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.queries import matters
from renda_desktop.queries.search import search
from renda_desktop.store.tokens import match
from tests.bench.stations import TODAY, percentile, station, timed

FRAME = 0.016
TYPED = (
    "加装电梯", "飞线充电没人管", "王秀英", "wangxiuying", "wxy", "zs", "5521", "14800005521",
    "YH-2026-A-00018", "YH-2024", "秀水苑 漏水", "油烟扰民 镇明路", "阿依古丽·艾合买提", "㻏文",
    "6幢2单元", "停车位", "希望代表牵头协调", "区住建局", "张明", "噪声", "不存在的话",
)  # fmt: skip


def main() -> None:
    """Print how the time of a keystroke compares to a frame of 16 ms (aim: p95 at most 1)."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=100_000, help="the size of the station")
    office = station(wanted.parse_args().matters)
    prefixes = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
    ways: dict[str, Callable[[Session, str], object]] = {
        "bare full text": _bare,
        "search": lambda session, text: search(session, text=text),
        "matters": _table,
        "matters, counted": lambda session, text: matters.count(
            session, today=TODAY, where=matters.MatterFilter(text=text)
        ),
    }
    for name, way in ways.items():
        _report(name, _times(office, way, prefixes))
    office.close()


def _bare(session: Session, text: str) -> object:
    words = match(text, kind="matter")
    asked = "SELECT rowid FROM full_text WHERE full_text MATCH ? ORDER BY rowid DESC LIMIT 50"
    return session.connection().exec_driver_sql(asked, (words,)).all() if words else None


def _table(session: Session, text: str) -> object:
    where = matters.MatterFilter(text=text)
    return matters.matters(session, today=TODAY, where=where, limit=100)


def _times(
    office: Office, way: Callable[[Session, str], object], prefixes: list[str]
) -> list[tuple[float, str]]:
    with office.session() as session:
        way(session, "热身")
        found = []
        for text in prefixes:
            best = min(timed(lambda: way(session, text)) for _ in range(3))  # noqa: B023
            found.append((best, text))
        return found


def _report(name: str, found: list[tuple[float, str]]) -> None:
    times = [seconds for seconds, _ in found]
    p95 = percentile(times, 0.95)
    worst = "、".join(f"{text} {seconds * 1000:.1f}" for seconds, text in sorted(found)[-3:])
    print(
        f"{name}: p50 {median(times) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"
        f" ({p95 / FRAME:.2f} frames); slowest: {worst}"
    )


if __name__ == "__main__":
    main()
