"""The program killed in the middle of its work: what it answered is on the disk."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from renda_desktop.cli import main
from tests.cli.stories import RECEPTION, VISIT

PASSPHRASE = "月湖街道 2026 测试口令"
POINTS = int(os.environ.get("RENDA_KILLS", "20"))
LONGEST = 0.25  # seconds from an answer to the kill: several actions
LINES = 400


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A station that the same process will be killed in again and again."""
    folder = tmp_path_factory.mktemp("kill")
    (folder / "passphrase").write_text(PASSPHRASE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RENDA_PASSPHRASE_FILE", str(folder / "passphrase"))
        founded = ["--home", str(folder / "home")]
        words = ["--station", "月湖站", "--code", "YH", "--clerk", "王芳"]
        assert main(["init", *words, *founded]) == 0
        yield folder / "home"
        shutil.rmtree(folder)


def _lines() -> str:
    """Return a reception and many visits, each with two matters of which one is assigned."""
    visits = (VISIT | {"ref": f"v{n}"} for n in count())
    lines = [*RECEPTION[4:]]
    for visit, _ in zip(visits, range(LINES), strict=False):
        note = {"do": "matter.note", "matter": f"${visit['ref']}.1", "text": "记一笔"}
        lines += [visit, note]
    return "\n".join(json.dumps(line) for line in lines) + "\n"


def _killed(home: Path, file: Path, chance: random.Random) -> list[str]:
    """Start `apply`, kill it at some moment after some answers, and return the answers."""
    command = [sys.executable, "-m", "renda_desktop", "--home", str(home), "apply", str(file)]
    answers: list[str] = []
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        answers.extend(islice(process.stdout, chance.randrange(1, 30)))
        try:
            process.wait(timeout=chance.uniform(0, LONGEST))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        answers += process.stdout.readlines()
        said = process.stderr.read()
    assert process.returncode == -signal.SIGKILL, (answers[-1:], said)
    return [line for line in answers if line.endswith("\n")]


def _shown(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> object:
    capsys.readouterr()
    assert main(["--home", str(home), *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.timeout(60 + POINTS * 20)
def test_what_was_answered_is_there_after_a_kill(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(2026)
    people = tmp_path / "people.jsonl"
    people.write_text("\n".join(json.dumps(line) for line in RECEPTION[:4]), "utf-8")
    assert main(["--home", str(home), "apply", str(people)]) == 0
    visits: set[str] = set()
    file = tmp_path / "lines.jsonl"
    file.write_text(_lines().replace('"$zhang"', '"张明"').replace("themed#1", "$r"), "utf-8")
    for _ in range(POINTS):
        answers = [json.loads(line) for line in _killed(home, file, chance)]
        assert all(answer["ok"] for answer in answers)
        # After the four lines of the reception every other answer is a visit, then its matter.
        visits |= {answer["id"] for answer in answers[4::2]}
        report = _shown(capsys, home, "verify")
        assert isinstance(report, dict)
        assert report["sound"], report
    found = _shown(capsys, home, "show", "visits", "--limit", "0")
    assert isinstance(found, list)
    assert visits <= {one["id"] for one in found}
    assert len(visits) > POINTS
