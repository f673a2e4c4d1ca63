"""Where the server keeps files: a folder, or anything that keeps bytes under keys."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

FILES: Final = "files"
"""The folder in the data folder, unless another is named."""


class Shelf(Protocol):
    """Keeps bytes under keys like `a/b/c`.

    Raises:
        OSError: the disk or the network does not work.
    """

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes; when this returns, a power cut does not take them. All or nothing."""

    def read(self, key: str, *, start: int = 0, most: int | None = None) -> bytes | None:
        """Return bytes, or some of them; None where there are none under the key."""

    def size(self, key: str) -> int | None:
        """Return how many bytes there are under a key; None where there are none."""

    def keys(self, prefix: str) -> list[str]:
        """Return the keys below `prefix/`, in order."""

    def remove(self, key: str) -> None:
        """Let bytes go; none under the key is no fault."""


def opened(address: str | None, *, data: Path) -> Shelf:
    """Return the place for files: `s3://bucket/prefix`, a folder, or the one in a data folder.

    Raises:
        Unavailable: the address is none, or its library is not installed.
    """
    from renda_desktop.server import s3

    if address is not None and address.startswith(s3.SCHEME):
        return s3.Bucket(address)
    return Folder(Path(address) if address else data / FILES)


class Folder:
    """A folder whose files are named by their keys."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, key: str, data: bytes) -> None:
        file = self._path / key
        known = file.parent.is_dir()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = file.with_name(f".{file.name}.{os.getpid()}.{id(data):x}")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
                out.truncate()
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        _sync_names(file.parent, file.parent if known else self._path)

    def read(self, key: str, *, start: int = 0, most: int | None = None) -> bytes | None:
        try:
            with (self._path / key).open("rb") as source:
                source.seek(start)
                return source.read(-1 if most is None else most)
        except (FileNotFoundError, IsADirectoryError):
            return None

    def size(self, key: str) -> int | None:
        try:
            return (self._path / key).stat().st_size
        except FileNotFoundError:
            return None

    def keys(self, prefix: str) -> list[str]:
        folder = self._path / prefix
        found = (file for file in folder.rglob("*") if file.is_file())
        return sorted(f.relative_to(self._path).as_posix() for f in found if f.name[0] != ".")

    def remove(self, key: str) -> None:
        file = self._path / key
        file.unlink(missing_ok=True)
        with suppress(OSError):  # others' files are in there still
            file.parent.rmdir()


def _sync_names(folder: Path, top: Path) -> None:
    """Have new names survive a power cut, up to a folder; Windows does so by itself."""
    if os.name == "nt":
        return
    for one in (folder, *folder.parents):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if one == top:
            return
