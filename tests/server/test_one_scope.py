"""One transaction, one scope: so that the rows of a scope can lie on any machine."""

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
import pytest
from _pytest.mark import ParameterSet

from renda_desktop.server import inprocess
from renda_desktop.server.access_log import NOWHERE
from renda_desktop.server.calls import Answer, Call, Server, answer
from renda_desktop.sync import wire
from renda_desktop.sync.link import CALLS
from tests.server import (
    test_blobs,
    test_calls,
    test_coordinators,
    test_enrolment,
    test_erasing,
    test_exchange,
    test_leaving,
    test_refill,
    test_refusals,
    test_rights,
)
from tests.server.pcs import Town
from tests.server.test_blobs import folder  # noqa: F401 - a fixture
from tests.server.test_refill import first, join  # noqa: F401 - fixtures

SCALE = Path(__file__).parents[2] / "packaging" / "server" / "SCALE.md"
SPREAD = frozenset(re.findall(r"create_distributed_table\('(\w+)', 'scope'", SCALE.read_text()))
WHOLE = frozenset(re.findall(r"create_reference_table\('(\w+)'", SCALE.read_text()))

_NAMED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)")
_OF_A_SCOPE = re.compile(r"scope = (?:ANY \()?\$\d|^(?:COPY|INSERT) INTO \w+")
_ID = re.compile(r"[0-9a-f]{32}")

# What may read several scopes at once, in no transaction, each row by itself: where the logs of a
# device stand, and which stations are known. And, once after a server was put back: whether its
# logs still lead through what it signed.
_APART = ("WHERE s.scope = ANY ($2::uuid[])", "SELECT scope FROM scope WHERE scope = ANY ($1")
_STANDS = "SELECT chain FROM action WHERE scope = $1 AND until = $2"
# What may write two: a station founded offline takes the place of the empty one.
_ADOPTED = ("DELETE FROM scope", "INSERT INTO scope")


@dataclass
class Unit:
    """A transaction: on which way of the server, what it said, which scopes it touched."""

    route: str
    explicit: bool
    said: list[str] = field(default_factory=list)
    scopes: set[str] = field(default_factory=set)
    everywhere: list[str] = field(default_factory=list)


@dataclass
class Watch:
    """All transactions of calls to the server."""

    town: Town
    known: set[str] = field(default_factory=lambda: {NOWHERE})
    done: list[Unit] = field(default_factory=list)
    open: dict[int, Unit] = field(default_factory=dict)

    def note(self, db: object, query: str, args: object) -> None:
        """Take down a statement."""
        route, word = _route.get(), query.split(maxsplit=1)[0].upper().rstrip(";")
        if not route:
            return
        if word == "BEGIN":
            self.open[id(db)] = Unit(route, explicit=True)
        elif word in ("COMMIT", "ROLLBACK") and "TO" not in query.split():
            self.done.append(self.open.pop(id(db)))
        else:
            self._in_unit(db, route, query, args)

    def _in_unit(self, db: object, route: str, query: str, args: object) -> None:
        unit = self.open.get(id(db)) or Unit(route, explicit=False)
        unit.said.append(" ".join(query.split()))
        if SPREAD & set(_NAMED.findall(query)) and _STANDS not in query:
            scopes = set(_flat(args)) & self.known
            unit.scopes |= scopes
            if not scopes and not _OF_A_SCOPE.search(query):
                unit.everywhere.append(query)
        if not unit.explicit:
            self.done.append(unit)

    async def look(self) -> None:
        """Learn which scopes there are, where the database can be asked."""
        with suppress(OSError, asyncpg.PostgresError):
            async with self.town.server.pool.acquire() as db:
                self.known |= {row["scope"] for row in await db.fetch("SELECT scope FROM scope")}


_route: ContextVar[str] = ContextVar("route", default="")


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if _ID.fullmatch(value):
            yield value
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from _flat(one)


@pytest.fixture
def watch(town: Town, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Listen to what calls say to the database."""
    watch = Watch(town)

    async def answered(server: Server, *, call: Call) -> Answer:
        await watch.look()
        token = _route.set(call.path)
        try:
            return await answer(server, call=call)
        finally:
            _route.reset(token)

    def listen(name: str) -> None:
        said = getattr(asyncpg.Connection, name)

        async def heard(db: Any, query: str, *args: Any, **more: Any) -> Any:
            if name != "execute" or not args:  # with values it comes by the other way
                await _learn(watch, query, args)
                watch.note(db, query, args)
            return await said(db, query, *args, **more)

        monkeypatch.setattr(asyncpg.Connection, name, heard)

    copy = asyncpg.Connection.copy_records_to_table

    async def copied(db: Any, table: str, *, records: Any, **more: Any) -> Any:
        rows = list(records)
        for row in rows:
            watch.note(db, f"COPY INTO {table}", [row[0]])
        return await copy(db, table, records=rows, **more)

    for name in ("execute", "_execute", "_executemany"):
        listen(name)
    monkeypatch.setattr(asyncpg.Connection, "copy_records_to_table", copied)
    monkeypatch.setattr(inprocess, "answer", answered)
    return watch


async def _learn(watch: Watch, query: str, args: object) -> None:
    """A scope that is being made is one too."""
    if "INSERT INTO scope " in query:
        watch.known.add(next(_flat(args)))


_HERE = {"town", "folder", "region", "tmp_path", "founded", "first", "join"}


def _scenarios(*modules: ModuleType) -> Iterator[ParameterSet]:
    """Return the tests that need only what is here too: they go all ways there are."""
    for module in modules:
        for name, found in vars(module).items():
            if (
                name.startswith("test_")
                and not hasattr(found, "hypothesis")
                and {*inspect.signature(found).parameters} <= _HERE
            ):
                yield pytest.param(found, id=f"{module.__name__.rpartition('.')[2]}.{name}")


SCENARIOS = list(
    _scenarios(
        test_exchange, test_enrolment, test_calls, test_refusals, test_leaving, test_refill,
        test_coordinators, test_rights, test_erasing, test_blobs,
    )
)  # fmt: skip


_RUN: list[object] = []
_GONE: set[str] = set()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_transaction_touches_one_scope(
    scenario: Callable[..., None], town: Town, watch: Watch, request: pytest.FixtureRequest
) -> None:
    assert town is watch.town
    scenario(
        **{one: request.getfixturevalue(one) for one in inspect.signature(scenario).parameters}
    )
    assert not watch.open
    _RUN.append(scenario)
    _GONE.update(unit.route for unit in watch.done)
    for unit in watch.done:
        adopts = [s for s in unit.said if s.startswith(_ADOPTED)]
        if unit.route == wire.ENROL and len(adopts) == 2:
            continue
        if unit.explicit or not any(one in unit.said[0] for one in _APART):
            assert len(unit.scopes) <= 1, unit
        assert not unit.everywhere, unit


def test_all_ways_were_gone() -> None:
    if len(_RUN) < len(SCENARIOS):
        pytest.skip("not all scenarios were played")
    assert set(CALLS) - _GONE == set()
