"""A database file is brought to this version, or refused and left alone."""

import multiprocessing
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, select

from renda_desktop.domain.errors import Unavailable
from renda_desktop.store import drafts, schema, settings
from renda_desktop.store.engine import connect, open_engine
from renda_desktop.store.tables import exchange, projection
from renda_desktop.store.tables.kept import KEPT, TRIGGERS
from renda_desktop.store.verify import verify
from renda_desktop.sync.verify import check
from tests.fixtures.make_database import ENTRIES, FOLDER
from tests.store.conftest import KEY, LONG, NOW, Database

NEXT = """
from alembic import op
revision, down_revision = "0004", "0003"
def upgrade():
    op.execute("ALTER TABLE blob ADD COLUMN seen INTEGER")
    {}
"""


def prepared(
    database: Database, progress: Callable[[int], object] | None = None
) -> schema.Prepared:
    return schema.prepare(database.engine, file=database.file, key=KEY, now=NOW, progress=progress)


def stamp(database: Database, revision: str) -> None:
    opened = connect(database.file, key=KEY)
    opened.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    opened.close()


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Pretend that a version 0004 is out; its migration ends with the statement given."""

    def pretend(last: str = "") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(Path(schema.__file__).with_name("migrations"), scripts)
        (scripts / "versions" / "0004_next.py").write_text(NEXT.format(last))
        monkeypatch.setattr(schema, "SCRIPTS", str(scripts))
        monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002", "0003", "0004"))
        monkeypatch.setattr(schema, "HEAD", "0004")

    return pretend


def test_the_constants_say_what_the_scripts_say() -> None:
    config = Config()
    config.set_main_option("script_location", schema.SCRIPTS)
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(script.revision for script in reversed(scripts)) == schema.REVISIONS


def shape(connection: Connection) -> dict[str, object]:
    """Describe the kept tables as SQLite sees them, however they were written down."""
    found: dict[str, object] = {}
    inspector = inspect(connection)
    for name in sorted(KEPT.tables):
        pragma = connection.exec_driver_sql
        found[name] = (
            pragma(f"PRAGMA table_xinfo({name})").all(),
            [row[2:] for row in pragma("PRAGMA table_list").all() if row[1] == name],
            sorted(
                (row[1:], tuple(pragma(f"PRAGMA index_xinfo({row[1]})").all()))
                for row in pragma(f"PRAGMA index_list({name})").all()
            ),
            inspector.get_check_constraints(name),
        )
    return found


def test_the_head_is_the_models(database: Database) -> None:
    models = create_engine("sqlite://")
    KEPT.create_all(models)
    with database.engine.connect() as head, models.connect() as wanted:
        assert shape(head) == shape(wanted)
        options = {"include_name": lambda name, kind, _: kind != "table" or name in KEPT.tables}
        context = MigrationContext.configure(head, opts=options)
        assert compare_metadata(context, KEPT) == []
        kept = head.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
        assert {_flat(sql) for sql in kept.scalars()} == {
            _flat(sql) for sql in (*TRIGGERS, *exchange.TRIGGERS)
        }
    models.dispose()


def _flat(sql: str) -> str:
    return " ".join(sql.split())


def test_nothing_is_done_where_nothing_is_due(filled: Database) -> None:
    assert prepared(filled) == schema.Prepared()
    assert not (filled.file.parent / "backups").exists()


def test_alembic_stays_away_where_nothing_is_due(filled: Database) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from renda_desktop.store import schema; from renda_desktop.store.engine import *\n"
        "file, key = Path(sys.argv[1]), bytes(range(32))\n"
        "engine = open_engine(file, key=key)\n"
        "schema.prepare(engine, file=file, key=key, now=datetime.now(UTC))\n"
        "assert not any(name.startswith(('alembic', 'mako')) for name in sys.modules)\n"
    )
    filled.engine.dispose()
    subprocess.run([sys.executable, "-c", code, str(filled.file)], check=True)


def test_an_older_one_is_copied_and_upgraded(
    filled: Database, next_version: Callable[..., None]
) -> None:
    with filled.session() as session, session.begin():
        settings.put(session, key="letter", value="B")
        schema.forget_projection(session)
    next_version()
    done = prepared(filled)
    copy = filled.file.parent / "backups" / "before-0003-20260901-013000.db"
    assert done == schema.Prepared(upgraded_from="0003", copy=copy, folded=done.folded)
    assert done.folded > LONG * 0.9
    with filled.engine.connect() as connection:
        assert schema.revision(connection) == "0004"
        assert "seen" in {c["name"] for c in inspect(connection).get_columns("blob")}
    assert verify(filled.engine).sound
    old = open_engine(copy, key=KEY, purpose="look")
    with old.connect() as connection:
        assert schema.revision(connection) == "0003"
        assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == LONG
    old.dispose()
    assert prepared(filled) == schema.Prepared()


@pytest.mark.parametrize("last", ["op.execute('SELECT * FROM nothing')", "raise OSError(28, '')"])
def test_a_migration_that_fails_leaves_everything(
    filled: Database, next_version: Callable[..., None], last: str
) -> None:
    next_version(last)
    with pytest.raises(Exception, match=r"nothing|磁盘空间不足"):
        prepared(filled)
    with filled.engine.connect() as connection:
        assert schema.revision(connection) == "0003"
        assert "seen" not in {c["name"] for c in inspect(connection).get_columns("blob")}
    assert filled.count() == LONG


def test_a_newer_one_is_refused_untouched(filled: Database) -> None:
    stamp(filled, "0099")
    filled.engine.dispose()
    before = sha256(filled.file.read_bytes()).digest()
    with pytest.raises(Unavailable, match="更新版本的程序") as caught:
        prepared(filled)
    assert caught.value.rule == "store.newer"
    filled.engine.dispose()
    assert sha256(filled.file.read_bytes()).digest() == before
    assert [file.name for file in filled.file.parent.iterdir()] == ["renda.db"]


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "renda.db"
    opened = connect(file, key=KEY)
    opened.execute("CREATE TABLE theirs (a)")
    opened.close()
    engine = open_engine(file, key=KEY)
    with pytest.raises(Unavailable, match="已损坏"):
        schema.prepare(engine, file=file, key=KEY, now=NOW)
    engine.dispose()


def test_a_wrong_key_is_told(filled: Database) -> None:
    engine = open_engine(filled.file, key=bytes(32))
    with pytest.raises(Unavailable) as caught:
        schema.prepare(engine, file=filled.file, key=bytes(32), now=NOW)
    assert caught.value.rule == "store.wrong_key"


def test_an_older_projection_is_made_again(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "VERSION", projection.VERSION + 1)
    with filled.session() as session, session.begin():
        session.connection().exec_driver_sql("DELETE FROM matter")
    seen: list[int] = []
    assert prepared(filled, seen.append).folded > LONG * 0.9
    assert seen
    assert seen[-1] in range(90, 101)
    assert verify(filled.engine).sound
    assert prepared(filled) == schema.Prepared()


def test_every_release_makes_the_projection_again(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rules may judge an entry otherwise, and then its rows are others."""
    assert prepared(filled).folded == 0
    monkeypatch.setattr(schema, "_release", lambda: "77.0")
    assert prepared(filled).folded > LONG * 0.9
    assert prepared(filled).folded == 0


