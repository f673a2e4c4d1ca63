"""Whether the pages of a database file are what was written."""

from typing import Any


def faults(connection: Any) -> int:  # the driver has no types
    """Return how many faults the pages of a file have: each page's seal, then SQLite's own check.

    The seals are read from the file itself: what still lies in the write-ahead log is not seen.
    """
    broken = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if broken:
        return len(broken)
    told = [row[0] for row in connection.execute("PRAGMA quick_check").fetchall()]
    return 0 if told == ["ok"] else len(told)
