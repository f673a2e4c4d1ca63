"""Writing a file that somebody asked for."""

from pathlib import Path

from renda_desktop.domain.errors import Unavailable


def write(file: Path, data: bytes, /) -> None:
    """Write a whole file; Unavailable where that cannot be."""
    try:
        file.write_bytes(data)
    except OSError:
        raise Unavailable("file.unwritable") from None
