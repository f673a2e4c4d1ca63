"""Backups: making one, looking into one, and putting one in the place of the database."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.store import copying, schema
from renda_desktop.store.engine import connect, open_engine, read_only
from renda_desktop.store.failures import cause, world
from renda_desktop.store.integrity import faults
from renda_desktop.store.verify import check_log

# The present database cannot be read: it is set aside as it is.
_UNREADABLE: Final = ("store.damaged", "store.wrong_key", "backup.unsound")
_OF_BACKUPS: Final = {"store.damaged": "backup.damaged", "store.wrong_key": "backup.wrong_key"}
_NOT_EMPTY: Final = ("-journal", "-wal", "")  # what a database consists of on the disk


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a backup holds beside the present database.

    `newest` is when its last entry was recorded (microseconds since 1970, UTC). `lost` counts
    what only the present database has, `gained` what only the backup has; None where the
    present one is absent or cannot be read.
    """

    entries: int
    newest: int | None
    lost: int | None
    gained: int | None


@dataclass(frozen=True, slots=True)
class Restored:
    """How a restore went; `aside` is where the database from before it lies, if there was one."""

    comparison: Comparison
    aside: Path | None


def backup(file: Path, *, key: bytes, to: Path) -> int:
    """Copy the database at `file`, in use or not, to `to`; return how many entries it holds.

    Raises:
        RuleBroken: `to` is the database itself, or another one that is in use.
        Unavailable: the disk is full or read-only, the copy is not sound; `to` is as before.
    """
    with world():
        if (to.exists() and to.samefile(file)) or _in_use(to):
            raise RuleBroken("backup.same_file")
        with closing(connect(file, key=key)) as source:
            return copying.copy(source, key=key, to=to)


def compare(file: Path, *, live: Path, key: bytes) -> Comparison:
    """Look into a backup before it is restored: what would be lost, what would come back.

    Raises:
        Unavailable: the backup is damaged, not ours, of a newer version or under another key.
    """
    with world(), closing(opened(file, key)) as inside:
        return _compared(inside, file, live, key)


def restore(file: Path, *, live: Path, key: bytes, now: datetime) -> Restored:
    """Put a backup in the place of the database, which is kept aside in `backups` beside it.

    The caller has closed its own connections, and prepares the database afterwards: its
    projection is made again from the log.

    Raises:
        Unavailable: as `compare`, or somebody uses the database, or the disk is full; the
            present database is as before.
    """
    fresh = live.with_name("restoring.db")
    aside = live.parent / "backups" / f"before-restore-{now:%Y%m%d-%H%M%S}.db"
    with world():
        copying.remove(fresh)  # of a restore that was cut off: its journal would spoil ours
        try:
            with closing(opened(file, key)) as inside:
                compared = _compared(inside, file, live, key)
                copying.copy(inside, key=key, to=fresh)
            _renew(fresh, key)
            kept = _set_aside(live, key, aside) if live.exists() else None
            copying.remove_beside(live)
            copying.move(fresh, to=live)
        finally:
            copying.remove(fresh)
    return Restored(compared, kept)


def _in_use(file: Path) -> bool:
    """Say whether a file has a journal that belongs to it, and would spoil another in its place."""
    beside = (file.with_name(file.name + suffix) for suffix in ("-journal", "-wal"))
    return any(one.exists() and one.stat().st_size for one in beside)


def opened(file: Path, key: bytes) -> Any:  # the driver has no types
    """Open a backup that is sound and ours; the failures speak of it, not of the database."""
    inside = None
    try:
        inside = connect(file, key=key, purpose="look")
        if faults(inside):
            raise Unavailable("backup.damaged")
        tables = {row[0] for row in inside.execute("SELECT name FROM sqlite_schema")}
        if not {"entry", "alembic_version"} <= tables:
            raise Unavailable("backup.not_ours")
    except Exception as failure:
        if inside is not None:
            inside.close()
        rule = _rule(failure) or ""
        if rule in _OF_BACKUPS:
            raise Unavailable(_OF_BACKUPS[rule]) from None
        raise
    return inside


def _compared(inside: Any, file: Path, live: Path, key: bytes) -> Comparison:
    entries, newest = inside.execute("SELECT count(*), max(recorded_at) FROM entry").fetchone()
    lost = gained = None
    if live.exists():
        try:
            with closing(connect(live, key=key)) as present:
                lost, gained = _differences(present, file, key)
        except Exception as failure:
            if _rule(failure) not in _UNREADABLE:
                raise
    return Comparison(entries, newest, lost, gained)


def _differences(present: Any, file: Path, key: bytes) -> tuple[int, int]:
    present.execute("ATTACH ? AS other KEY ?", (read_only(file), f"x'{key.hex()}'"))
    missing = "SELECT count(*) FROM {}.entry WHERE id NOT IN (SELECT id FROM {}.entry)"
    lost, gained = (
        int(present.execute(missing.format(*pair)).fetchone()[0])
        for pair in (("main", "other"), ("other", "main"))
    )
    return lost, gained


def _renew(fresh: Path, key: bytes) -> None:
    """Bring a copy of a backup to our version, check its entries, mark its rows as stale."""
    engine = open_engine(fresh, key=key, purpose="copy")
    try:
        with Session(engine) as session, session.begin():
            if schema.revision(session.connection()) != schema.HEAD:
                schema.upgrade(session.connection())
            if check_log(session)[1]:
                raise Unavailable("backup.damaged")
            schema.forget_projection(session)
    finally:
        engine.dispose()


def _set_aside(live: Path, key: bytes, to: Path) -> Path:
    try:
        with closing(connect(live, key=key)) as present:
            present.execute("PRAGMA busy_timeout = 1000")
            present.execute("PRAGMA locking_mode = EXCLUSIVE")
            # This succeeds only while nobody else has the file open; it empties the log as well.
            present.execute("PRAGMA journal_mode = DELETE")
            copying.copy(present, key=key, to=to)
    except Exception as failure:
        if _rule(failure) not in _UNREADABLE:
            raise
        _link(live, to)
    return to


def _link(live: Path, to: Path) -> None:
    """Keep the files of an unreadable database under other names; they stay where they are too."""
    to.parent.mkdir(parents=True, exist_ok=True)
    for suffix in _NOT_EMPTY:
        source, target = live.with_name(live.name + suffix), to.with_name(to.name + suffix)
        if not source.exists():
            continue
        try:
            os.link(source, target)
        except OSError:  # a disk without hard links
            shutil.copyfile(source, target)
    copying.sync_folder(to.parent)


def _rule(failure: Exception) -> str | None:
    return failure.rule if isinstance(failure, Unavailable) else cause(failure)
