"""The rows that grew entry by entry are the rows that a rebuild makes."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import NOUNS, noun_of
from renda_desktop.domain.stream import Stream
from renda_desktop.store import log, rebuild
from renda_desktop.store.engine import open_engine
from renda_desktop.store.project import PROJECTORS
from renda_desktop.store.tables.projection import PROJECTION
from renda_desktop.store.verify import check_log, check_projection
from tests.store.conftest import KEY, Database
from tests.store.histories import History


def rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the projection and every word of the search index, sorted."""
    driver = session.connection()
    driver.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab(main, full_text, instance)"
    )
    found = {}
    for table in PROJECTION.sorted_tables:
        columns = [c for c in table.columns if (table.name, c.name) != ("document", "number")]
        found[table.name] = _sorted(session.execute(select(*columns)))
    words = 'SELECT d.ref, w.term, w."offset" FROM temp.word w LEFT JOIN document d ON number = doc'
    found["word"] = _sorted(driver.exec_driver_sql(words))
    return found


def _sorted(result: object) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in result), key=repr)  # type: ignore[attr-defined]


@settings(max_examples=40, deadline=None)
@given(chance=st.integers(0, 1 << 32), count=st.integers(20, 120))
def test_growing_equals_rebuilding(template: Path, chance: int, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "renda.db"
        shutil.copyfile(template, file)
        database = Database(file, open_engine(file, key=KEY))
        try:
            for entry in History(chance).entries(count):
                database.write([entry])
            with database.session() as session, session.begin():
                grown = rows(session)
                assert check_projection(session)[1] == []
                assert check_log(session) == (count, [])
                assert rebuild.rebuild(session) == count
                assert rows(session) == grown
        finally:
            database.engine.dispose()


def test_the_histories_reach_what_they_should() -> None:
    """Or else the test above would prove little: a few of them together come everywhere."""
    streams: dict[Id, list[Entry]] = {}
    for seed in range(1, 5):
        for entry in History(seed).entries(2000):
            streams.setdefault(entry.stream, []).append(entry)
    states: list[Stream] = []
    for stream, entries in streams.items():
        noun = next((n for n in (noun_of(e.kind) for e in entries) if n), None)
        states += [noun.fold(stream, log.in_order(entries))] if noun else []
    known = [state for state in states if state.exists]
    assert {state.noun for state in known} == set(NOUNS)
    assert any(state.conflicts for state in states)
    assert any(state.voids for state in states)
    assert any(state.unknown for state in states)
    reached = {row[0].name for state in known for row in PROJECTORS[state.noun].rows(state)}
    found = {"document", "lookup"}  # what search finds is indexed apart
    assert reached | found == set(PROJECTION.tables)


def test_a_rebuild_leaves_no_table_of_another_version(filled: Database) -> None:
    with filled.session() as session, session.begin():
        driver = session.connection()
        names = "SELECT name, sql FROM sqlite_schema ORDER BY name"
        before = driver.exec_driver_sql(names).all()
        driver.exec_driver_sql("CREATE TABLE ballot_of_old (id BLOB)")
        driver.exec_driver_sql("DROP TABLE matter")
        rebuild.rebuild(session)
        assert driver.exec_driver_sql(names).all() == before


def test_the_key_of_a_table_stands_first_and_begins_with_the_owner() -> None:
    for table in PROJECTION.sorted_tables:
        keys = [column.name for column in table.primary_key.columns]
        assert keys == [column.name for column in table.columns][: len(keys)]
    for projector in PROJECTORS.values():
        for table, owner in projector.children:
            assert owner == table.columns[0].name
