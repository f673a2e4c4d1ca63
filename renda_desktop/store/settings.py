"""What this PC remembers about itself: one text a key."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from renda_desktop.store.driver import driver


def get(session: Session, *, key: str) -> str | None:
    """Return the value of a setting; None before it was ever put."""
    row = driver(session).execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def put(session: Session, *, key: str, value: str) -> None:
    """Set a setting, in place of its earlier value."""
    driver(session).execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def remove(session: Session, *, key: str) -> None:
    """Forget a setting."""
    driver(session).execute("DELETE FROM setting WHERE key = ?", (key,))


def some(session: Session, *, keys: Collection[str], prefix: str) -> dict[str, str]:
    """Return the settings that have one of the keys, or a key that begins with `prefix`."""
    rows = driver(session).execute("SELECT key, value FROM setting")
    return {key: value for key, value in rows if key in keys or key.startswith(prefix)}
