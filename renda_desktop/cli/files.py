"""Reading and writing files that somebody named."""

from pathlib import Path

from renda_desktop.domain.errors import Unavailable


def read(file: Path, /) -> bytes:
    """Read a whole file; Unavailable where that cannot be."""
    try:
        return file.read_bytes()
    except OSError:
        raise Unavailable("file.unreadable") from None


def write(file: Path, data: bytes, /) -> None:
    """Write a whole file; Unavailable where that cannot be."""
    try:
        file.write_bytes(data)
    except OSError:
        raise Unavailable("file.unwritable") from None
