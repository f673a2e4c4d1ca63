"""The composition root: where things are, and the one object that reads and acts."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from renda_desktop import resources
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.domain.station import StationDetails
from renda_desktop.queries import clerks
from renda_desktop.services import stations
from renda_desktop.services.action import Changes
from renda_desktop.store import keys, recovery, schema, settings
from renda_desktop.store.engine import open_engine
from renda_desktop.store.failures import world

T = TypeVar("T")
Clock = Callable[[], datetime]
Progress = Callable[[int], object]

BACKUP_AT = "backup_at"
"""The note of when the last backup was made."""


def system_clock() -> datetime:
    """Return the moment now, as aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one PC's database."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "renda.db"

    @property
    def exists(self) -> bool:
        return self.database.exists()


class Office:
    """An open database with somebody at the desk: reads for screens, actions for clerks."""

    def __init__(
        self, *, home: Home, engine: Engine, key: bytes, clock: Clock = system_clock
    ) -> None:
        self.home = home
        self.engine = engine
        self.clock = clock
        self._key = key
        self._writer = engine.execution_options(writes=True)
        with self.session() as session:
            self.device = Id(settings.get(session, key="device") or "")
            self.station = Id(settings.get(session, key="station") or "")
            self.letter = settings.get(session, key="letter") or "A"
            self.clerk = Id(settings.get(session, key="clerk") or "")
        if not self.station:
            raise Unavailable("home.empty")

    @contextmanager
    def session(self, *, writes: bool = False) -> Iterator[Session]:
        """Open one transaction; failures of the disk come out as Unavailable."""
        with world(), Session(self._writer if writes else self.engine) as session, session.begin():
            yield session

    def read(self, query: Callable[..., T], /, **wanted: Any) -> T:
        """Run a query in a transaction of its own."""
        with self.session() as session:
            return query(session, **wanted)

    def act(
        self,
        service: Callable[..., T],
        /,
        *,
        acting: Id | None = None,
        at: Id | None = None,
        **given: Any,
    ) -> T:
        """Run one action in a transaction of its own.

        Args:
            acting: the clerk who acts; who is at the desk, unless given.
            at: the station in whose log it goes; this PC's, unless given.

        Raises:
            RuleBroken: the rules forbid it; nothing was changed.
            Unavailable: the disk refused; nothing was changed.
        """
        with self.session(writes=True) as session:
            return service(session, by=self._author(session, acting or self.clerk, at), **given)

    def sign_on(self, clerk: Id) -> None:
        """Put another clerk at the desk."""
        with self.session(writes=True) as session:
            self._author(session, clerk)
            settings.put(session, key="clerk", value=clerk)
        self.clerk = clerk

    def note(self, key: str, /, *, value: str) -> None:
        """Have this PC remember something about itself."""
        with self.session(writes=True) as session:
            settings.put(session, key=key, value=value)

    def noted(self, key: str, /) -> str | None:
        """Return what this PC remembers; None before it was ever noted."""
        return self.read(settings.get, key=key)

    def backup(self, to: Path, /) -> int:
        """Copy the database to a file and return how many entries the copy holds."""
        from renda_desktop.store import backup

        entries = backup.backup(self.home.database, key=self._key, to=to)
        self.note(BACKUP_AT, value=self.clock().isoformat(timespec="seconds"))
        return entries

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    def _author(self, session: Session, clerk: Id, at: Id | None = None) -> Author:
        at_desk = clerks.clerk(session, id=clerk)
        if not at_desk.active:
            raise RuleBroken("clerk.inactive")
        return Author(
            clerk=clerk,
            scope=at or self.station,
            device=self.device,
            now=self.clock(),
            roles=frozenset(at_desk.roles),
            letter=self.letter,
        )


def programs() -> list[ProgramDetails]:
    """Return the programs that ship with the application, in the order of their file names."""
    from renda_desktop.store.program_files import read_program

    return [read_program(file) for file in sorted(resources.path("programs").glob("*.toml"))]


