"""The composition root: founding a station, opening it, and bringing it up to date first."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.station import StationDetails
from renda_desktop.domain.terms import Role
from renda_desktop.office import Clock, Home, Office, system_clock
from renda_desktop.safekeeping import BACKUP_AT
from renda_desktop.services import programs, reach, stations
from renda_desktop.services.action import Changes
from renda_desktop.store import keys, recovery, schema, settings
from renda_desktop.store.engine import open_engine
from renda_desktop.store.failures import world
from renda_desktop.sync.link import Link

if TYPE_CHECKING:
    from renda_desktop.sync.loop import Place

Progress = Callable[[int], object]

PROGRAMS = "programs"
"""The note of which release's programs were published last."""


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
    return open_with(home, key=key, clock=clock, progress=None)


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
        shipped = programs.shipped()
        stations.found(session, by=by, details=details, clerk=clerk, programs=shipped)
        values = {"device": device, "station": station, "letter": letter, "clerk": first}
        values[PROGRAMS] = programs.edition()
        for key, value in values.items():
            settings.put(session, key=key, value=value)


def _remove(file: Path) -> None:
    """Take away a database that was never finished; it holds nothing."""
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def join_office(
    home: Home,
    *,
    way: Callable[["Place"], AbstractContextManager[Link]],
    url: str,
    code: str,
    ca: str = "",
    clerk: str | None = None,
    passphrase: str | None = None,
    clock: Clock = system_clock,
    progress: Progress = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Office:
    """Bring a station that the server has to a PC that has none, and return it open.

    What came before something failed is kept: the same code goes on from there.

    Args:
        way: opens the way to the server.
        clerk: the name of who is to sit at the desk; the station's first, unless given.
        progress: called with the percentage done.
        stop: asked between messages.

    Raises:
        RuleBroken: there is a station in this home, the code is not taken, or nobody in the
            station has this name.
        Unavailable: the server cannot be reached, or it holds nothing of the station yet.
    """
    from renda_desktop.sync import joining

    if home.exists:
        raise RuleBroken("home.taken")
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = (
        keys.create(home.path, passphrase=passphrase)
        if keys.holder(home.path) is None
        else keys.load(home.path, passphrase=passphrase)
    )
    file = home.joining
    engine = open_engine(file, key=key)
    try:
        schema.prepare(engine, file=file, key=key, now=clock())
        joining.join(
            engine, key=key, way=way, url=url, code=code, ca=ca, clerk=clerk, clock=clock,
            progress=progress, stop=stop,
        )  # fmt: skip
    finally:
        engine.dispose()
    with world():
        file.rename(home.database)
    return open_with(home, key=key, clock=clock, progress=None)


def abandon_joining(home: Home) -> None:
    """Drop what a joining that was not finished brought: the server has all of it."""
    with world():
        _remove(home.joining)
    if not home.exists and not any(home.path.rglob("*.db")):
        keys.forget(home.path)


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
    return open_with(home, key=key, clock=clock, progress=progress)


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
        office = open_with(home, key=key, clock=clock, progress=progress)
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


def open_with(home: Home, *, key: bytes, clock: Clock, progress: Progress | None) -> Office:
    """Open the station's database with a key that is at hand."""
    engine = open_engine(home.database, key=key)
    try:
        schema.prepare(engine, file=home.database, key=key, now=clock(), progress=progress)
        office = Office(home=home, engine=engine, key=key, clock=clock)
        _bring_programs(office)
        return office
    except (RuleBroken, Unavailable):
        engine.dispose()
        raise


def _bring_programs(office: Office) -> None:
    """Publish, once, what this release ships and the log lacks, in the name of who is noted here.

    Whoever that is: it is the new release that publishes, and it may.
    """
    ours = programs.edition()
    if not office.clerk or office.noted(PROGRAMS) == ours:
        return
    with office.session(writes=True) as session:
        by = Author(
            clerk=office.clerk,
            scope=office.station,
            device=office.device,
            now=office.clock(),
            roles=frozenset({Role.SYSTEM_ADMIN}),
            letter=office.letter,
        )
        if not reach.open_to(session, by=by, scope=office.station):
            return  # whoever keeps that log publishes there
        programs.publish_shipped(session, by=by, programs=programs.shipped())
        settings.put(session, key=PROGRAMS, value=ours)


__all__ = [
    "BACKUP_AT",
    "Changes",
    "Home",
    "Office",
    "abandon_joining",
    "found_office",
    "join_office",
    "open_office",
    "open_with",
    "recover_office",
    "recovery_code",
    "system_clock",
]
