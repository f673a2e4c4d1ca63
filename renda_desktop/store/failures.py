"""What the user is told when the disk or the database file fails."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from renda_desktop.domain.errors import Unavailable

# SQLite's primary result codes (https://www.sqlite.org/rescode.html).
_RESULTS: Final = {
    3: "store.read_only",  # PERM
    5: "store.locked",  # BUSY
    6: "store.locked",  # LOCKED
    7: "store.memory",  # NOMEM
    8: "store.read_only",  # READONLY
    10: "store.io",  # IOERR
    11: "store.damaged",  # CORRUPT
    13: "store.full",  # FULL
    14: "store.cannot_open",  # CANTOPEN
    26: "store.damaged",  # NOTADB
}
# SQLite's own words: the driver's backup raises them without the code.
_WORDS: Final = {
    "database is locked": 5,
    "database table is locked": 6,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}
_ERRNOS: Final = {
    errno.ENOSPC: "store.full",
    errno.EDQUOT: "store.full",
    errno.EROFS: "store.read_only",
    errno.EACCES: "store.read_only",
    errno.EPERM: "store.read_only",
    errno.EIO: "store.io",
}


@contextmanager
def world() -> Iterator[None]:
    """Turn what the disk or the driver raises into Unavailable; our own bugs pass unchanged."""
    try:
        yield
    except Exception as failure:
        rule = cause(failure)
        if rule is None:
            raise
        raise Unavailable(rule) from None


def cause(failure: BaseException) -> str | None:
    """Return the rule that tells of a failure of the world; None for anything else."""
    if isinstance(failure, OSError):
        return _ERRNOS.get(failure.errno or 0)
    driver = getattr(failure, "orig", failure)  # SQLAlchemy wraps what the driver raised
    code = getattr(driver, "sqlite_errorcode", None)
    if code is None and type(driver).__module__.startswith("sqlcipher3"):
        code = _WORDS.get(str(driver))
    return _RESULTS.get(code & 0xFF) if isinstance(code, int) else None
