"""Bringing a database file to the version that this program works with."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.stream import Stream
from renda_desktop.store import erasing, rebuild, settings
from renda_desktop.store.copying import copy
from renda_desktop.store.engine import connect
from renda_desktop.store.failures import world
from renda_desktop.store.tables import projection
from renda_desktop.store.tables.kept import entry

# All released versions, the oldest first: Alembic is loaded only when one is due.
REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]
SCRIPTS = "renda_desktop.store:migrations"

# The setting that says which projection the file holds; without it, the next start makes it anew.
PROJECTION = "projection"

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What had to be done: `copy` holds the database as it was before an upgrade.

    `folded` counts the entries that the projection was made again from.
    """

    created: bool = False
    upgraded_from: str | None = None
    copy: Path | None = None
    folded: int = 0


def prepare(
    engine: Engine, *, file: Path, key: bytes, now: datetime, progress: Progress | None = None
) -> Prepared:
    """Make, upgrade or leave alone the database behind `engine`, in one transaction.

    Args:
        file: where `engine` works; copies go into `backups` beside it.
        progress: called with the percentage done while a projection is made again.

    Raises:
        Unavailable: a newer program wrote it (nothing is touched), the disk is full or read-only.
    """
    with world():
        with engine.connect() as connection:
            if _ready(connection):
                return Prepared()
        with Session(engine.execution_options(writes=True)) as session, session.begin():
            before = revision(session.connection())
            kept = None
            if before not in (None, HEAD):
                kept = _aside(file, key=key, revision=before or "", now=now)
            if before != HEAD:
                upgrade(session.connection())
            folded = _project(session, progress, created=before is None)
        return Prepared(before is None, None if before == HEAD else before, kept, folded)


def revision(connection: Connection) -> str | None:
    """Return the version of a database; None for an empty one, Unavailable for a newer one."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise Unavailable("store.damaged")
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if len(found) != 1 or found[0] not in REVISIONS:
        raise Unavailable("store.newer")
    return str(found[0])


def upgrade(connection: Connection) -> None:
    """Bring the kept tables to our version, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def forget_projection(session: Session) -> None:
    """Have the next start make the projection again."""
    settings.remove(session, key=PROJECTION)


def has_projection(session: Session) -> bool:
    """Return whether all rows are there as this release makes them."""
    return settings.get(session, key=PROJECTION) == _projection()


def complete_projection(session: Session) -> None:
    """Say that all rows are there again."""
    settings.put(session, key=PROJECTION, value=_projection())


def bring_projection(
    session: Session,
    *,
    progress: Progress | None = None,
    known: Collection[Stream] | None = None,
) -> int:
    """Make a projection that was forgotten again, and return how many entries were folded.

    Args:
        known: all states, for whoever has them already.
    """
    return _project(session, progress, created=False, known=known)


def _ready(connection: Connection) -> bool:
    if revision(connection) != HEAD:
        return False
    with Session(connection) as session:
        return has_projection(session)


def _projection() -> str:
    """Say whose projection it is: each release makes its own, as its rules may judge otherwise."""
    return f"{projection.VERSION} {_release()}"


@cache
def _release() -> str:
    return version("renda-desktop")


def _aside(file: Path, *, key: bytes, revision: str, now: datetime) -> Path:
    to = file.parent / "backups" / f"before-{revision}-{now:%Y%m%d-%H%M%S}.db"
    source = connect(file, key=key)
    try:
        copy(source, key=key, to=to)
    finally:
        source.close()
    return to


def _project(
    session: Session,
    progress: Progress | None,
    *,
    created: bool,
    known: Collection[Stream] | None = None,
) -> int:
    ours = _projection()
    if created:
        rebuild.create(session)
        settings.put(session, key=PROJECTION, value=ours)
        return 0
    if settings.get(session, key=PROJECTION) == ours:
        return 0
    total = session.scalar(select(func.count()).select_from(entry)) or 0
    step = (lambda folded: progress(folded * 100 // total)) if progress else None
    folded = rebuild.rebuild(session, progress=step, known=known)
    erasing.catch_up(session)
    settings.put(session, key=PROJECTION, value=ours)
    return folded
