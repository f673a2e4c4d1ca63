"""A real server for the benches: its processes, its PostgreSQL, what they cost."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from urllib.request import urlopen

import psutil

from renda_desktop.server import commands, database, embedded, identity
from renda_desktop.server.calls import Server
from renda_desktop.server.cli import parser
from renda_desktop.server.inprocess import Loop
from tests.offices import Clock
from tests.server.pcs import Town

_PATIENCE = 60


class Now(Clock):
    """The time that it is."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Central:
    """Server processes on one PostgreSQL, and a way into the database past them."""

    town: Town
    ports: list[int]
    processes: list[psutil.Process]
    postgres: psutil.Process
    spent: dict[str, float] = field(default_factory=dict)

    def memory(self) -> str:
        """Return how much memory the server and PostgreSQL hold, in MB."""
        servers = "+".join(f"{one.memory_info().rss / 2**20:.0f}" for one in self.processes)
        return f"server {servers} MB, PostgreSQL {_private(self.postgres) / 2**20:.0f} MB"

    def cpu(self) -> dict[str, float]:
        """Return the CPU seconds that were spent since the last call."""
        now = {
            "server": sum(_seconds(one) for one in self.processes),
            "postgresql": sum(_seconds(one) for one in _family(self.postgres)),
            "bench": _seconds(psutil.Process()),
        }
        since = {name: now[name] - self.spent.get(name, 0) for name in now}
        self.spent = now
        return since


@contextmanager
def central(*, processes: int = 1) -> Iterator[Central]:
    """Let a server run on an empty database; PostgreSQL keeps what it is told, as in earnest."""
    folder = Path(tempfile.mkdtemp(prefix="renda"))
    folder.chmod(0o755)
    options = parser().parse_args(["init", "--data", str(folder)])
    loop = Loop()
    with ExitStack() as stack:
        stack.callback(rmtree, folder, ignore_errors=True)
        stack.callback(loop.close)
        address = stack.enter_context(commands.address(options))
        loop.run(commands.init(options, address))
        pool = loop.run(database.open_pool(address, size=4))
        stack.callback(lambda: loop.run(pool.close()))
        who = loop.run(_identity(pool, folder))
        ports = [_free_port() for _ in range(processes)]
        running = [stack.enter_context(_running(folder, port)) for port in ports]
        pid = (folder / embedded.FOLDER / "postmaster.pid").read_text().split()[0]
        town = Town(Server(pool, who, Now()), loop, Now())
        made = Central(town, ports, running, psutil.Process(int(pid)))
        made.cpu()
        yield made


@contextmanager
def _running(folder: Path, port: int) -> Iterator[psutil.Process]:
    command = [sys.executable, "-c", "from renda_desktop.server.cli import main; main()"]
    command += ["run", "--data", str(folder), "--port", str(port)]
    with (folder / f"{port}.log").open("wb") as log, subprocess.Popen(command, stderr=log) as child:
        try:
            _wait(port)
            yield psutil.Process(child.pid)
        finally:
            child.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError


async def _identity(pool: database.Pool, folder: Path) -> identity.Identity:
    async with pool.acquire() as db:
        return await identity.known(db, folder=folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    # What children of PostgreSQL spent that are gone counts too.
    return float(times.user + times.system)


def _private(process: psutil.Process) -> int:
    """Return what the processes of PostgreSQL hold, what they share counted once."""
    total = 0
    for one in _family(process):
        try:
            total += one.memory_full_info().pss
        except (psutil.Error, AttributeError):
            total += one.memory_info().rss
    return total
