"""Verification finds what somebody, or a disk, has changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.store import blobs
from renda_desktop.store.engine import connect, open_engine
from renda_desktop.store.verify import Finding, verify
from tests.store.conftest import KEY, LONG, Database

TAMPERED: list[tuple[str, list[tuple[str, str]]]] = [
    ("UPDATE entry SET body = body || ' ' WHERE kind = 'matter.register'", [("digest", "matter")]),
    (
        "UPDATE entry SET body = zeroblob(length(body)) WHERE kind = 'matter.of_a_later_version'",
        [("digest", "matter")],
    ),
    ("UPDATE matter SET stage = 'closed'", [("projection", "matter")]),
    ("UPDATE clerk SET active = NOT active", [("projection", "clerk")]),
    ("DELETE FROM visit WHERE id = (SELECT max(id) FROM visit)", [("projection", "visit")]),
    ("DELETE FROM attendance", [("projection", "attendance")]),
    (
        "INSERT INTO outpost VALUES (zeroblob(16), zeroblob(16), '', '')",
        [("projection", "outpost")],
    ),
    ("DELETE FROM lookup WHERE key = 'zs'", [("search", "lookup")]),
    ("UPDATE document SET digest = digest + 1", [("search", "document")]),
    (
        "DELETE FROM full_text WHERE rowid = (SELECT max(rowid) FROM full_text)",
        [("search", "full_text")],
    ),
    ("UPDATE blob SET data = zeroblob(size)", [("file", "")]),
]


def tamper(database: Database, statement: str) -> None:
    """Change the database behind the program's back."""
    opened = connect(database.file, key=KEY)
    opened.execute("DROP TRIGGER entry_is_immutable")
    opened.execute("DROP TRIGGER entry_is_kept")
    assert opened.execute(statement).rowcount > 0
    opened.close()


@pytest.fixture
def with_file(filled: Database) -> Database:
    with filled.session() as session, session.begin():
        blobs.put(session, data=b"a photo", mime="image/jpeg")
    return filled


def test_a_sound_database(with_file: Database) -> None:
    seen: list[int] = []
    report = verify(with_file.engine, progress=seen.append)
    assert report.sound
    assert report.entries == LONG
    assert report.files == 1
    assert report.rows > 400
    assert seen[-1] == 100
    assert seen == sorted(seen)


@pytest.mark.parametrize(("statement", "found"), TAMPERED)
def test_what_was_changed_is_found(
    with_file: Database, statement: str, found: list[tuple[str, str]]
) -> None:
    tamper(with_file, statement)
    report = verify(with_file.engine)
    assert {("verify." + rule, subject) for rule, subject in found} <= {
        (finding.rule, finding.subject) for finding in report.findings
    }
    if found[0][0] in ("projection", "search"):
        assert len(report.findings) == 1
    assert all(str(finding) for finding in report.findings)


def test_ids_that_go_back_are_found(with_file: Database) -> None:
    tamper(
        with_file,
        "UPDATE entry SET seq = 900000 - seq, device = zeroblob(16) WHERE seq IS NOT NULL"
        " AND kind LIKE 'matter.%'",
    )
    assert "verify.order" in {finding.rule for finding in verify(with_file.engine).findings}


def test_a_finding_speaks_of_things_not_persons() -> None:
    assert str(Finding("verify.digest", "matter", 2)) == "事项:有 2 条记录与校验值不符。"
    assert str(Finding("verify.projection", "matter_party")).startswith("事项:")
    assert str(Finding("verify.search", "full_text")).startswith("检索")


def test_what_was_written_a_moment_ago_raises_no_alarm(with_file: Database) -> None:
    """The pages are checked in the file: what is in the write-ahead log must reach it first."""
    reader = connect(with_file.file, key=KEY)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entry").fetchone()
    with with_file.session() as session, session.begin():
        blobs.put(session, data=b"another photo" * 9000, mime="image/jpeg")
    quick = open_engine(with_file.file, key=KEY)
    try:
        with quick.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 1")
        with pytest.raises(Unavailable, match=r"被另一个程序占用"):
            verify(quick)
        reader.execute("ROLLBACK")
        assert verify(quick).sound
    finally:
        reader.close()
        quick.dispose()


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_a_flipped_bit_is_found(
    opened: Callable[..., Database], long_template: Path, place: float
) -> None:
    database = opened(long_template, "坏盘")
    database.engine.dispose()
    data = bytearray(database.file.read_bytes())
    data[int(len(data) * place)] ^= 4
    database.file.write_bytes(data)
    try:
        rules = {finding.rule for finding in verify(database.engine).findings}
    except Unavailable as failure:
        rules = {failure.rule}
    assert rules in ({"verify.pages"}, {"store.damaged"})
