"""Opening the encrypted database."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from renda_desktop.domain.errors import Unavailable

# 64 MB of pages in memory: reads are two to three times faster than with the default.
_PRAGMAS = (
    "cache_size = -65536",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "temp_store = MEMORY",
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
)


def connect(file: Path, *, key: bytes) -> Any:  # the driver has no types
    """Open a SQLCipher connection with a raw 256-bit key, so that no derivation is paid.

    Raises:
        Unavailable: the key does not fit, the file is damaged or cannot be opened.
    """
    from sqlcipher3 import dbapi2

    try:
        opened = dbapi2.connect(str(file), isolation_level=None, check_same_thread=False)
    except dbapi2.OperationalError as failure:
        raise Unavailable("store.cannot_open") from failure
    try:
        opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            opened.execute(f"PRAGMA {pragma}")
        opened.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.DatabaseError as failure:
        opened.close()
        raise Unavailable(_reason(failure)) from None
    return opened


def _reason(failure: Exception) -> str:
    told = str(failure)
    if "not a database" in told or "hmac" in told:
        return "store.wrong_key"
    return "store.read_only" if "readonly" in told else "store.cannot_open"


def open_engine(file: Path, *, key: bytes) -> Engine:
    """Return an engine on the database file; `key` stays in memory only.

    A connection whose engine carries the execution option `writes` takes the write lock at
    once, so that what an action read cannot change before it writes.
    """
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: connect(file, key=key),
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
