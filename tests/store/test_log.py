"""The log: what goes in comes out in order, and nothing in it is ever changed."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from renda_desktop.domain.entry import digest
from renda_desktop.store import log
from tests.store.conftest import Database
from tests.store.histories import History

COPY = (
    "INSERT OR REPLACE INTO entry SELECT stream, {}, scope, kind, x'00', author, device,"
    " recorded_at, action, seq, digest FROM entry {}"
)
FORBIDDEN = (
    "UPDATE entry SET body = x'00'",
    "UPDATE entry SET digest = zeroblob(32), seq = 5 WHERE seq IS NULL",
    "UPDATE entry SET seq = seq + 1 WHERE seq IS NOT NULL",
    "UPDATE entry SET seq = NULL",
    "UPDATE OR REPLACE entry SET stream = zeroblob(16)",
    "DELETE FROM entry",
    "DELETE FROM entry WHERE seq IS NULL",
    COPY.format("id", "LIMIT 1"),
    # Another entry with a number that is taken would push the first one out.
    COPY.format("zeroblob(16)", "WHERE seq IS NOT NULL LIMIT 1"),
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_no_entry_is_changed_or_deleted(filled: Database, statement: str) -> None:
    with filled.session() as session:
        before = list(log.digests(session))
        with pytest.raises(IntegrityError, match=r"an entry is never (changed|deleted)"):
            session.connection().exec_driver_sql(statement)
    with filled.session() as session:
        assert list(log.digests(session)) == before


def test_a_pending_entry_takes_its_number(filled: Database) -> None:
    with filled.session() as session, session.begin():
        driver = session.connection()
        pending = driver.exec_driver_sql("SELECT count(*) FROM entry WHERE seq IS NULL").scalar()
        driver.exec_driver_sql(
            "UPDATE entry SET seq = 100000 + (SELECT count(*) FROM entry AS before"
            " WHERE before.id <= entry.id) WHERE seq IS NULL"
        )
        assert pending
        assert log.pending(session) == 0


def test_what_goes_in_comes_out(database: Database) -> None:
    entries = History(3).entries(60)
    database.write(entries)
    with database.session() as session:
        for stream in {e.stream for e in entries}:
            mine = [e for e in entries if e.stream == stream]
            numbered = sorted((e for e in mine if e.seq), key=lambda e: e.seq or 0)
            waiting = sorted((e for e in mine if not e.seq), key=lambda e: e.id)
            assert log.read(session, stream=stream) == numbered + waiting
        assert dict(log.read_all(session)) == {
            stream: log.read(session, stream=stream) for stream in {e.stream for e in entries}
        }
        assert log.last_id(session) == max(e.id for e in entries)
        assert log.pending(session) == sum(e.seq is None for e in entries)
        assert all(digest(entry) == kept for entry, kept in log.digests(session))


def test_numbered_entries_come_before_pending_ones(database: Database) -> None:
    one, two, three = History(3).entries(13)[:3]
    stream = one.stream
    entries = [
        msgspec.structs.replace(one, seq=None),
        msgspec.structs.replace(two, seq=9, stream=stream),
        msgspec.structs.replace(three, seq=4, stream=stream),
    ]
    assert one.id < two.id < three.id
    with database.session() as session:
        log.append(session, entries=entries)
        assert [e.seq for e in log.read(session, stream=stream)] == [4, 9, None]


def test_nothing_to_append_is_nothing(database: Database) -> None:
    with database.session() as session:
        log.append(session, entries=[])
        assert log.last_id(session) is None


def test_every_field_is_in_the_digest() -> None:
    entry = History(1).entries(13)[0]
    changes: list[dict[str, Any]] = [
        *({name: "77" * 16} for name in ("id", "scope", "stream", "author", "device", "action")),
        {"kind": entry.kind + "x"},
        {"body": entry.body + b" "},
        {"recorded_at": entry.recorded_at + 1},
    ]
    changed = [msgspec.structs.replace(entry, **change) for change in changes]
    assert len({digest(one) for one in [entry, *changed]}) == len(changed) + 1
    # The server's number comes later and is not sealed.
    assert digest(msgspec.structs.replace(entry, seq=77)) == digest(entry)


def test_the_file_shows_nothing(filled: Database) -> None:
    filled.engine.dispose()
    kept = filled.file.read_bytes()
    assert len(kept) > 100_000
    assert not kept.startswith(b"SQLite format 3")
    for word in ("曾小贤", "CREATE TABLE", "0574-87654321", "matter.register"):
        assert word.encode() not in kept
    with pytest.raises(sqlite3.DatabaseError):
        _plain(filled.file)


def _plain(file: Path) -> None:
    opened = sqlite3.connect(file)
    try:
        opened.execute("SELECT * FROM sqlite_schema")
    finally:
        opened.close()


def test_the_index_alone_tells_what_waits(database: Database) -> None:
    """It is asked after every action; looking up each row took seconds at 300,000 entries."""
    told: list[str] = []
    with database.session() as session, session.begin():
        driver = session.connection()

        @event.listens_for(driver, "before_cursor_execute")
        def _explain(_: object, cursor: Any, statement: str, *__: object) -> None:
            told.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}"))

        log.pending(session)
    assert told == [
        "SCAN entry USING COVERING INDEX entry_pending",
        "SCAN signed_action USING COVERING INDEX signed_action_refused",
        "SCAN signed_action USING INDEX signed_action_open",  # a handful: what is under way
    ]
