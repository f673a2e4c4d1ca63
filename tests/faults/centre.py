"""A centre that is really there: PostgreSQL, server processes that listen, PCs on sockets."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

import msgspec

from renda_desktop.bootstrap import Office
from renda_desktop.server import database, embedded, identity
from renda_desktop.server.calls import Server
from renda_desktop.server.inprocess import Loop
from renda_desktop.store import exchange
from renda_desktop.sync import signing
from renda_desktop.sync.http import Https
from renda_desktop.sync.link import Link
from tests.offices import Clock
from tests.server.pcs import Town
from tests.sync.machine import base as bases
from tests.sync.machine.base import Base
from tests.sync.machine.pc import Pc
from tests.sync.machine.road import Road
from tests.sync.machine.world import World

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds in which a process must have done what it was started for."""

_RUN = "import sys; from renda_desktop.server.cli import main; sys.exit(main())"


class Now(Clock):
    """The real clock: requests are signed with it."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Ground:
    """Where every test begins: a database with two stations, its address, a data folder."""

    base: Base
    data: Path
    address: str


class Process:
    """`renda-server run` in a process of its own, which may be killed and started again."""

    def __init__(self, data: Path, *, address: str | None) -> None:
        self.data, self.address = data, address
        self.port = free_port()
        self._log = Path(tempfile.gettempdir()) / f"renda-{os.getpid()}-{self.port}.log"
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return 0 if self._popen is None else self._popen.pid

    @property
    def alive(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        where = ["--database", self.address] if self.address else []
        command = [sys.executable, "-c", _RUN, "run", "--data", str(self.data), *where]
        known = {k: v for k, v in os.environ.items() if not k.startswith("RENDA_SERVER")}
        with self._log.open("ab") as log:
            self._popen = subprocess.Popen(
                [*command, "--port", str(self.port)], cwd=ROOT, env=known, stderr=log
            )

    def wait(self) -> None:
        until(lambda: self.health() == 200 or not self.alive, "the server does not come up")
        assert self.alive, self.said()

    def health(self) -> int:
        """Return what it says of itself, as HTTP does; 0 where nobody answers."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asked.request("GET", "/health")
            return asked.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            asked.close()

    def kill(self) -> None:
        if self._popen is not None:
            self._popen.kill()
            self._popen.wait()

    def stop(self) -> None:
        """End it as a service is ended."""
        if self._popen is not None:
            self._popen.terminate()
            self._popen.wait(PATIENCE)

    def said(self) -> str:
        return self._log.read_text("utf-8") if self._log.exists() else ""

    def end(self) -> None:
        """Check that it met nothing that it did not expect, and let its log go."""
        said = self.said()
        self._log.unlink(missing_ok=True)
        assert '"bug"' not in said, said
        assert "Traceback" not in said, said

    def outcomes(self) -> set[str]:
        """Return how its calls ended."""
        lines = [msgspec.json.decode(line) for line in self.said().splitlines()]
        said = [line["said"] for line in lines if isinstance(line["said"], dict)]
        return {one["outcome"] for one in said if "outcome" in one}


class Closing(Link):
    """A way that is closed at the end."""

    def close(self) -> None:
        raise NotImplementedError


class Field(World):
    """A world whose PCs speak to the server over sockets."""

    def __init__(self, base: Base, folder: Path, *, pcs: int, url: str) -> None:
        self.url = url
        self.links: dict[str, Https | Closing] = {}
        super().__init__(base, folder, pcs=pcs)
        for table in ("blob_scan", "blob_name"):  # what was found in the entries of another test
            self.town.say(f"DELETE FROM {table}")  # noqa: S608
        for pc in self.pcs:
            pc.clock = pc.office.clock = Now()
            self.point(pc, url)

    def point(self, pc: Pc, url: str) -> None:
        """Tell a PC where its server is."""
        with pc.office.session(writes=True) as session:
            peer = exchange.peer(session)
            assert peer is not None
            exchange.keep_peer(session, peer=msgspec.structs.replace(peer, url=url))

    def road(self, chance: object = None) -> Sockets:  # noqa: ARG002 - the faults are real here
        return Sockets(self.town, field=self)

    def link(self, office: Office) -> Link:
        """Return the way of a PC to the server, kept open until the end."""
        if office.device not in self.links:
            self.links[office.device] = self.made_link(office)
        return self.links[office.device]

    def made_link(self, office: Office) -> Https | Closing:
        return self.way(office, self.url)

    def way(self, office: Office, url: str) -> Https:
        """Return a new way from a PC to an address."""
        place, server = office._place(), self.town.server.identity.server
        key = signing.device_key(place.key, device=place.device)
        return Https(url, ca="", server=server, device=place.device, key=key, clock=place.clock)

    def close(self) -> None:
        for link in self.links.values():
            link.close()
        super().close()

    def look_at_all(self) -> None:
        """Look at the server and at every PC."""
        self.look_at_server()
        for pc in self.pcs:
            self.look(pc)


@dataclass
class Sockets(Road):
    """The way over a socket."""

    field: Field | None = None

    def of(self, office: Office) -> Link:
        assert self.field is not None
        return self.field.link(office)

    def arrive(self) -> None:
        """Nothing is kept back here."""


@contextmanager
def prepared(folder: Path) -> Iterator[Ground]:
    """Start PostgreSQL as the product does, found two stations on it and let their PCs in."""
    data = Path(tempfile.mkdtemp(prefix="renda"))
    data.chmod(0o755)
    loop = Loop()
    try:
        with embedded.running(data) as address:
            base = founded(loop, data, address, folder)
            yield Ground(base, data, address)
            loop.run(base.town.server.pool.close())
    finally:
        postgresql(data, "stop", "-m", "fast")  # one that was started again is nobody's
        loop.close()
        rmtree(data, ignore_errors=True)


def founded(loop: Loop, data: Path, address: str, folder: Path) -> Base:
    """Found a server on a database, two stations, and let their PCs in."""
    pool = loop.run(database.open_pool(address, size=4))

    async def found() -> identity.Identity:
        async with pool.acquire() as db:
            return await identity.found(db, folder=data, now=datetime.now(UTC))

    clock = Now()
    return bases._furnished(Town(Server(pool, loop.run(found()), clock), loop, clock), folder)


def postgresql(data: Path, *words: str) -> bool:
    """Have pg_ctl do something with the PostgreSQL of a data folder; return whether it did."""
    folder = data / embedded.FOLDER
    command = [str(embedded.tool("pg_ctl")), "-D", str(folder), "-l", str(folder / "log"), *words]
    user = "pgserver" if embedded.by_root() else None
    # What it starts lives on: it must not hold a pipe of ours.
    nothing = subprocess.DEVNULL
    done = subprocess.run(
        command, user=user, cwd="/", stdin=nothing, stdout=nothing, stderr=nothing, check=False
    )
    return done.returncode == 0


def postmaster(data: Path) -> int:
    """Return the process of the PostgreSQL of a data folder."""
    return int((data / embedded.FOLDER / "postmaster.pid").read_text().split()[0])


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until(done: Callable[[], bool], words: str, *, seconds: float = PATIENCE) -> None:
    """Wait for what other processes do."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, words
        time.sleep(0.02)
