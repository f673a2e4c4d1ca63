"""Databases for the tests of the store: one is made, each test gets a copy."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.nouns import noun_of
from renda_desktop.store import log, schema
from renda_desktop.store.engine import open_engine
from renda_desktop.store.project import project
from tests.store.histories import History

KEY = bytes(range(32))
LONG = 1500
NOW = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database in a folder of its own."""

    file: Path
    engine: Engine

    def session(self) -> Session:
        return Session(self.engine.execution_options(writes=True))

    def write(self, entries: list[Entry]) -> None:
        """Append entries and project their streams, as an action does."""
        with self.session() as session, session.begin():
            log.append(session, entries=entries)
            for stream in {entry.stream for entry in entries}:
                found = log.read(session, stream=stream)
                noun = next((n for n in (noun_of(e.kind) for e in found) if n), None)
                if noun is not None:
                    project(session, states=[noun.fold(stream, found)])

    def count(self) -> int:
        with self.session() as session, session.begin():
            driver = session.connection()
            return int(driver.exec_driver_sql("SELECT count(*) FROM entry").scalar_one())


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared, empty database that nobody has open."""
    file = tmp_path_factory.mktemp("template") / "renda.db"
    engine = open_engine(file, key=KEY)
    assert schema.prepare(engine, file=file, key=KEY, now=NOW).created
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def long_template(template: Path) -> Path:
    """A database with a history of every noun that nobody has open."""
    file = template.with_name("long.db")
    shutil.copyfile(template, file)
    database = Database(file, open_engine(file, key=KEY))
    database.write(History(12).entries(LONG))
    database.engine.dispose()
    return file


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Database]]:
    """Open a copy of a database, as many as a test wants."""
    engines: list[Engine] = []

    def fresh(of: Path, folder: str = "家里") -> Database:
        (tmp_path / folder).mkdir(exist_ok=True)
        file = tmp_path / folder / "renda.db"
        shutil.copyfile(of, file)
        engines.append(open_engine(file, key=KEY))
        return Database(file, engines[-1])

    yield fresh
    for engine in engines:
        engine.dispose()


@pytest.fixture
def database(opened: Callable[..., Database], template: Path) -> Database:
    """An empty database."""
    return opened(template)


@pytest.fixture
def filled(opened: Callable[..., Database], long_template: Path) -> Database:
    """A database with a history of every noun."""
    return opened(long_template)
