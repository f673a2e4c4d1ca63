"""A station to count in: made once, each test gets a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from renda_desktop.store import schema
from renda_desktop.store.engine import open_engine
from tests.queries.figures.world import World
from tests.store.conftest import KEY, NOW, Database


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared, empty database that nobody has open."""
    file = tmp_path_factory.mktemp("empty") / "renda.db"
    engine = open_engine(file, key=KEY)
    assert schema.prepare(engine, file=file, key=KEY, now=NOW).created
    engine.dispose()
    return file


@pytest.fixture
def world(empty: Path, tmp_path: Path) -> Iterator[World]:
    """One station, where nothing has happened yet."""
    file = tmp_path / "renda.db"
    shutil.copyfile(empty, file)
    made = World(Database(file, open_engine(file, key=KEY)))
    made.found()
    yield made
    made.database.engine.dispose()
