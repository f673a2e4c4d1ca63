"""What must hold of the figures of any history."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.figures import Dimension, Figure, FigureFilter, FigureKey, Value, checks
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.terms import ReceptionKind, Stage
from renda_desktop.queries import figures
from renda_desktop.store.as_of import as_of
from renda_desktop.store.engine import open_engine
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.kept import entry as log_table
from tests.queries.figures.world import DISTINCT
from tests.store.conftest import KEY, Database
from tests.store.histories import History

TODAY = date(2026, 7, 1)
EVERYTHING = FigureFilter()
_HISTORIES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_chance = st.integers(0, 2**32).map(random.Random)

# Each of their rows is a thing of its own, with which it goes.
OF_STREAMS = (
    FigureKey.RECEPTIONS_HELD,
    FigureKey.RESIDENTS_RECEIVED,
    FigureKey.MATTERS_RAISED,
    FigureKey.SETTLED_ON_SITE,
    FigureKey.SETTLED_AFTER,
    FigureKey.REPLY_RATE,
    FigureKey.RESOLUTION_RATE,
    FigureKey.OPINIONS_COLLECTED,
    FigureKey.STRUCK_OFF,
    FigureKey.PROPOSALS_RAISED,
)
_ERASING = ("resident.erase", "visit.redact", "matter.redact")


@contextmanager
def _written(empty: Path, entries: list[Entry]) -> Iterator[Session]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "renda.db"
        shutil.copyfile(empty, file)
        database = Database(file, open_engine(file, key=KEY))
        try:
            database.write(entries)
            with database.session() as session, session.begin():
                yield session
        finally:
            database.engine.dispose()


def _all(session: Session, where: FigureFilter = EVERYTHING) -> list[Figure]:
    return figures.figures(session, keys=list(FigureKey), where=where, today=TODAY)


def _some_filter(session: Session, chance: random.Random) -> FigureFilter:
    """Return a filter that leaves something, now and then nothing."""
    matters = session.execute(select(t.matter)).all()
    if not matters or chance.random() < 0.2:
        return EVERYTHING
    row = chance.choice(matters)
    return chance.choice(
        [
            FigureFilter(programs=(row.program,)),
            FigureFilter(theme=row.theme or row.id),
            FigureFilter(unit=row.unit or row.id),
            FigureFilter(deputy=row.deputy or row.reporter or row.id),
            FigureFilter(stations=(row.scope,)),
            FigureFilter(kind=chance.choice(list(ReceptionKind))),
            FigureFilter(since=date(2026, 6, 1), until=date(2026, 6, 2)),
            FigureFilter(group="张三"),
        ]
    )


@_HISTORIES
@given(chance=_chance, count=st.integers(150, 400))
def test_figures_agree_with_their_rows_and_exceed_no_whole(
    empty: Path, chance: random.Random, count: int
) -> None:
    with _written(empty, History(chance).entries(count)) as session:
        where = _some_filter(session, chance)
        found = {one.key: one.value for one in _all(session, where)}
        for key, value in found.items():
            _sound(value)
            rows = figures.rows(session, key=key, where=where, today=TODAY)
            assert not (value.unfit and rows)
            if isinstance(value.amount, int):
                assert sum(row.amount for row in rows) == value.amount
            if value.of is not None:
                assert len(rows) == value.of
            assert all(row.amount >= 0 for row in rows if key in OF_STREAMS)
        assert all(check.difference == 0 for check in checks(found))


def _sound(value: Value) -> None:
    if value.of is not None:
        assert value.amount is not None
        assert 0 <= value.amount <= value.of
        assert value.exact is None or 0 <= value.exact <= 1
    for part in value.parts:
        assert part.of is None or 0 <= part.amount <= part.of


@_HISTORIES
@given(chance=_chance, count=st.integers(150, 400))
def test_the_parts_of_a_partition_add_up(empty: Path, chance: random.Random, count: int) -> None:
    whole = (Dimension.MONTH, Dimension.YEAR, Dimension.STATION, Dimension.PROGRAM, Dimension.THEME)
    with _written(empty, History(chance).entries(count)) as session:
        found = {one.key: one.value for one in _all(session)}
        for by in (*whole, Dimension.KIND, Dimension.UNIT, Dimension.AREA):
            added: dict[FigureKey, int] = {}
            for group in figures.breakdown(
                session, keys=list(FigureKey), by=by, where=EVERYTHING, today=TODAY
            ):
                for one in group.figures:
                    if isinstance(one.value.amount, int):
                        added[one.key] = added.get(one.key, 0) + one.value.amount
            for key, amount in added.items():
                if key not in DISTINCT:
                    assert amount == found[key].amount, (by, key)


@_HISTORIES
@given(chance=_chance, count=st.integers(150, 300))
def test_a_joined_matter_counts_in_nothing_but_opinions(
    empty: Path, chance: random.Random, count: int
) -> None:
    with _written(empty, History(chance).entries(count)) as session:
        m = t.matter.c
        out = set(session.scalars(select(m.id).where(m.stage.in_([Stage.JOINED, Stage.WITHDRAWN]))))
        for key in (*OF_STREAMS, FigureKey.QUANTITIES, FigureKey.SATISFACTION_RATE):
            if key is not FigureKey.OPINIONS_COLLECTED:
                rows = figures.rows(session, key=key, where=EVERYTHING, today=TODAY)
                assert not out & {row.id for row in rows}


@_HISTORIES
@given(chance=_chance, count=st.integers(150, 300))
def test_as_of_a_moment_is_what_a_station_had_then(
    empty: Path, chance: random.Random, count: int
) -> None:
    entries = History(chance).entries(count)
    moment = chance.choice(entries).recorded_at
    earlier = [entry for entry in entries if entry.recorded_at <= moment]
    # Words that went since are gone for that moment too; what is counted stays.
    erased = {e.stream for e in entries if e.recorded_at > moment and e.kind in _ERASING}
    then = FigureFilter(as_of=from_micros(moment))
    with _written(empty, entries) as session, _written(empty, earlier) as past:
        assert _values(session, then) == _values(past, then)
        with as_of(session, moment=from_micros(moment)) as session:
            seen = _tables(session)
        assert _without(seen, erased) == _without(_tables(past), erased)
        last = max(entry.recorded_at for entry in entries)
        later = from_micros(last)
        now = _values(session, EVERYTHING, today=day_of(later))
        assert _values(session, FigureFilter(as_of=later)) == now


def _without(tables: dict[str, list[str]], streams: set[Id]) -> dict[str, list[str]]:
    return {
        name: [row for row in rows if not any(one in row for one in streams)]
        for name, rows in tables.items()
    }


def _values(session: Session, where: FigureFilter, *, today: date = TODAY) -> list[Figure]:
    return figures.figures(session, keys=list(FigureKey), where=where, today=today)


def _tables(session: Session) -> dict[str, list[str]]:
    tables = (t.matter, t.reception, t.attendance, t.visit, t.deputy, t.mandate, t.matter_party)
    return {
        table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
        for table in tables
    }


@_HISTORIES
@given(chance=_chance, count=st.integers(200, 400))
def test_without_one_of_the_things_that_it_counts_a_figure_is_less(
    empty: Path, chance: random.Random, count: int
) -> None:
    with _written(empty, History(chance).entries(count)) as session:
        for key in OF_STREAMS:
            ask = {"key": key, "where": EVERYTHING, "today": TODAY}
            counted = [row for row in figures.rows(session, **ask) if row.amount]  # type: ignore[arg-type]
            if not counted:
                continue
            row = chance.choice(counted)
            was = figures.figure(session, **ask).amount  # type: ignore[arg-type]
            with as_of(session, without=_entries(session, row.id)):
                now = figures.figure(session, **ask).amount  # type: ignore[arg-type]
            assert was is not None
            assert now == was - row.amount


def _entries(session: Session, stream: Id) -> list[Id]:
    c = log_table.c
    return list(session.scalars(select(c.id).where(c.stream == stream)))


def test_the_histories_reach_most_figures(empty: Path) -> None:
    """Or else the tests above would prove little."""
    reached = set()
    for seed in range(6):
        with _written(empty, History(seed).entries(900)) as session:
            reached |= {one.key for one in _all(session) if one.value.amount or one.value.parts}
            assert session.scalar(select(func.count()).select_from(t.matter))
    assert len(reached) > 20
