"""All figures at once, against the very statements they stand on; and as of earlier moments."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from renda_desktop.domain.figures import Dimension, FigureFilter, FigureKey
from renda_desktop.domain.moments import start_of
from renda_desktop.queries import figures
from renda_desktop.store.driver import driver
from tests.bench.stations import TODAY, station, timed

KEYS = tuple(FigureKey)
EVERYTHING = FigureFilter()
Statement = tuple[str, Any]


def main() -> None:
    """Print the seconds and the ratio; all figures of 100,000 matters are to take below 0.5 s."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=100_000, help="the size of the station")
    office = station(wanted.parse_args().matters)
    with office.session() as session:
        print(f"first time: {timed(_asks(session, EVERYTHING)):.3f} s")
        with _heard(session) as statements:
            _asks(session, EVERYTHING)()
        ours = _best(_asks(session, EVERYTHING))
        raw = _best(lambda: _run(session, statements))
        print(f"all {len(KEYS)} figures: {ours:.3f} s; bare statements: {raw:.3f} s")
        print(f"ratio: {ours / raw:.2f}")
        year = FigureFilter(since=TODAY.replace(month=1, day=1), until=TODAY)
        print(f"of this year: {_best(_asks(session, year)):.3f} s")
        for by in (Dimension.MONTH, Dimension.THEME, Dimension.DEPUTY):
            print(f"by {by}: {_best(_breaks_down(session, by)):.3f} s")
        print(f"rows of {FigureKey.REPLY_RATE}: {_best(_rows(session)):.3f} s")
        for days in (1, 30, 365):
            then = FigureFilter(as_of=_ago(days))
            print(f"as of {days} days ago: {timed(_asks(session, then)):.2f} s")
    office.close()


def _asks(session: Session, where: FigureFilter) -> Callable[[], object]:
    return lambda: figures.figures(session, keys=KEYS, where=where, today=TODAY)


def _breaks_down(session: Session, by: Dimension) -> Callable[[], object]:
    return lambda: figures.breakdown(session, keys=KEYS, by=by, where=EVERYTHING, today=TODAY)


def _rows(session: Session) -> Callable[[], object]:
    key = FigureKey.REPLY_RATE
    return lambda: figures.rows(session, key=key, where=EVERYTHING, today=TODAY)


def _ago(days: int) -> datetime:
    return start_of(TODAY - timedelta(days=days))


@contextmanager
def _heard(session: Session) -> Iterator[list[Statement]]:
    """Collect the statements that reach the driver."""
    statements: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, text: str, values: Any, *_more: Any) -> None:
        statements.append((text, values))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", hear)
    yield statements
    event.remove(engine, "before_cursor_execute", hear)


def _run(session: Session, statements: list[Statement]) -> None:
    for text, values in statements:
        driver(session).execute(text, values).fetchall()


def _best(ask: Callable[[], object]) -> float:
    return min(timed(ask) for _ in range(5))


if __name__ == "__main__":
    main()
