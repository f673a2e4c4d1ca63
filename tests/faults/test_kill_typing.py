"""kill -9 while somebody types: what was kept comes back, and the database is sound."""

import os
import random
import subprocess
import sys
from pathlib import Path

from renda_desktop.store.verify import verify
from tests import offices

KILLS = int(os.environ.get("RENDA_KILLS", "5"))
ROOT = Path(__file__).parents[2]


def test_typing_survives_being_killed(furnished: tuple[Path, offices.Cast], tmp_path: Path) -> None:
    home = offices.copied(furnished[0], tmp_path / "home")
    chance = random.Random(20261123)
    kept = 0
    for _ in range(KILLS):
        found, note, kept = _type_until_killed(home, lines=chance.randint(1, 12), before=kept)
        assert found is not None
        assert note in ("-", "已恢复未保存的内容")
    office = offices.opened(home)
    assert verify(office.engine).sound
    office.close()


def _type_until_killed(home: Path, *, lines: int, before: int) -> tuple[int, str, int]:
    """Return what came back, the note about it, and what was kept when the kill came."""
    command = [sys.executable, "-m", "tests.faults.typing_window", str(home)]
    window = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    try:
        _word, found, note = window.stdout.readline().split()
        assert int(found) >= before, "what was acknowledged did not come back"
        said = [window.stdout.readline().split() for _ in range(lines)]
        assert all(word == "kept" for word, _length in said)
    finally:
        window.kill()
        window.wait()
    said += [line.split() for line in window.stdout.read().splitlines()]  # before the kill came
    window.stdout.close()
    lengths = [int(words[1]) for words in said if len(words) == 2 and words[1].isdecimal()]
    return int(found), note, max([int(found), *lengths])
