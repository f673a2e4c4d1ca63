"""What this PC remembers about itself: one text a key."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from renda_desktop.store.tables.kept import setting


def get(session: Session, *, key: str) -> str | None:
    """Return the value of a setting; None before it was ever put."""
    value: str | None = session.scalar(select(setting.c.value).where(setting.c.key == key))
    return value


def put(session: Session, *, key: str, value: str) -> None:
    """Set a setting, in place of its earlier value."""
    written = insert(setting).values(key=key, value=value)
    session.execute(written.on_conflict_do_update(["key"], set_={"value": value}))


def remove(session: Session, *, key: str) -> None:
    """Forget a setting."""
    session.execute(delete(setting).where(setting.c.key == key))
