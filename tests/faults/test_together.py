"""Several servers on one PostgreSQL, and several processes on one PC, at the same time."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import TypeVar

import msgspec
import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.sync.http import Https
from tests.faults.cases import CASES
from tests.faults.centre import Closing, Field, Ground, Process, until
from tests.faults.clerks import busy
from tests.faults.conftest import Fields
from tests.faults.test_cuts import exchange
from tests.faults.test_deaths import PASSING, came_through, syncing
from tests.sync.machine import deeds, quiet

M = TypeVar("M", bound=msgspec.Struct)

ROUNDS = 3


class Roaming(Closing):
    """A way that leads to another server each time."""

    def __init__(self, ways: list[Https], chance: Random) -> None:
        self.ways, self._chance = ways, chance

    def call(self, path: str, request: msgspec.Struct, *, kind: type[M]) -> M:
        return self._chance.choice(self.ways).call(path, request, kind=kind)

    def close(self) -> None:
        for one in self.ways:
            one.close()


class Everywhere(Field):
    """PCs each of whose calls goes to any of several servers."""

    urls: tuple[str, ...] = ()

    def made_link(self, office: Office) -> Roaming:
        ways = [self.way(office, url) for url in self.urls]
        return Roaming(ways, Random(office.device))


@pytest.fixture
def servers(ground: Ground) -> Iterator[list[Process]]:
    """Three server processes on one PostgreSQL."""
    many = [Process(ground.data, address=ground.address) for _ in range(3)]
    for one in many:
        one.launch()
    for one in many:
        one.wait()
    yield many
    for one in many:
        one.stop()
        one.end()


@pytest.mark.timeout(120)
def test_three_servers_number_as_one(
    ground: Ground, servers: list[Process], tmp_path: Path
) -> None:
    field = Everywhere(ground.base, tmp_path / "everywhere", pcs=4, url=servers[0].url)
    field.urls = tuple(one.url for one in servers)
    with ExitStack() as stack:
        stack.callback(field.close)
        with busy(field, seed=5) as told:
            until(told.more(20), "nothing moves")
            servers[1].kill()
            until(told.more(10), "two do not go on")
            servers[1].start()
            until(told.more(10), "three do not go on")
        CASES["server killed beside others"] += 1
        assert set(told.rules) <= PASSING, told.rules
        assert all("ok" in one.outcomes() for one in servers)
        came_through(field)


def test_the_window_and_the_command_line_exchange_at_once(
    fields: Fields, server: Process, tmp_path: Path
) -> None:
    """Three processes on one database: whoever comes later finds it done, and does no harm."""
    field, chance = fields(server.url), Random(17)
    pc, other = field.pcs[:2]
    rules: Counter[str] = Counter()

    def window() -> None:
        try:
            rules[exchange(field, pc)] += 1
        except Unavailable as failure:
            rules[failure.rule] += 1

    with syncing(pc, tmp_path) as sync:
        for _ in range(ROUNDS):
            for one in (pc, pc, pc, other, other):
                deeds.do(one, field.base.cast, chance)
            exchange(field, other)
            here = threading.Thread(target=window)
            here.start()
            ended = sync("whole", 2)
            here.join()
            assert set(ended) <= {0, 1}, ended
            field.look_at_all()
            CASES["three processes of a PC at once"] += 1
    assert set(rules) == {""}, rules
    quiet.settle_down(field)
    quiet.check(field)
