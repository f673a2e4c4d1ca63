"""Rows of the projection on their way to the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Table
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Stream
from renda_desktop.store.driver import driver
from renda_desktop.store.tables.types import DayColumn, DecimalColumn, IdColumn, millionths

Value = str | int | bytes | float | None
Row = tuple[Table, dict[str, object]]
Encoder = Callable[[Any], Value]

_PLAIN = frozenset((str, int))


@dataclass(frozen=True, slots=True)
class Document:
    """What search finds a thing by: texts, names of persons, telephone and paper numbers."""

    texts: tuple[str, ...]
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def named(state: Stream) -> dict[str, object]:
    """Return the columns that every main table has."""
    return {
        "id": state.id,
        "scope": state.scope,
        "conflicts": len(state.conflicts),
        "voids": state.voids,
    }


def details(state: Stream, *fields: str) -> dict[str, object]:
    """Return the named fields of a stream's details as columns of the same name."""
    return {field: getattr(state.details, field) for field in fields}


@cache
def _encoders(table: Table) -> tuple[tuple[str, Encoder | None], ...]:
    return tuple((column.name, _encoder(column.type)) for column in table.columns)


def _encoder(kind: object) -> Encoder | None:
    match kind:
        case IdColumn():
            return bytes.fromhex
        case DayColumn():
            return date.toordinal
        case DecimalColumn():
            return millionths
        case Boolean():
            return int
        case _:
            return None


def encoded(row: Row) -> tuple[Value, ...]:
    """Return a row's values as the driver takes them, in the order of the columns."""
    table, values = row
    found: list[Value] = []
    for name, encode in _encoders(table):
        value = values[name]
        if value is None:
            found.append(None)
        elif encode is not None:
            found.append(encode(value))
        else:  # a term is a text, and goes in as one
            # mypy does not narrow by the exact type
            found.append(value if type(value) in _PLAIN else str(value))  # type: ignore[arg-type]
    return tuple(found)


@cache
def insert_sql(table: Table) -> str:
    """Return the statement that writes or replaces one row."""
    marks = ", ".join("?" * len(table.columns))
    return f"INSERT OR REPLACE INTO {table.name} VALUES ({marks})"  # noqa: S608


def write(session: Session, rows: Iterable[Row]) -> None:
    """Write rows, table by table."""
    run = driver(session).executemany
    for table, values in grouped(rows).items():
        run(insert_sql(table), values)


def grouped(rows: Iterable[Row]) -> dict[Table, list[tuple[Value, ...]]]:
    """Return encoded rows by table."""
    found: dict[Table, list[tuple[Value, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(encoded(row))
    return found


def renew(session: Session, *, table: Table, owner: Id, rows: Iterable[tuple[Value, ...]]) -> None:
    """Make the rows of one owner in a table what they are to be, touching only what differs.

    The owner stands in the table's first column. A row that is replaced as a whole would be
    taken out of every index and put in again: most facts change two or three columns.
    """
    run = driver(session).execute
    columns, place = _form(table)
    key = slice(0, place)
    mine = f"{columns[0]} = ?"
    found = run(f"SELECT * FROM {table.name} WHERE {mine}", (bytes.fromhex(owner),))  # noqa: S608
    former = {row[key]: row for row in found.fetchall()}
    same = " AND ".join(f"{name} = ?" for name in columns[key])
    for row in rows:
        was = former.pop(row[key], None)
        if was is None:
            run(insert_sql(table), row)
        elif was != row:
            new = [n for n, value in enumerate(row) if value != was[n]]
            fields = ", ".join(f"{columns[n]} = ?" for n in new)
            values = (*(row[n] for n in new), *row[key])
            run(f"UPDATE {table.name} SET {fields} WHERE {same}", values)  # noqa: S608
    for gone in former:
        run(f"DELETE FROM {table.name} WHERE {same}", gone)  # noqa: S608


@cache
def _form(table: Table) -> tuple[tuple[str, ...], int]:
    """Return a table's columns and how many of them, from the first on, are its key."""
    return tuple(column.name for column in table.columns), len(table.primary_key.columns)
