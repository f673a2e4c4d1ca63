"""Opening the encrypted database."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from renda_desktop.domain.errors import Unavailable
from renda_desktop.store.failures import cause

Purpose = Literal["live", "copy", "look"]

# 64 MB of pages in memory: reads are two to three times faster than with the default.
_LIVE = (
    "cache_size = -65536",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "temp_store = MEMORY",
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",  # what is erased by order is not to be found in free pages
)
_PRAGMAS: dict[Purpose, tuple[str, ...]] = {
    "live": _LIVE,
    "copy": ("synchronous = FULL", "temp_store = MEMORY"),
    "look": ("busy_timeout = 10000", "temp_store = MEMORY", "query_only = ON"),
}


def connect(file: Path, *, key: bytes, purpose: Purpose = "live") -> Any:  # untyped driver
    """Open a SQLCipher connection with a raw 256-bit key, so that no derivation is paid.

    Args:
        purpose: `live` works in the database, `copy` writes one file with nothing beside it,
            `look` reads a copy and changes nothing.

    Raises:
        Unavailable: the key does not fit, the file is damaged or cannot be opened.
    """
    from sqlcipher3 import dbapi2

    name = read_only(file) if purpose == "look" else str(file)
    try:
        opened = dbapi2.connect(
            name, uri=purpose == "look", isolation_level=None, check_same_thread=False
        )
    except dbapi2.OperationalError as failure:
        raise Unavailable(cause(failure) or "store.cannot_open") from None
    try:
        opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        opened.execute("PRAGMA cipher_log_level = NONE")  # failures come back as exceptions
        for pragma in _PRAGMAS[purpose]:
            opened.execute(f"PRAGMA {pragma}")
        opened.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.DatabaseError as failure:
        opened.close()
        raise Unavailable(_reason(failure)) from None
    return opened


def _reason(failure: Exception) -> str:
    if "not a database" in str(failure):  # SQLCipher cannot tell a wrong key from noise
        return "store.wrong_key"
    return cause(failure) or "store.cannot_open"


def read_only(file: Path) -> str:
    """Return the address by which SQLite opens a file and leaves it as it is."""
    path = file.absolute().as_posix()
    slashes = "file://" if path.startswith("/") else "file:///"  # a share has two of its own
    return f"{slashes}{quote(path)}?mode=ro"


def open_engine(file: Path, *, key: bytes, purpose: Purpose = "live") -> Engine:
    """Return an engine on the database file; `key` stays in memory only.

    A connection whose engine carries the execution option `writes` takes the write lock at
    once, so that what an action read cannot change before it writes.
    """
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: connect(file, key=key, purpose=purpose),
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=2,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
