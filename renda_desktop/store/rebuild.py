"""Making the projection again from the log, from zero."""

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Index, Table, inspect
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex

from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import noun_of
from renda_desktop.domain.stream import Stream
from renda_desktop.store import log, search
from renda_desktop.store.driver import driver
from renda_desktop.store.project import PROJECTORS, main_table, project, withdraw
from renda_desktop.store.project.rows import encoded, insert_sql
from renda_desktop.store.tables.found import FULL_TEXT
from renda_desktop.store.tables.kept import KEPT
from renda_desktop.store.tables.projection import PROJECTION

_STAY = frozenset(KEPT.tables) | {"alembic_version"}
_BATCH = 4000  # streams that are folded before their rows are written


def states(session: Session) -> Iterator[Stream]:
    """Return the state of every stream in the log."""
    for stream, entries in log.read_all(session):
        noun = next((n for n in (noun_of(e.kind) for e in entries) if n), None)
        if noun is not None:
            yield noun.fold(stream, entries)


def again(
    session: Session, *, streams: Mapping[Id, str], begun: Collection[Id] = frozenset()
) -> list[Stream]:
    """Make the rows of some streams again and return those that are in conflict.

    Args:
        streams: each with the kind of one of its entries, refused ones included.
        begun: those of them that have no rows yet.
    """
    found = []
    for stream, kind in streams.items():
        noun = noun_of(kind)
        if noun is None:
            continue
        state = noun.fold(stream, log.read(session, stream=stream))
        if state.exists:
            found.append(state)
        elif stream not in begun:
            withdraw(session, noun=noun.name, stream=stream)
    project(session, states=found, begun=begun)
    return [state for state in found if state.conflicts]


def shown(session: Session, *, streams: Mapping[Id, str]) -> set[Id]:
    """Return those of some streams, each with the kind of one of its entries, that have rows."""
    run = driver(session).execute
    found = set()
    for stream, kind in streams.items():
        noun = noun_of(kind)
        if noun is not None:
            table = main_table(noun.name)
            asked = f"SELECT 1 FROM {table.name} WHERE {table.columns[0].name} = ? LIMIT 1"  # noqa: S608
            if run(asked, (bytes.fromhex(stream),)).fetchone():
                found.add(stream)
    return found


def in_conflict(session: Session) -> list[Id]:
    """Return everything that waits for somebody to choose between versions."""
    return [Id(one[0]) for one in driver(session).execute(_in_conflict())]


@cache
def _in_conflict() -> str:
    tables = [table.name for table in PROJECTION.sorted_tables if "conflicts" in table.columns]
    asked = "SELECT lower(hex(id)) FROM {} WHERE conflicts > 0"
    return " UNION ALL ".join(map(asked.format, tables))


def create(session: Session) -> None:
    """Make the empty tables of the projection."""
    PROJECTION.create_all(session.connection())
    session.connection().exec_driver_sql(FULL_TEXT)


def drop(session: Session) -> None:
    """Drop the tables of the projection, of whichever version they are."""
    driver = session.connection()
    driver.exec_driver_sql("DROP TABLE IF EXISTS full_text")
    for name in inspect(driver).get_table_names():
        if name not in _STAY:
            driver.exec_driver_sql(f'DROP TABLE "{name}"')


def rebuild(
    session: Session,
    *,
    progress: Callable[[int], object] | None = None,
    known: Collection[Stream] | None = None,
) -> int:
    """Make the projection again and return how many entries were folded.

    Indexes are built last: that is three times as fast.

    Args:
        known: all states, for whoever has them already.
    """
    with undisturbed():
        return _rebuild(session, progress, known)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector of cycles away: it goes through all states again and again, in vain.

    Without it, folding a whole log takes half the time.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@dataclass(slots=True)
class _Made:
    """The rows of some states; those of documents lack their numbers."""

    folded: int = 0
    rows: dict[Table, list[tuple[object, ...]]] = field(default_factory=dict)
    documents: list[tuple[bytes, str, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    keys: list[tuple[str, str, bytes]] = field(default_factory=list)


def _rebuild(
    session: Session,
    progress: Callable[[int], object] | None,
    known: Collection[Stream] | None,
) -> int:
    drop(session)
    create(session)
    driver = session.connection()
    for index in _indexes():
        driver.exec_driver_sql(f"DROP INDEX {index.name}")
    folded, number = 0, 0
    for made in _batches(states(session)) if known is None else _ahead(iter(known)):
        folded += made.folded
        number = _write(driver, made, number)
        if progress is not None:
            progress(folded)
    for index in _indexes():
        driver.execute(CreateIndex(index))
    return folded


def _batches(found: Iterator[Stream]) -> Iterator[_Made]:
    while batch := list(islice(found, _BATCH)):
        yield _made(batch)


def _ahead(found: Iterator[Stream]) -> Iterator[_Made]:
    """Make the next rows while the last are written: what writes them leaves Python alone."""
    batches = _batches(found)
    with ThreadPoolExecutor(1, "renda-rebuild") as pool:
        coming = pool.submit(next, batches, None)
        while (made := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield made


def _made(batch: list[Stream]) -> _Made:
    made = _Made(sum(len(state.timeline) for state in batch))
    for state in batch:
        if not state.exists:
            continue
        projector = PROJECTORS[state.noun]
        for row in projector.rows(state):
            made.rows.setdefault(row[0], []).append(encoded(row))
        document = projector.document(state) if projector.document else None
        if document is not None:
            blob = bytes.fromhex(state.id)
            made.documents.append((blob, state.noun, search.seal(document)))
            made.texts.append(search.body(document, kind=state.noun))
            made.keys.extend((key, state.noun, blob) for key in search.keys(document))
    return made


def _write(driver: Any, made: _Made, number: int) -> int:  # the driver has no types
    for table, values in made.rows.items():
        driver.exec_driver_sql(insert_sql(table), values)
    documents = [(n, *row) for n, row in enumerate(made.documents, start=number + 1)]
    texts = list(enumerate(made.texts, start=number + 1))
    _many(driver, "INSERT INTO document (number, ref, kind, digest) VALUES (?, ?, ?, ?)", documents)
    _many(driver, "INSERT INTO full_text (rowid, body) VALUES (?, ?)", texts)
    _many(driver, "INSERT INTO lookup (key, kind, ref) VALUES (?, ?, ?)", made.keys)
    return number + len(documents)


def _many(driver: Any, statement: str, values: list[Any]) -> None:
    if values:
        driver.exec_driver_sql(statement, values)


def _indexes() -> Iterator[Index]:
    for table in PROJECTION.sorted_tables:
        yield from table.indexes
