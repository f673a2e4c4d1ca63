"""A paper as a file: the whole of it, or none."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from renda_desktop.domain.errors import Unavailable

_FULL = (errno.ENOSPC, errno.EDQUOT)


def write(path: Path, *, data: bytes) -> None:
    """Write a file whole; what stood there before stays until it is.

    Raises:
        Unavailable: the disk is full, or the folder refuses.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as refused:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        full = refused.errno in _FULL
        raise Unavailable("file.full" if full else "file.unwritable") from None


def free(folder: Path, name: str) -> Path:
    """Return a path in a folder that no file has yet, such as 代表阅件 (2).pdf."""
    path, stem = folder / name, Path(name).stem
    number = 2
    while path.exists():
        path = folder / f"{stem} ({number}){Path(name).suffix}"
        number += 1
    return path
