"""Where every sequence begins: a server with two stations and the PCs that were let in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from renda_desktop import bootstrap
from renda_desktop.bootstrap import Home, Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.station import StationDetails
from renda_desktop.domain.terms import Role
from renda_desktop.server import database, devices, embedded
from renda_desktop.server.calls import Server
from renda_desktop.server.database import Connection
from renda_desktop.services import clerks, matters
from tests import offices
from tests.offices import Clock
from tests.server import conftest as town_of
from tests.server.pcs import Town
from tests.sync.machine.alone import Alone
from tests.sync.machine.road import Road

URL = "https://server.test"
TABLES = (
    "server", "scope", "tree", "device", "enrolment", "device_scope", "clerk", "action", "entry",
    "erasure", "access_log", "blob_name", "blob_scan",
)  # fmt: skip

Vault = dict[str, list[tuple[object, ...]]]
"""Every row of the server."""


@dataclass(frozen=True)
class Seat:
    """A PC that is ready to be copied: its folder, its key, the logs it holds."""

    home: Path
    key: bytes
    scopes: tuple[Id, ...]


@dataclass(frozen=True)
class Base:
    """A server and the rows it begins with; `seats` are the PCs, `cast` what stands ready."""

    town: Town
    vault: Vault
    seats: tuple[Seat, ...]
    cast: offices.Cast


def kept(town: Town) -> Vault:
    """Return every row of the server: a backup."""
    return {table: town.rows(f"SELECT * FROM {table}") for table in TABLES}  # noqa: S608


def put_back(town: Town, vault: Vault) -> None:
    """Let the server have these rows and no others."""

    async def work(db: Connection) -> None:
        async with db.transaction():
            await db.execute("SET LOCAL session_replication_role = replica")  # no triggers
            for table, rows in vault.items():
                await db.execute(f"DELETE FROM {table}")  # noqa: S608
                await db.copy_records_to_table(table, records=rows)

    town.ask(work)


@contextmanager
def prepared(folder: Path) -> Iterator[Base]:
    """Start a server, found two stations on it and let their PCs in."""
    data = Path(tempfile.mkdtemp(prefix="renda"))
    data.chmod(0o755)
    loop = Alone()
    try:
        with embedded.running(data) as address:
            loop.run(town_of._prepare(address, data))
            pool = loop.run(database.open_pool(town_of._named(address, town_of._TEMPLATE), size=2))
            clock = Clock()
            who = loop.run(town_of._identity(pool, data))
            yield _furnished(Town(Server(pool, who, clock), loop, clock), folder)
            loop.run(pool.close())
    finally:
        loop.close()
        rmtree(data, ignore_errors=True)


def _furnished(town: Town, folder: Path) -> Base:
    one = town.station("月湖街道人大代表联络站", "YH")
    first = _founded(town, one, folder / "a", StationDetails("月湖街道人大代表联络站", "YH"))
    cast = offices.furnish(first)
    first.act(clerks.register, name="李强")
    first.act(clerks.register, name="赵敏", roles=(Role.CLERK, Role.STATION_HEAD))
    for words in ("东门口路灯不亮", "老旧小区加装电梯"):
        first.act(matters.register, program="themed", own_words=words)
    _exchanged(town, first)
    many = [first, *(_joined(town, first.station, folder / name) for name in "bc")]
    two = town.station("鼓楼街道人大代表联络站", "GL")
    other = _founded(town, two, folder / "d", StationDetails("鼓楼街道人大代表联络站", "GL"))
    other.act(matters.register, program="regular", own_words="河道有异味")
    _exchanged(town, other)
    third, now = many[2].device, town.clock()
    town.ask(
        lambda db: devices.grant(db, device=third, scope=other.station, now=now, folder=town.folder)
    )
    held = [(first.station,), (first.station,), (first.station, other.station), (other.station,)]
    many.append(other)
    for office in many:
        _exchanged(town, office)
        office.close()
    seats = [Seat(o.home.path, o._key, s) for o, s in zip(many, held, strict=True)]
    return Base(town, kept(town), tuple(seats), cast)


def _founded(town: Town, scope: Id, path: Path, details: StationDetails) -> Office:
    office = bootstrap.found_office(
        Home(path), details=details, clerk="王芳", passphrase=offices.PASSPHRASE, clock=town.clock
    )
    office.enrol(url=URL, code=town.code(scope), link=Road(town).of(office))
    _exchanged(town, office)
    return office


def _joined(town: Town, station: Id, path: Path) -> Office:
    return bootstrap.join_office(
        Home(path), way=Road(town).way, url=URL, code=town.code(station),
        passphrase=offices.PASSPHRASE, clock=town.clock,
    )  # fmt: skip


def _exchanged(town: Town, office: Office) -> None:
    report = office.exchange(link=Road(town).of(office))
    assert report.whole, report
