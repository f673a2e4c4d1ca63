"""Kill a migration, a backup or a restore at many moments; one good database is always left.

`python -m tests.store.kills TASK FOLDER MOMENTS`; the folder holds a `renda.db` and a `kept.db`.
A part of the moments is by the clock, the rest by the line of our code. Each round forks: one
child works and is killed, another looks at what it left.
"""

import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy.orm import Session

from renda_desktop.store import schema
from renda_desktop.store.backup import backup, restore
from renda_desktop.store.engine import connect, open_engine
from renda_desktop.store.verify import check_log, verify
from tests.store.conftest import KEY, NOW

STORE = str(Path(schema.__file__).parent)


def prepare(file: Path) -> None:
    engine = open_engine(file, key=KEY)
    schema.prepare(engine, file=file, key=KEY, now=NOW)
    engine.dispose()


def work(task: str, home: Path) -> None:
    """Do what is going to be killed."""
    file = home / "renda.db"
    match task:
        case "create" | "migrate":
            prepare(file)
        case "backup":
            backup(file, key=KEY, to=home / "backup.db")
        case _:
            restore(home / "kept.db", live=file, key=KEY, now=NOW)


def entries(file: Path) -> int:
    """Return how many entries a database holds."""
    opened = connect(file, key=KEY)
    try:
        return int(opened.execute("SELECT count(*) FROM entry").fetchone()[0])
    finally:
        opened.close()


def look(task: str, home: Path, allowed: set[int]) -> None:
    """Raise unless everything that stands under its own name is whole, and work can go on."""
    file = home / "renda.db"
    for copy in (*home.glob("backup.db"), *(home / "backups").glob("*.db")):
        engine = open_engine(copy, key=KEY, purpose="look")
        with Session(engine) as session:
            found, wrong = check_log(session)
            assert not wrong
            assert found in allowed
        engine.dispose()
    if task != "create":
        assert file.exists()
        assert entries(file) in allowed
    prepare(file)
    engine = open_engine(file, key=KEY)
    report = verify(engine)
    assert report.sound, report
    assert report.entries in allowed
    engine.dispose()
    work(task, home)


def forked(job: Callable[[], object]) -> int:
    """Run a job in a child and return how it ended: 0, or less where a signal did it."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            job()
            status = 0
        except BaseException as failure:  # noqa: BLE001 - the child must never go on as a parent
            traceback.print_exception(failure)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_line(number: int, job: Callable[[], object]) -> Callable[[], object]:
    """Return the job, killed at the given line of the store's code that it comes to."""

    def killed() -> None:
        left = number

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal left
            if not frame.f_code.co_filename.startswith(STORE):
                return None
            if event == "line":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        job()

    return killed


def at_time(seconds: float, job: Callable[[], object]) -> Callable[[], object]:
    """Return the job, killed after so many seconds, wherever it is by then."""

    def killed() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        job()

    return killed


def moments(
    job: Callable[[], object], number: int, seconds: float
) -> Iterator[Callable[[], object]]:
    """Yield the job, killed at so many moments by the clock and as many by the line at least.

    The log is read by the same few lines again and again: the later, the more are stepped over.
    """
    for step in range(number):
        yield at_time(max(seconds * step / number, 1e-4), job)
    line = 0
    while True:
        yield at_line(line, job)
        line += 1 + line * 3 // number


def main(task: str, folder: Path, number: int) -> None:
    """Kill, look, kill, until the work is done before it is killed; say how often."""
    import alembic.command  # noqa: F401 - once here, not in every child

    home = folder / "home"
    names = [name for name in ("renda.db", "kept.db") if (folder / name).exists()]
    allowed = {entries(folder / name) for name in names} or {0}

    def fresh() -> None:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        for name in names:
            shutil.copyfile(folder / name, home / name)

    def job() -> None:
        work(task, home)

    fresh()
    began = time.perf_counter()
    assert forked(job) == 0
    kills = [0, 0]
    for count, killed in enumerate(moments(job, number, time.perf_counter() - began)):
        fresh()
        status = forked(killed)
        assert status <= 0, "it failed before it was killed"
        assert forked(lambda: look(task, home, allowed)) == 0
        by_line = count >= number
        if status == 0 and by_line:
            break
        kills[by_line] += status < 0
    sys.stdout.write(f"{kills[0]} {kills[1]}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
