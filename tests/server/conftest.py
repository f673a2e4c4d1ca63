"""One PostgreSQL for all tests, and a database of its own for each."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from shutil import rmtree

import asyncpg
import pytest

from renda_desktop.server import database, embedded, identity
from renda_desktop.server.calls import Server
from renda_desktop.server.inprocess import Loop
from tests.offices import START, Clock
from tests.server.pcs import Town
from tests.server.region import Region

_TEMPLATE = "template_renda"
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.close()


@pytest.fixture(scope="session")
def data() -> Iterator[Path]:
    """A server's data folder. Its path is short, as sockets want; a lesser user may enter it."""
    folder = Path(tempfile.mkdtemp(prefix="renda"))
    folder.chmod(0o755)
    yield folder
    rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(data: Path) -> Iterator[str]:
    """The address of a running PostgreSQL that need not survive a power cut."""
    with embedded.running(data) as address:
        yield address


@pytest.fixture(scope="session")
def template(postgresql: str, data: Path, loop: Loop) -> str:
    """The address of a database with the newest tables and a server's identity."""
    loop.run(_prepare(postgresql, data))
    return _named(postgresql, _TEMPLATE)


@pytest.fixture
def address(postgresql: str, template: str, loop: Loop) -> Iterator[str]:
    """The address of a database for one test."""
    name = f"test_{next(_NUMBERS)}"
    loop.run(_say(postgresql, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}"))
    yield _named(postgresql, name)
    loop.run(_say(postgresql, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def empty(postgresql: str, loop: Loop) -> Iterator[str]:
    """The address of a database with nothing in it."""
    name = f"empty_{next(_NUMBERS)}"
    loop.run(_say(postgresql, f"CREATE DATABASE {name}"))
    yield _named(postgresql, name)
    loop.run(_say(postgresql, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def town(address: str, data: Path, loop: Loop, tmp_path: Path) -> Iterator[Town]:
    """A server without a scope, the way into its database, and its clock."""
    clock = Clock()
    pool = loop.run(database.open_pool(address, size=8))
    folder = tmp_path / "ledger"
    folder.mkdir()
    who = replace(loop.run(_identity(pool, data)), folder=folder)
    yield Town(Server(pool, who, clock), loop, clock)
    loop.run(pool.close())


@pytest.fixture
def region(town: Town, founded: Path, tmp_path: Path) -> Iterator[Region]:
    """A district with two stations, all of it founded on the server."""
    made = Region(town, founded, tmp_path)
    yield made
    made.close()


def _named(address: str, database_name: str) -> str:
    return address.replace("/postgres?", f"/{database_name}?")


async def _say(address: str, sql: str) -> None:
    db = await asyncpg.connect(address)
    await db.execute(sql)
    await db.close()


async def _prepare(address: str, data: Path) -> None:
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        await _say(address, f"ALTER SYSTEM SET {setting} = off")
    await _say(address, "SELECT pg_reload_conf()")
    await _say(address, f"CREATE DATABASE {_TEMPLATE}")
    pool = await database.open_pool(_named(address, _TEMPLATE), size=1)
    async with pool.acquire() as db:
        await identity.found(db, folder=data, now=START)
    await pool.close()


async def _identity(pool: database.Pool, data: Path) -> identity.Identity:
    async with pool.acquire() as db:
        return await identity.known(db, folder=data)