def _prepare(file: Path) -> bool:
    engine = open_engine(file, key=KEY)
    created = schema.prepare(engine, file=file, key=KEY, now=NOW).created
    engine.dispose()
    return created


def test_two_processes_that_make_it_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        made = pool.map(_prepare, [tmp_path / "renda.db"] * 2, chunksize=1)
    assert sorted(made) == [False, True]
    engine = open_engine(tmp_path / "renda.db", key=KEY)
    assert verify(engine).sound
    engine.dispose()


def test_every_release_has_its_fixture() -> None:
    assert {file.stem for file in FOLDER.glob("*.db")} == set(schema.REVISIONS)


@pytest.mark.parametrize("fixture", sorted(FOLDER.glob("*.db")), ids=lambda file: file.stem)
def test_every_released_database_opens(fixture: Path, opened: Callable[..., Database]) -> None:
    database = opened(fixture, "旧版")
    prepared(database)
    report = verify(database.engine)
    assert report.findings == ()
    assert report.entries == ENTRIES
    assert report.files == 1
    with database.session() as session:
        assert settings.get(session, key="letter") == "A"
        assert drafts.drafts(session)["register"].body.decode() == "路灯不亮"
        assert check(session) == []


def test_the_newest_fixture_has_something_in_every_table(opened: Callable[..., Database]) -> None:
    database = opened(FOLDER / f"{schema.HEAD}.db", "新版")
    with database.session() as session:
        held = {t.name for t in KEPT.sorted_tables if session.execute(select(t).limit(1)).first()}
    assert held == KEPT.tables.keys() - {"waiver"}
