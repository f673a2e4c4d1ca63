"""What the user is told when the disk fails, and that the work can go on afterwards."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.rules import SENTENCES
from renda_desktop.store import blobs, failures, schema, settings
from renda_desktop.store.backup import backup, restore
from renda_desktop.store.engine import connect, open_engine
from renda_desktop.store.verify import verify
from tests.store.conftest import KEY, LONG, NOW, Database

BIG = bytes(400_000)


def rule(call: Callable[[], object]) -> str:
    with pytest.raises(Unavailable) as caught:
        call()
    assert caught.value.__cause__ is None
    assert str(caught.value)
    return caught.value.rule


def keep(engine: Engine, data: bytes = BIG) -> None:
    writer = engine.execution_options(writes=True)
    with failures.world(), Session(writer) as session, session.begin():
        settings.put(session, key="before", value="the file")
        blobs.put(session, data=data, mime="image/png")


def test_every_rule_has_its_sentence() -> None:
    for told in {*failures._RESULTS.values(), *failures._ERRNOS.values()}:
        assert SENTENCES[told]


def test_a_full_disk_by_page_count(filled: Database) -> None:
    @event.listens_for(filled.engine, "connect")
    def _limit(driver: object, _: object) -> None:
        assert hasattr(driver, "execute")
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count = {pages + 5}")

    assert rule(lambda: keep(filled.engine)) == "store.full"
    with filled.session() as session:
        assert settings.get(session, key="before") is None
    keep(filled.engine, b"a small one")  # the same connection works on
    assert verify(filled.engine).sound


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, *, leave: int) -> Path:
    """Leave so many bytes free."""
    ballast = folder / "ballast"
    ballast.unlink(missing_ok=True)
    free = os.statvfs(folder)
    ballast.write_bytes(bytes(free.f_bavail * free.f_frsize - leave))
    return ballast


def test_a_full_disk(small_disk: Path, filled: Database) -> None:
    filled.engine.dispose()
    file = small_disk / "renda.db"
    file.write_bytes(filled.file.read_bytes())
    engine = open_engine(file, key=KEY)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        ballast = fill(small_disk, leave=50_000)
        assert rule(lambda: keep(engine)) == "store.full"
        with Session(engine) as session:
            assert settings.get(session, key="before") is None
        ballast.unlink()
        keep(engine)
        assert verify(engine).sound
    finally:
        engine.dispose()


def test_a_backup_to_a_full_disk(small_disk: Path, filled: Database) -> None:
    to = small_disk / "backup.db"
    fill(small_disk, leave=200_000)
    assert rule(lambda: backup(filled.file, key=KEY, to=to)) == "store.full"
    assert [file.name for file in small_disk.iterdir()] == ["ballast"]
    assert filled.count() == LONG


def test_a_restore_and_an_upgrade_on_a_full_disk(
    small_disk: Path, filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.db"
    backup(filled.file, key=KEY, to=kept)
    filled.engine.dispose()
    live = small_disk / "renda.db"
    live.write_bytes(filled.file.read_bytes())
    for leave in (100_000, live.stat().st_size + 200_000):
        fill(small_disk, leave=leave)
        assert rule(lambda: restore(kept, live=live, key=KEY, now=NOW)) == "store.full"
        database = Database(live, open_engine(live, key=KEY))
        assert database.count() == LONG
        assert verify(database.engine).sound
        database.engine.dispose()
    monkeypatch.setattr(schema, "HEAD", "0004")
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002", "0003", "0004"))
    fill(small_disk, leave=100_000)
    engine = open_engine(live, key=KEY)
    assert rule(lambda: schema.prepare(engine, file=live, key=KEY, now=NOW)) == "store.full"
    engine.dispose()
    assert list((small_disk / "backups").iterdir()) == []


def test_a_read_only_disk(small_disk: Path, filled: Database) -> None:
    filled.engine.dispose()
    file = small_disk / "renda.db"
    file.write_bytes(filled.file.read_bytes())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    engine = open_engine(file, key=KEY)
    assert rule(lambda: keep(engine)) in ("store.read_only", "store.cannot_open")
    assert rule(lambda: backup(filled.file, key=KEY, to=small_disk / "b.db")) == "store.read_only"
    engine.dispose()


def test_a_database_that_may_not_be_written(filled: Database) -> None:
    engine = open_engine(filled.file, key=KEY, purpose="look")
    assert rule(lambda: keep(engine)) == "store.read_only"
    engine.dispose()


def test_a_database_in_use(filled: Database) -> None:
    other = connect(filled.file, key=KEY)
    other.execute("BEGIN IMMEDIATE")
    with filled.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    assert rule(lambda: keep(filled.engine)) == "store.locked"
    other.execute("ROLLBACK")
    other.close()
    keep(filled.engine)


def test_a_page_that_went_bad(filled: Database) -> None:
    keep(filled.engine)
    filled.engine.dispose()
    data = bytearray(filled.file.read_bytes())
    data[-200_000] ^= 1
    filled.file.write_bytes(data)

    def read() -> None:
        with failures.world(), Session(filled.engine) as session:
            session.connection().exec_driver_sql("SELECT max(length(hex(data))) FROM blob").all()

    assert rule(read) == "store.damaged"


def test_no_folder_no_database(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "nowhere" / "renda.db", key=KEY)
    assert rule(lambda: keep(engine)) == "store.cannot_open"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "store.full"),
        (errno.EROFS, "store.read_only"),
        (errno.EACCES, "store.read_only"),
        (errno.EIO, "store.io"),
    ],
)
def test_the_system_s_words(number: int, told: str) -> None:
    def fail() -> None:
        with failures.world():
            raise OSError(number, "张三.db")

    assert rule(fail) == told


def test_our_own_faults_pass_unchanged(filled: Database) -> None:
    for fault in (KeyError("x"), RuleBroken("amend.nothing"), OSError(errno.EINVAL, "")):
        with pytest.raises(type(fault)) as caught, failures.world():
            raise fault
        assert caught.value is fault
    with failures.world(), pytest.raises(IntegrityError) as broken, filled.session() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO setting VALUES (?, NULL)", ("13805745521",)
        )
    assert "13805745521" not in str(broken.value)
