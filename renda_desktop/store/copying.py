"""A verified copy of a database: one encrypted file, complete or absent."""

import os
from pathlib import Path
from typing import Any

from renda_desktop.domain.errors import Unavailable
from renda_desktop.store.engine import connect
from renda_desktop.store.integrity import faults

_BUSY = (5, 6)  # SQLITE_BUSY, SQLITE_LOCKED


def copy(source: Any, *, key: bytes, to: Path) -> int:  # the driver has no types
    """Copy the database of an open connection to a file and return how many entries it holds.

    The copy has the same key. It is written under another name, checked, flushed and renamed:
    `to` is the earlier file or the whole new one, never a part.

    Raises:
        Unavailable: the copy is not sound, or the source is in use for too long.
        OSError, the driver's errors: see `failures.world`.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(f"{to.name}.part")
    remove(part)
    try:
        least = _entries(source)
        _write(source, part, key)
        found = _checked(part, key)
        if found < least:
            raise Unavailable("backup.unsound")
        move(part, to=to)
    except BaseException:
        remove(part)
        raise
    return found


def move(part: Path, *, to: Path) -> None:
    """Put a finished file in the place of another, so that a power cut leaves one of the two."""
    descriptor = os.open(part, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(to)
    sync_folder(to.parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk."""
    if os.name == "nt":
        return  # NTFS journals the rename; a folder cannot be opened there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(file: Path) -> None:
    """Remove a database that nobody has open, and what SQLite left beside it."""
    remove_beside(file)
    file.unlink(missing_ok=True)


def remove_beside(file: Path) -> None:
    """Remove what SQLite left beside a database that nobody has open."""
    for suffix in ("-journal", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _write(source: Any, part: Path, key: bytes) -> None:
    written = connect(part, key=key, purpose="copy")
    try:
        source.backup(written, progress=_give_up)
        # The copy of a live database says WAL, which cannot be read from a read-only disk.
        written.execute("PRAGMA journal_mode = DELETE")
    finally:
        written.close()


def _give_up(status: int, _remaining: int, _total: int) -> None:
    if status in _BUSY:  # after the busy timeout; the driver itself would try for ever
        raise Unavailable("store.locked")


def _checked(part: Path, key: bytes) -> int:
    opened = connect(part, key=key, purpose="look")
    try:
        if faults(opened):
            raise Unavailable("backup.unsound")
        return _entries(opened)
    finally:
        opened.close()


def _entries(connection: Any) -> int:
    return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])
