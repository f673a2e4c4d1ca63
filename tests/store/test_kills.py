"""kill -9 during whatever touches the whole file leaves one good database."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from renda_desktop.store import schema
from tests.store.conftest import Database
from tests.store.histories import History

# A campaign takes more: RENDA_KILLS=200.
MOMENTS = int(os.environ.get("RENDA_KILLS", "5"))

# In the killed process a newer version is out, whose migration writes every entry's row anew.
NEXT_VERSION = """
from renda_desktop.store import schema
schema.SCRIPTS = str(Path(sys.argv[2], "migrations"))
schema.REVISIONS, schema.HEAD = (*schema.REVISIONS, "next"), "next"
"""
NEXT = """
from alembic import op
revision, down_revision = "next", "HEAD"
def upgrade():
    op.execute("CREATE TABLE copied AS SELECT * FROM entry")
    op.execute("ALTER TABLE blob ADD COLUMN seen INTEGER")
    op.execute("DELETE FROM setting WHERE key = 'projection'")
    op.execute("DROP TABLE copied")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize("task", ["create", "migrate", "backup", "restore"])
def test_a_kill_leaves_one_good_database(
    task: str, template: Path, opened: Callable[..., Database], tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    for name, entries in (("renda.db", 90), ("kept.db", 40)):
        database = opened(template, name)
        database.write(History(entries).entries(entries))
        database.engine.dispose()
        if task == "restore" or (name == "renda.db" and task != "create"):
            shutil.copyfile(database.file, folder / name)
    code = "import sys; from pathlib import Path; from tests.store import kills\n"
    if task == "migrate":
        scripts = shutil.copytree(
            Path(schema.__file__).with_name("migrations"), folder / "migrations"
        )
        (scripts / "versions" / "next.py").write_text(NEXT.replace("HEAD", schema.HEAD))
        code += NEXT_VERSION
    code += "kills.main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))"
    done = subprocess.run(
        [sys.executable, "-c", code, task, str(folder), str(MOMENTS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    by_clock, by_line = map(int, done.stdout.split())
    assert by_clock >= 2  # the others may have come too late
    assert by_line >= MOMENTS
