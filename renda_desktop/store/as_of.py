"""The projection as it was at a moment: what was recorded later has not happened."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from renda_desktop.domain import erasure
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import to_micros
from renda_desktop.domain.nouns import noun_of
from renda_desktop.store import log
from renda_desktop.store.driver import driver
from renda_desktop.store.project import PROJECTORS
from renda_desktop.store.project.rows import Row, write
from renda_desktop.store.tables.projection import PROJECTION

# No figure needs them, and they are the larger part.
_STAY: Final = frozenset({"document", "lookup", "resident", "clerk", "holiday_year"})
_TABLES: Final = tuple(table for table in PROJECTION.sorted_tables if table.name not in _STAY)

_OTHERS = "CREATE TEMP TABLE other (stream BLOB PRIMARY KEY, first INTEGER) WITHOUT ROWID"
_LATER = """
    INSERT INTO temp.other SELECT stream, min(recorded_at) FROM main.entry
    GROUP BY stream HAVING max(recorded_at) > ?
"""
_OF_ENTRY = """
    INSERT OR IGNORE INTO temp.other SELECT stream, min(recorded_at) FROM main.entry
    WHERE stream = (SELECT stream FROM main.entry WHERE id = ?) GROUP BY stream
"""


@contextmanager
def as_of(
    session: Session, *, moment: datetime | None = None, without: Collection[Id] = ()
) -> Iterator[Session]:
    """Let the session read the projection of the entries recorded up to a moment, less some.

    Tables in memory stand before the real ones until the context ends. A stream without later
    entries stands now as it stood then, so its rows are copied; only the others are folded again.
    Search, residents, clerks and the calendar stay as they are now. Nothing is to be written
    meanwhile.

    Args:
        moment: by the devices' clocks, itself included; None for now.
        without: entries that are left out, wherever they stand.
    """
    run = driver(session).execute
    last = None if moment is None else to_micros(moment)
    try:
        run(_OTHERS)
        if last is not None:
            run(_LATER, (last,))
        for entry in without:
            run(_OF_ENTRY, (bytes.fromhex(entry),))
        for table in _TABLES:
            own = str(CreateTable(table).compile(session.connection()))
            run(own.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
            run(
                f"INSERT INTO temp.{table.name} SELECT * FROM main.{table.name}"  # noqa: S608
                f" WHERE {table.columns[0].name} NOT IN (SELECT stream FROM temp.other)"
            )
        write(session, _folded(session, last, frozenset(without)))
        yield session
    finally:
        for name in ("other", *(table.name for table in _TABLES)):
            run(f"DROP TABLE IF EXISTS temp.{name}")


def _folded(session: Session, last: int | None, without: Collection[Id]) -> Iterator[Row]:
    """Return the rows of the streams that stood otherwise then, if they stood at all.

    What an order erased since is read as the order left it, else nobody would be counted.
    """
    begun = "SELECT stream FROM temp.other WHERE ? IS NULL OR first <= ?"
    streams: list[Any] = driver(session).execute(begun, (last, last)).fetchall()
    for (stream,) in streams:
        entries = [
            entry
            for entry in log.read(session, stream=Id(stream.hex()))
            if (last is None or entry.recorded_at <= last or entry.kind in erasure.KINDS)
            and entry.id not in without
        ]
        noun = next((n for n in (noun_of(e.kind) for e in entries) if n), None)
        if noun is None:
            continue
        state = noun.fold(Id(stream.hex()), entries)
        if state.exists:
            rows = PROJECTORS[noun.name].rows(state)
            yield from (row for row in rows if row[0].name not in _STAY)
