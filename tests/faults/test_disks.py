"""A disk that is full or may not be written, at a PC and at the server: told, and nothing half."""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncpg
import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.server import embedded
from renda_desktop.server.database import UNREACHABLE
from renda_desktop.server.inprocess import Loop
from renda_desktop.services import matters
from tests.faults.cases import CASES
from tests.faults.centre import Field, Process, founded, until
from tests.faults.conftest import Fields
from tests.faults.test_cuts import exchange
from tests.sync.machine import quiet
from tests.sync.machine.pc import Pc

WORDS = 1500
"""Of one record: the most that it may have, and none that can be packed."""


@contextmanager
def disk(size: str) -> Iterator[Path]:
    """Mount a real small disk."""
    folder = Path(tempfile.mkdtemp(prefix="renda"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        folder.rmdir()
        pytest.skip("no right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def fill(folder: Path, *, leave: int) -> Path:
    """Leave so many bytes free."""
    ballast = folder / "ballast"
    free = os.statvfs(folder)
    ballast.write_bytes(bytes(max(free.f_bavail * free.f_frsize - leave, 0)))
    return ballast


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def write(pc: Pc, many: int) -> None:
    """Register matters with long words."""
    chance = random.Random(many)
    for _ in range(many):
        words = "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(WORDS))
        pc.act(matters.register, program="regular", own_words=words)


def told(work: Callable[[], object]) -> object:
    """Return what some work comes to, or the rule by which it failed."""
    try:
        return work()
    except Unavailable as failure:
        return failure.rule


@pytest.fixture
def placed(fields: Fields, server: Process) -> Iterator[tuple[Field, Path]]:
    """PCs, the first of which has its database on a small disk."""
    field = fields(server.url, pcs=2)
    pc = field.pcs[0]
    with disk("12m") as small:
        pc.end()
        home = small / "home"
        home.mkdir()
        for file in pc.home.iterdir():
            if file.is_file():
                (home / file.name).write_bytes(file.read_bytes())
        pc.home = home
        pc.office = pc._opened()
        yield field, small
        pc.end()


@pytest.mark.parametrize("leave", [0, 40_000])
def test_a_pc_whose_disk_fills_up_goes_on_from_there(
    placed: tuple[Field, Path], leave: int
) -> None:
    field, small = placed
    pc, other = field.pcs
    write(other, 150)
    assert exchange(field, other) == ""
    ballast = fill(small, leave=leave)
    assert told(lambda: exchange(field, pc)) == "store.full"
    field.look_at_all()
    CASES["full disk of a PC"] += 1
    ballast.unlink()
    assert exchange(field, pc) == ""
    quiet.settle_down(field)
    quiet.check(field)


def test_a_pc_whose_disk_may_not_be_written_goes_on_when_it_may(
    placed: tuple[Field, Path],
) -> None:
    field, small = placed
    pc, other = field.pcs
    write(other, 3)
    assert exchange(field, other) == ""
    pc.end()
    remount(small, "ro")
    assert told(pc._opened) in ("store.read_only", "store.cannot_open")
    CASES["read-only disk of a PC"] += 1
    remount(small, "rw")
    pc.office = pc._opened()
    field.look(pc)
    assert exchange(field, pc) == ""
    quiet.settle_down(field)
    quiet.check(field)


@pytest.fixture
def small(light_passphrases: None, tmp_path: Path) -> Iterator[tuple[Field, Process, Path]]:
    """A server whose PostgreSQL lies on a small disk, and two PCs."""
    loop = Loop()
    with disk("200m") as data:
        with embedded.running(data) as address:
            base = founded(loop, data, address, tmp_path / "base")
            server = Process(data, address=None)
            server.start()
            field = Field(base, tmp_path / "pcs", pcs=2, url=server.url)
            yield field, server, data
            field.close()
            server.stop()
            loop.run(base.town.server.pool.close())
            server.end()
        loop.close()


@pytest.mark.timeout(120)
def test_a_server_whose_disk_fills_up_goes_on_when_there_is_room(
    small: tuple[Field, Process, Path],
) -> None:
    """First there is no room for records; then none for PostgreSQL's own log, and it dies."""
    field, server, data = small
    pc, other = field.pcs
    for leave in (0, 5_000_000):
        ballast = fill(data, leave=leave)
        if leave:
            use_up_log(field)
        rules = [""]
        while not rules[-1] and len(rules) < 20:
            write(pc, 100)
            rules.append(exchange(field, pc))
        assert rules[-1] == "sync.busy", rules
        assert server.alive
        assert "DiskFullError" in server.said()  # for who runs it
        CASES["full disk of the server"] += 1
        ballast.unlink()
        until(lambda: exchange(field, pc) == "", "the server does not go on")
        field.look_at_all()
    assert exchange(field, other) == ""
    quiet.settle_down(field)
    quiet.check(field)


def use_up_log(field: Field) -> None:
    """Have PostgreSQL ask for more room for its own log than there is."""
    with suppress(*UNREACHABLE, asyncpg.PostgresError):
        for _ in range(3):
            field.town.say("SELECT pg_switch_wal()")
            field.town.say("CREATE TEMPORARY TABLE IF NOT EXISTS one ()")
