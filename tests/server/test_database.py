"""The tables: brought up to date once, refused when newer, and what is taken stays taken."""

import asyncio
from types import SimpleNamespace

import asyncpg
import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.server import database
from renda_desktop.server.inprocess import Loop
from renda_desktop.server.migrations import MIGRATIONS
from tests.server.pcs import Town


def test_a_newer_database_is_refused_and_left_alone(town: Town, address: str, loop: Loop) -> None:
    town.say("INSERT INTO migration VALUES ($1)", len(MIGRATIONS) + 1)
    with pytest.raises(Unavailable) as told:
        loop.run(database.open_pool(address))
    assert told.value.rule == "server.newer"


def test_steps_are_run_once_however_many_start_at_once(town: Town) -> None:
    steps = [*MIGRATIONS, "CREATE TABLE later (scope uuid PRIMARY KEY)"]

    async def start() -> None:
        async with town.server.pool.acquire() as db:
            await database.migrate(db, steps=steps)

    async def many() -> None:
        await asyncio.gather(*[start() for _ in range(5)])

    town.loop.run(many())
    versions = town.rows("SELECT version FROM migration ORDER BY version")
    assert versions == [(number,) for number in range(1, len(steps) + 1)]


def test_a_step_that_fails_leaves_nothing_behind(town: Town) -> None:
    steps = [*MIGRATIONS, "CREATE TABLE half (scope uuid); SELECT 1 / 0"]
    with pytest.raises(asyncpg.DivisionByZeroError):
        town.ask(lambda db: database.migrate(db, steps=steps))
    assert town.rows("SELECT to_regclass('half')") == [(None,)]
    assert len(town.rows("SELECT version FROM migration")) == len(MIGRATIONS)


def test_every_table_begins_with_its_scope(town: Town) -> None:
    first = town.rows(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND a.attnum = 1 AND a.attname <> 'scope' ORDER BY 1"
    )
    assert first == [("migration", "version"), ("server", "server")]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM entry WHERE seq = 1",
        "UPDATE entry SET body = '{}' WHERE seq = 1",
        "UPDATE entry SET body = NULL, kind = 'other.kind' WHERE seq = 1",
        "UPDATE entry SET seq = 9 WHERE seq = 1",
    ],
)
def test_entries_are_never_changed(town: Town, sql: str) -> None:
    town.founded()
    with pytest.raises(asyncpg.RaiseError):
        town.say(sql)


def test_a_database_that_is_not_there_is_told(loop: Loop) -> None:
    for address in ("postgresql://nobody@127.0.0.1:1/none", "not an address"):
        with pytest.raises(Unavailable) as told:
            loop.run(database.open_pool(address))
        assert told.value.rule == "server.database"


@pytest.mark.parametrize(
    "failure", [asyncpg.InternalClientError, asyncpg.DiskFullError, ConnectionResetError]
)
def test_what_passes_is_told_as_busy_and_named_for_those_who_run_it(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    failure: type[Exception],
) -> None:  # fmt: skip
    pc = town.founded()

    def failing(**_: object) -> object:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(town.server, "pool", SimpleNamespace(acquire=failing))
        with pytest.raises(Unavailable) as told:
            pc.pull()
    assert told.value.rule == "sync.busy"
    assert [r.getMessage() for r in caplog.records if failure.__name__ in r.getMessage()]
    assert pc.pull().head == 2
