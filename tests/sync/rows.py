"""What a database holds, to be compared with another's."""

from typing import Any

from renda_desktop.bootstrap import Office
from renda_desktop.store.tables.projection import PROJECTION
from renda_desktop.store.verify import verify


def log_of(office: Office) -> list[tuple[Any, ...]]:
    """Return every numbered entry in the order of the server."""
    asked = "SELECT * FROM entry WHERE seq IS NOT NULL ORDER BY scope, seq"
    return _all(office, asked)


def rows_of(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the projection, and that it follows from the log."""
    assert verify(office.engine).findings == ()
    found = {}
    for table in PROJECTION.sorted_tables:
        names = [c.name for c in table.columns if (table.name, c.name) != ("document", "number")]
        columns = ", ".join(f'"{name}"' for name in names)
        asked = f"SELECT {columns} FROM {table.name}"  # noqa: S608
        found[table.name] = sorted(_all(office, asked), key=repr)
    return found


def _all(office: Office, asked: str) -> list[tuple[Any, ...]]:
    with office.session() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(asked)]
