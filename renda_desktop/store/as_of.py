"""The projection as it was at a moment, in memory: what was recorded later has not happened."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import StaticPool, Table, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import to_micros
from renda_desktop.domain.nouns import noun_of
from renda_desktop.domain.stream import Stream
from renda_desktop.store import log
from renda_desktop.store.driver import driver
from renda_desktop.store.project import PROJECTORS
from renda_desktop.store.project.rows import write
from renda_desktop.store.tables.projection import PROJECTION

# No figure needs them, and memory is no place for the residents' names.
_LEFT_OUT = frozenset({"document", "lookup", "resident", "clerk", "holiday_year"})
_TABLES = tuple(table for table in PROJECTION.sorted_tables if table.name not in _LEFT_OUT)
_BATCH = 4000


@contextmanager
def as_of(
    session: Session, *, moment: datetime | None = None, without: Collection[Id] = ()
) -> Iterator[Session]:
    """Open the projection of the entries recorded up to a moment, less some of them.

    A stream without later entries stands now as it stood then: its rows are copied, and only the
    others are folded again. There is no search, and no resident, clerk or calendar in it.

    Args:
        moment: by the devices' clocks, itself included; None for now.
        without: entries that are left out, wherever they stand.
    """
    from sqlcipher3 import dbapi2

    last = None if moment is None else to_micros(moment)
    engine = create_engine(
        "sqlite+pysqlite://", module=dbapi2, poolclass=StaticPool, hide_parameters=True
    )
    try:
        with Session(engine) as past, past.begin():
            for table in _TABLES:
                past.execute(CreateTable(table))
            others = _others(session, last, without)
            for table in _TABLES:
                _copy(session, past, table=table, others=others.keys())
            streams = [stream for stream, some in others.items() if some]
            write(past, _rows(_folded(session, streams, last, frozenset(without))))
        with Session(engine) as past:
            yield past
    finally:
        engine.dispose()


def _others(session: Session, last: int | None, without: Collection[Id]) -> dict[bytes, bool]:
    """Return the streams that stood otherwise then, and whether they had begun."""
    run = driver(session).execute
    found: dict[bytes, bool] = {}
    if last is not None:
        rows = run(
            "SELECT stream, min(recorded_at) FROM entry GROUP BY stream"
            " HAVING max(recorded_at) > ?",
            (last,),
        )
        found = {stream: first <= last for stream, first in rows}
    for entry in without:
        for (stream,) in run("SELECT stream FROM entry WHERE id = ?", (bytes.fromhex(entry),)):
            found.setdefault(stream, True)
    return found


def _copy(session: Session, past: Session, *, table: Table, others: Collection[bytes]) -> None:
    """Copy the rows of a table whose owner, in its first column, is none of the others."""
    marks = ", ".join("?" * len(table.columns))
    into = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608
    found = driver(session).execute(f"SELECT * FROM {table.name}")  # noqa: S608
    while rows := found.fetchmany(_BATCH):
        driver(past).executemany(into, [row for row in rows if row[0] not in others])


def _folded(
    session: Session, streams: Iterable[bytes], last: int | None, without: Collection[Id]
) -> Iterator[Stream]:
    for stream in streams:
        entries = [
            entry
            for entry in log.read(session, stream=Id(stream.hex()))
            if (last is None or entry.recorded_at <= last) and entry.id not in without
        ]
        noun = next((n for n in (noun_of(e.kind) for e in entries) if n), None)
        if noun is not None and noun.name not in _LEFT_OUT:
            yield noun.fold(Id(stream.hex()), entries)


def _rows(states: Iterable[Stream]) -> Iterator[Any]:
    for state in states:
        if state.exists:
            yield from (
                row for row in PROJECTORS[state.noun].rows(state) if row[0].name not in _LEFT_OUT
            )
