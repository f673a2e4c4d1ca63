"""Backups and restores: whole or not at all, and nothing is ever lost on the way."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.store import schema
from renda_desktop.store.backup import Comparison, backup, compare, restore
from renda_desktop.store.engine import connect, open_engine
from renda_desktop.store.verify import check_log, check_projection, verify
from tests.store.conftest import KEY, LONG, NOW, Database
from tests.store.histories import History

MORE = 40  # entries written after the backup: no fewer than there are nouns to begin

ASIDE = "before-restore-20260901-013000.db"
OTHER_KEY = bytes(32)


def seal(file: Path) -> bytes:
    return sha256(file.read_bytes()).digest()


def rule(family: type[RuleBroken | Unavailable], call: Callable[[], object]) -> str:
    with pytest.raises(family) as caught:
        call()
    assert str(caught.value)
    return str(caught.value.rule)


def again(database: Database) -> None:
    """Prepare and verify what a restore left."""
    schema.prepare(database.engine, file=database.file, key=KEY, now=NOW)
    assert verify(database.engine).sound


@pytest.fixture
def kept(filled: Database, tmp_path: Path) -> Path:
    """A backup of `filled`."""
    to = tmp_path / "优盘" / "9月 备份#1?.db"
    assert backup(filled.file, key=KEY, to=to) == LONG
    return to


@pytest.fixture
def moved_on(filled: Database, kept: Path) -> Iterator[Database]:
    """`filled`, with entries that the backup lacks, and closed."""
    filled.write(History(2, seq=LONG).entries(MORE))
    filled.engine.dispose()
    yield filled
    filled.engine.dispose()


def test_a_backup_is_one_sound_file(filled: Database, kept: Path) -> None:
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
    with pytest.raises(Unavailable):
        connect(kept, key=OTHER_KEY, purpose="look")
    before = seal(kept)
    engine = open_engine(kept, key=KEY, purpose="look")
    assert verify_copy(engine) == LONG
    engine.dispose()
    assert seal(kept) == before
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
    assert filled.count() == LONG


def verify_copy(engine: Engine) -> int:
    with Session(engine) as session:
        entries, wrong = check_log(session)
        assert wrong == []
        assert check_projection(session)[1] == []
    return entries


def test_a_backup_takes_what_is_committed_and_no_more(filled: Database, tmp_path: Path) -> None:
    to = tmp_path / "copy.db"
    writing = connect(filled.file, key=KEY)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("INSERT INTO setting VALUES ('half', 'done')")
    assert backup(filled.file, key=KEY, to=to) == LONG
    writing.execute("COMMIT")
    writing.close()
    copy = connect(to, key=KEY, purpose="look")
    assert copy.execute("SELECT count(*) FROM setting WHERE key = 'half'").fetchone() == (0,)
    copy.close()


def test_a_backup_replaces_an_earlier_one_only_when_it_is_sound(
    filled: Database, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seal(kept)
    with monkeypatch.context() as broken:
        broken.setattr("renda_desktop.store.copying.faults", lambda _: 1)
        found = rule(Unavailable, lambda: backup(filled.file, key=KEY, to=kept))
    assert found == "backup.unsound"
    assert seal(kept) == before
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
    filled.write(History(2, seq=LONG).entries(MORE))
    assert backup(filled.file, key=KEY, to=kept) == LONG + MORE
    assert seal(kept) != before


def test_a_backup_never_lands_on_the_database(filled: Database) -> None:
    link = filled.file.with_name("link.db")
    link.symlink_to(filled.file)
    for to in (filled.file, link):
        found = rule(RuleBroken, lambda to=to: backup(filled.file, key=KEY, to=to))  # type: ignore[misc]
        assert found == "backup.same_file"
    assert filled.count() == LONG


def test_a_backup_never_lands_beside_a_journal(filled: Database, tmp_path: Path) -> None:
    to = tmp_path / "other.db"
    used = connect(to, key=KEY)
    used.execute("CREATE TABLE theirs (a)")
    assert rule(RuleBroken, lambda: backup(filled.file, key=KEY, to=to)) == "backup.same_file"
    used.close()
    assert backup(filled.file, key=KEY, to=to) == LONG


def test_what_is_left_of_a_restore_does_no_harm(moved_on: Database, kept: Path) -> None:
    """A journal without its database would be played back into the new one."""
    fresh = moved_on.file.with_name("restoring.db")
    cut_off = connect(fresh, key=KEY, purpose="copy")
    cut_off.execute("CREATE TABLE half AS SELECT zeroblob(50000)")
    cut_off.execute("PRAGMA cache_size = 1")
    cut_off.execute("BEGIN")
    cut_off.execute("UPDATE half SET rowid = 7")
    cut_off.execute("INSERT INTO half SELECT zeroblob(90000)")
    journal = fresh.with_name("restoring.db-journal")
    left = journal.read_bytes()
    assert left
    cut_off.execute("COMMIT")
    cut_off.close()
    journal.write_bytes(left)
    restore(kept, live=moved_on.file, key=KEY, now=NOW)
    again(moved_on)
    assert not journal.exists()


def test_what_a_restore_would_lose_is_told(moved_on: Database, kept: Path) -> None:
    found = compare(kept, live=moved_on.file, key=KEY)
    assert found.newest is not None
    assert found == Comparison(entries=LONG, newest=found.newest, lost=MORE, gained=0)
    later = kept.with_name("later.db")
    backup(moved_on.file, key=KEY, to=later)
    restore(kept, live=moved_on.file, key=KEY, now=NOW)
    assert compare(later, live=moved_on.file, key=KEY).gained == MORE
    nowhere = kept.with_name("nowhere") / "renda.db"
    assert compare(kept, live=nowhere, key=KEY).lost is None


def test_a_restore_keeps_what_was_there(moved_on: Database, kept: Path) -> None:
    before = seal(kept)
    done = restore(kept, live=moved_on.file, key=KEY, now=NOW)
    assert (done.comparison.entries, done.comparison.lost) == (LONG, MORE)
    assert seal(kept) == before
    names = {file.name for file in moved_on.file.parent.iterdir()}
    assert names == {"renda.db", "backups"}
    again(moved_on)
    assert moved_on.count() == LONG
    assert done.aside == moved_on.file.parent / "backups" / ASIDE
    moved_on.engine.dispose()
    assert restore(done.aside, live=moved_on.file, key=KEY, now=NOW).comparison.gained == MORE
    again(moved_on)
    assert moved_on.count() == LONG + MORE


def test_a_restore_on_a_new_pc(kept: Path, tmp_path: Path) -> None:
    live = tmp_path / "renda.db"
    done = restore(kept, live=live, key=KEY, now=NOW)
    assert done.aside is None
    database = Database(live, open_engine(live, key=KEY))
    again(database)
    assert database.count() == LONG
    database.engine.dispose()


def test_nobody_else_has_it_open(moved_on: Database, kept: Path) -> None:
    other = connect(moved_on.file, key=KEY)
    found = rule(Unavailable, lambda: restore(kept, live=moved_on.file, key=KEY, now=NOW))
    assert found == "store.locked"
    other.close()
    again(moved_on)
    assert moved_on.count() == LONG + MORE
    assert not moved_on.file.with_name("restoring.db").exists()


@pytest.mark.parametrize("damage", ["noise", "a page", "another key"])
def test_a_database_that_cannot_be_read_is_set_aside_as_it_is(
    moved_on: Database, kept: Path, damage: str
) -> None:
    data = bytearray(moved_on.file.read_bytes())
    match damage:
        case "noise":
            data[:] = bytes(reversed(data))
        case "a page":
            data[len(data) // 2] ^= 1
        case _:
            moved_on.file.unlink()
            schema_of_another(moved_on.file)
            data[:] = moved_on.file.read_bytes()
    moved_on.file.write_bytes(data)
    done = restore(kept, live=moved_on.file, key=KEY, now=NOW)
    again(moved_on)
    assert moved_on.count() == LONG
    assert done.aside is not None
    page = 4096 if damage == "a page" else 0  # its first page was fit to be marked as closed
    assert done.aside.read_bytes()[page:] == data[page:]


def schema_of_another(file: Path) -> None:
    opened = connect(file, key=OTHER_KEY)
    opened.execute("PRAGMA journal_mode = DELETE")
    opened.execute("CREATE TABLE entry (id)")
    opened.close()


def tampered(file: Path, *statements: str) -> None:
    opened = connect(file, key=KEY, purpose="copy")
    for statement in statements:
        opened.execute(statement)
    opened.close()


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "noise": (lambda file: file.write_bytes(bytes(range(256)) * 64), "backup.wrong_key"),
    "empty": (lambda file: file.write_bytes(b""), "backup.not_ours"),
    "absent": (lambda file: file.unlink(), "store.cannot_open"),
    "half": (lambda file: file.write_bytes(file.read_bytes()[: 4096 * 20]), "backup.damaged"),
    "a bit": (
        lambda file: file.write_bytes(file.read_bytes()[:90000] + b"x" + file.read_bytes()[90001:]),
        "backup.damaged",
    ),
    "newer": (
        lambda file: tampered(file, "UPDATE alembic_version SET version_num = '0099'"),
        "store.newer",
    ),
    "theirs": (lambda file: tampered(file, "DROP TABLE alembic_version"), "backup.not_ours"),
    "a changed entry": (
        lambda file: tampered(
            file,
            "DROP TRIGGER entry_is_immutable",
            "UPDATE entry SET kind = 'visit.leave' WHERE kind = 'visit.call'",
        ),
        "backup.damaged",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_backup_changes_nothing(moved_on: Database, kept: Path, name: str) -> None:
    spoil, told = BAD[name]
    spoil(kept)
    found = rule(Unavailable, lambda: restore(kept, live=moved_on.file, key=KEY, now=NOW))
    assert found == told
    again(moved_on)
    assert moved_on.count() == LONG + MORE
    assert not moved_on.file.with_name("restoring.db").exists()