def found_office(
    home: Home,
    *,
    details: StationDetails,
    clerk: str,
    passphrase: str | None = None,
    letter: str = "A",
    clock: Clock = system_clock,
) -> Office:
    """Make the database of a new station and return it open.

    Raises:
        RuleBroken: there is a station in this home, or a name is missing.
        Unavailable: no keyring and no passphrase, or the disk refuses.
    """
    if home.exists:
        raise RuleBroken("home.taken")
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = (
        keys.create(home.path, passphrase=passphrase)
        if keys.holder(home.path) is None
        else keys.load(home.path, passphrase=passphrase)
    )
    # Under another name until it is whole: whatever cuts it off, the next founding begins anew.
    file = home.path / "founding.db"
    _remove(file)
    engine = open_engine(file, key=key)
    try:
        schema.prepare(engine, file=file, key=key, now=clock())
        _found(engine, details=details, clerk=clerk, letter=letter, now=clock())
    except (RuleBroken, Unavailable):
        engine.dispose()
        _remove(file)
        raise
    engine.dispose()
    with world():
        file.rename(home.database)
    return _open(home, key=key, clock=clock, progress=None)


def _found(
    engine: Engine, *, details: StationDetails, clerk: str, letter: str, now: datetime
) -> None:
    ids: list[Id] = []
    for _ in range(3):
        after = ids[-1] if ids else None
        now_ms = int(now.timestamp() * 1000)
        ids.append(next_id(after=after, now_ms=now_ms, chance=secrets.randbits(74)))
    station, first, device = ids
    by = Author(
        clerk=first, scope=station, device=device, now=now, roles=frozenset({"station_head"})
    )
    writer = engine.execution_options(writes=True)
    with world(), Session(writer) as session, session.begin():
        stations.found(session, by=by, details=details, clerk=clerk, programs=programs())
        values = {"device": device, "station": station, "letter": letter, "clerk": first}
        for key, value in values.items():
            settings.put(session, key=key, value=value)


def _remove(file: Path) -> None:
    """Take away a database that was never finished; it holds nothing."""
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def open_office(
    home: Home,
    *,
    passphrase: str | None = None,
    ask_passphrase: Callable[[], str | None] | None = None,
    clock: Clock = system_clock,
    progress: Progress | None = None,
) -> Office:
    """Open the station's database, bringing it up to date first.

    Raises:
        Unavailable: no station here, no key, a damaged or newer database.
        RuleBroken: the passphrase is wrong.
    """
    if not home.exists:
        raise Unavailable("home.empty")
    key = keys.load(home.path, passphrase=passphrase, ask_passphrase=ask_passphrase)
    return _open(home, key=key, clock=clock, progress=progress)


def recover_office(
    home: Home,
    *,
    code: str,
    passphrase: str | None = None,
    clock: Clock = system_clock,
    progress: Progress | None = None,
) -> Office:
    """Open the database with the printed recovery key, and keep that key on this PC from now on.

    It is kept under `passphrase` if one is given, else by the key store.

    Raises:
        RuleBroken: the code is mistyped or of another station, the passphrase is too short.
        Unavailable: no station here, no key store and no passphrase, a newer database.
    """
    if not home.exists:
        raise Unavailable("home.empty")
    key = recovery.from_recovery_code(code)
    try:
        office = _open(home, key=key, clock=clock, progress=progress)
    except Unavailable as failure:
        if failure.rule == "store.wrong_key":
            raise RuleBroken("recovery.wrong") from None
        raise
    try:
        keys.adopt(home.path, key=key, passphrase=passphrase)
    except (RuleBroken, Unavailable):
        office.close()
        raise
    return office


def recovery_code(
    home: Home,
    *,
    passphrase: str | None = None,
    ask_passphrase: Callable[[], str | None] | None = None,
) -> tuple[str, ...]:
    """Return the groups of the recovery key, to be printed."""
    key = keys.load(home.path, passphrase=passphrase, ask_passphrase=ask_passphrase)
    return recovery.to_recovery_code(key)


def _open(home: Home, *, key: bytes, clock: Clock, progress: Progress | None) -> Office:
    engine = open_engine(home.database, key=key)
    try:
        schema.prepare(engine, file=home.database, key=key, now=clock(), progress=progress)
        return Office(home=home, engine=engine, key=key, clock=clock)
    except (RuleBroken, Unavailable):
        engine.dispose()
        raise


__all__ = [
    "Changes",
    "Home",
    "Office",
    "found_office",
    "open_office",
    "programs",
    "recover_office",
    "recovery_code",
]
