"""The live file is SQLite's alone: our code never opens it, and two processes share it in peace."""

import multiprocessing
import subprocess
import sys
from pathlib import Path

import msgspec

from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.store import log, rebuild, schema
from renda_desktop.store.backup import backup, compare, restore
from renda_desktop.store.engine import connect, open_engine
from renda_desktop.store.project import project
from renda_desktop.store.verify import verify
from tests.store.conftest import KEY, LONG, NOW, Database
from tests.store.histories import History


def use_everything(file: Path) -> None:
    """Do whatever the store does with a database, while another connection is open."""
    database = Database(file, open_engine(file, key=KEY))
    other = connect(file, key=KEY)
    schema.prepare(database.engine, file=file, key=KEY, now=NOW)
    database.write(History(5, seq=LONG).entries(20))
    with database.session() as session, session.begin():
        rebuild.rebuild(session)
        schema.forget_projection(session)
    schema.prepare(database.engine, file=file, key=KEY, now=NOW)
    assert verify(database.engine).sound
    kept = file.parent / "kept.db"
    backup(file, key=KEY, to=kept)
    compare(kept, live=file, key=KEY)
    other.close()
    database.engine.dispose()
    restore(kept, live=file, key=KEY, now=NOW)


def watch(file: Path) -> None:
    """Do it all and fail if Python itself opened one of the live files."""
    opened: list[object] = []
    live = {str(file) + suffix for suffix in ("", "-wal", "-shm", "-journal")}

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event in ("open", "os.truncate") and str(args[0]) in live:
            opened.append(args[0])

    sys.addaudithook(hook)
    use_everything(file)
    assert opened == []
    file.read_bytes()
    assert len(opened) == 1, "the hook sees nothing"


def test_our_code_never_opens_the_live_file(filled: Database) -> None:
    """Closing such a file drops SQLite's locks; a hook cannot be removed, so it has a process."""
    filled.engine.dispose()
    code = "import sys; from pathlib import Path; from tests.store import test_shared_file as t; "
    code += "t.watch(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(filled.file)], check=True)


def act(file: Path, seed: int) -> int:
    """Write entries one by one, each in a transaction that reads the last id first."""
    database = Database(file, open_engine(file, key=KEY))
    history = History(seed)
    for noun in list(history.streams) * 4:
        with database.session() as session, session.begin():
            history.last = log.last_id(session)
            entry = msgspec.structs.replace(
                history.entry(NOUNS[noun], new=True), seq=None, device=Id(f"{seed:032x}")
            )
            log.append(session, entries=[entry])
            project(session, states=[NOUNS[noun].fold(entry.stream, [entry])])
    database.engine.dispose()
    return 4 * len(history.streams)


def test_two_processes_write_at_once(filled: Database) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        written = pool.starmap(act, [(filled.file, 21), (filled.file, 22)], chunksize=1)
    assert filled.count() == LONG + sum(written)
    assert verify(filled.engine).sound
    with filled.session() as session:
        mine = [e for e, _ in log.digests(session) if e.device in (f"{21:032x}", f"{22:032x}")]
    assert len({e.id for e in mine}) == sum(written)
