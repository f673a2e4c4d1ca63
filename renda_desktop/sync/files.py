"""Bundles on a disk or a stick: read no larger than one may be, written whole or not at all."""

import os
from pathlib import Path

from renda_desktop.domain.errors import Unavailable
from renda_desktop.sync import sealed


def read(file: Path, /) -> bytes:
    """Return a whole file.

    Raises:
        Unavailable: it cannot be read, or is larger than any bundle.
    """
    try:
        with file.open("rb") as source:
            data = source.read(sealed.MOST_BYTES + 1)
    except OSError:
        raise Unavailable("file.unreadable") from None
    if len(data) > sealed.MOST_BYTES:
        raise Unavailable("bundle.too_large")
    return data


def write(file: Path, data: bytes, /) -> None:
    """Write a file that is on the disk afterwards: a stick is pulled out soon.

    Raises:
        Unavailable: it cannot be written; what was there before stays.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise Unavailable("file.unwritable") from None
