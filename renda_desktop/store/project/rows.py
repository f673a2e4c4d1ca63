"""Rows of the projection on their way to the database."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Boolean, Table
from sqlalchemy.orm import Session

from renda_desktop.domain.stream import Stream
from renda_desktop.store.driver import driver
from renda_desktop.store.tables.types import DayColumn, IdColumn

Value = str | int | bytes | float | None
Row = tuple[Table, dict[str, object]]


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
def _encoders(table: Table) -> tuple[tuple[str, Callable[[object], Value]], ...]:
    return tuple((column.name, _encoder(column.type)) for column in table.columns)


def _encoder(kind: object) -> Callable[[object], Value]:
    match kind:
        case IdColumn():
            return lambda value: None if value is None else bytes.fromhex(str(value))
        case DayColumn():
            return lambda value: getattr(value, "toordinal", lambda: None)()
        case Boolean():
            return lambda value: 1 if value else 0
        case _:
            return _plain


def _plain(value: object) -> Value:
    if value is None or type(value) in (int, str):
        return value  # type: ignore[return-value] # narrowed by the exact types
    return str(value) if isinstance(value, str) else int(str(value))


def encoded(row: Row) -> tuple[Value, ...]:
    """Return a row's values as the driver takes them, in the order of the columns."""
    table, values = row
    return tuple([encode(values[name]) for name, encode in _encoders(table)])


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


def clear(session: Session, *, table: Table, owner: str, ids: Iterable[str]) -> None:
    """Delete the child rows that belong to `ids`."""
    driver(session).executemany(
        f"DELETE FROM {table.name} WHERE {owner} = ?",  # noqa: S608
        [(bytes.fromhex(one),) for one in ids],
    )


def chained(*parts: Iterable[Row]) -> Iterator[Row]:
    """Return the rows of all parts."""
    for part in parts:
        yield from part
