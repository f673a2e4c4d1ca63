"""What a database holds, to be compared with another's."""

from typing import Any

from renda_desktop.bootstrap import Office
from renda_desktop.queries import people
from renda_desktop.store.tables.projection import PROJECTION
from renda_desktop.store.verify import verify
from renda_desktop.sync import verify as exchanged
from tests.sync.memory import Wire


def quiet(link: Wire, *many: Office) -> None:
    """Exchange until everybody has everything."""
    for office in (*many, *many):
        assert office.exchange(link=link).troubles == ()


def same(*many: Office) -> None:
    """Check that all hold the same entries and the same rows."""
    first, *others = many
    for other in others:
        assert log_of(other) == log_of(first)
        assert rows_of(other) == rows_of(first)


def log_of(office: Office) -> list[tuple[Any, ...]]:
    """Return every numbered entry in the order of the server."""
    return _all(office, "SELECT * FROM entry WHERE seq IS NOT NULL ORDER BY scope, seq")


def rows_of(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the projection, and check that all follows from the log."""
    findings = [*verify(office.engine).findings, *office.read(exchanged.check)]
    if findings:
        raise AssertionError([str(one) for one in findings])
    found = {}
    for table in PROJECTION.sorted_tables:
        names = [c.name for c in table.columns if (table.name, c.name) != ("document", "number")]
        columns = ", ".join(f'"{name}"' for name in names)
        asked = f"SELECT {columns} FROM {table.name}"  # noqa: S608
        found[table.name] = sorted(_all(office, asked), key=repr)
    return found


def titles(office: Office) -> set[str]:
    """Return the titles of the themes."""
    return {row.title for row in office.read(people.themes)}


def _all(office: Office, asked: str) -> list[tuple[Any, ...]]:
    with office.session() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(asked)]
