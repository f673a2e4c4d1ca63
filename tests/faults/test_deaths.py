"""kill -9 of PCs and servers and PostgreSQL in the middle of exchanges: what was said holds.

RENDA_SYNC_KILLS=2000 kills PCs more often, RENDA_SERVER_KILLS=200 servers and PostgreSQL.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from tests import offices
from tests.faults.cases import CASES
from tests.faults.centre import (
    ROOT,
    Field,
    Ground,
    Process,
    postgresql,
    postmaster,
    until,
)
from tests.faults.clerks import busy
from tests.faults.conftest import Fields
from tests.faults.test_cuts import exchange
from tests.sync.machine import deeds, quiet
from tests.sync.machine.pc import Pc

KILLS = int(os.environ.get("RENDA_SYNC_KILLS", "20"))
DEATHS = int(os.environ.get("RENDA_SERVER_KILLS", "2"))
PASSING = {"", "sync.offline", "sync.busy", "sync.slow"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

Syncing = Callable[[str, object], list[int]]


@contextmanager
def syncing(pc: Pc, folder: Path) -> Iterator[Syncing]:
    """Let `renda-desktop sync` run on a PC's folder, as `tests.faults.syncing` says."""
    passphrase = folder / "passphrase"
    passphrase.write_text(offices.PASSPHRASE, "utf-8")
    command = [sys.executable, "-m", "tests.faults.syncing", str(pc.home)]
    env = os.environ | {"RENDA_PASSPHRASE_FILE": str(passphrase)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, encoding="utf-8"
    ) as process:

        def do(how: str, number: object) -> list[int]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{how} {number}\n")
            process.stdin.flush()
            return [int(one) for one in process.stdout.readline().split()]

        yield do
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.timeout(120 + KILLS)
def test_a_pc_killed_at_any_line_or_moment(fields: Fields, server: Process, tmp_path: Path) -> None:
    field, chance = fields(server.url), Random(11)
    pc, other = field.pcs[:2]
    killed = 0
    with syncing(pc, tmp_path) as sync:
        for number in range(KILLS):
            for one in (pc, pc, other):
                deeds.do(one, field.base.cast, chance)
            exchange(field, other)
            if number % 4:
                (ended,) = sync("line", int(2 ** (5 + chance.random() * 9)))
            else:
                (ended,) = sync("after", chance.uniform(0, 0.15))
            assert ended in (0, 1, -9), ended
            killed += ended == -9
            field.look_at_all()
    CASES["PC killed"] += killed
    assert killed > KILLS // 2
    quiet.settle_down(field)
    quiet.check(field)


@pytest.fixture
def mortal(ground: Ground) -> Iterator[Process]:
    """A server process that may be killed, on a PostgreSQL that is somebody's own."""
    yield from running(Process(ground.data, address=ground.address))


@pytest.fixture
def alone(ground: Ground) -> Iterator[Process]:
    """A server process that sees to PostgreSQL itself."""
    yield from running(Process(ground.data, address=None))


def running(made: Process) -> Iterator[Process]:
    made.start()
    yield made
    made.stop()
    made.end()


@pytest.mark.timeout(120 + DEATHS * 20)
def test_a_server_killed_under_load_forgets_nothing(fields: Fields, alone: Process) -> None:
    field, chance = fields(alone.url, pcs=4), Random(12)
    with busy(field, seed=1) as told:
        for _ in range(DEATHS):
            until(told.more(3), "nothing moves")
            told.stop.wait(chance.uniform(0, 0.1))
            alone.kill()
            alone.start()
            CASES["server killed"] += 1
    assert set(told.rules) <= PASSING, told.rules
    came_through(field)


@pytest.mark.timeout(120 + DEATHS * 20)
def test_postgresql_restarted_under_load_forgets_nothing(
    fields: Fields, mortal: Process, ground: Ground
) -> None:
    field, chance, pid = fields(mortal.url, pcs=4), Random(13), mortal.pid
    with busy(field, seed=2) as told:
        for _ in range(DEATHS):
            until(told.more(3), "nothing moves")
            told.stop.wait(chance.uniform(0, 0.1))
            assert postgresql(ground.data, "restart", "-m", "immediate")
            CASES["PostgreSQL restarted"] += 1
    assert set(told.rules) <= PASSING, told.rules
    assert (mortal.alive, mortal.pid) == (True, pid)
    until(lambda: mortal.health() == 200, "the server does not come back to its database")
    assert mortal.outcomes() <= {"ok", "sync.busy"}
    came_through(field)


def came_through(field: Field) -> None:
    """Check what everybody holds, let everything come to rest, and check it all."""
    field.look_at_all()
    quiet.settle_down(field)
    quiet.check(field)


@pytest.mark.timeout(200)
def test_a_postgresql_of_our_own_that_is_killed_is_started_again(
    fields: Fields, alone: Process
) -> None:
    field, pid = fields(alone.url, pcs=2), alone.pid
    with busy(field, seed=3) as told:
        until(told.more(3), "nothing moves")
        os.kill(postmaster(alone.data), signal.SIGKILL)
        CASES["PostgreSQL killed"] += 1
        until(told.more(5), "it does not come back")
    assert set(told.rules) <= PASSING, told.rules
    assert (alone.alive, alone.pid) == (True, pid)
    came_through(field)
