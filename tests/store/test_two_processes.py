"""Two processes that write at once: numbers stay dense and distinct, nothing is lost."""

import subprocess
import sys
from pathlib import Path

from renda_desktop.domain.moments import day_of
from renda_desktop.queries import matters as reads
from renda_desktop.queries import visits as queue
from renda_desktop.store.verify import verify
from tests import offices

_EACH = 20
_WRITER = """
import sys
from pathlib import Path
from renda_desktop.services import visits
from renda_desktop.services.visits import Person, Raised
from tests import offices
office = offices.opened(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    office.act(
        visits.register, reception=sys.argv[2], person=Person("王秀英"),
        matters=(Raised("甲"), Raised("乙")),
    )
office.close()
"""


def test_two_processes_give_distinct_dense_numbers(
    furnished: tuple[Path, offices.Cast], tmp_path: Path
) -> None:
    home, cast = offices.copied(furnished[0], tmp_path / "home"), furnished[1]
    command = [sys.executable, "-c", _WRITER, str(home), cast.reception, str(_EACH)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    root = Path(offices.__file__).parents[1]
    writers = [subprocess.Popen(command, cwd=root, **pipes) for _ in range(2)]  # type: ignore[call-overload] # one dict of options
    for one in writers:
        assert one.stdout.readline() == "ready\n"
    for one in writers:  # both are open before either begins
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [(*one.communicate(timeout=120), one.returncode)[-1] for one in writers] == [0, 0]

    office = offices.opened(home)
    try:
        today = day_of(offices.START)
        rows = office.read(reads.matters, today=today, limit=1000)
        came = office.read(queue.visits, reception=cast.reception)
        assert verify(office.engine).sound
    finally:
        office.close()
    count = 2 * _EACH
    assert sorted(row.number for row in rows) == [
        f"YH-2026-A-{n:05d}" for n in range(1, 2 * count + 1)
    ]
    assert sorted(row.ticket for row in came) == [f"A{n:03d}" for n in range(1, count + 1)]
    assert len({row.number for row in came}) == count
