"""A station founded by the command line, and the command line on a copy of it."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from renda_desktop import bootstrap
from renda_desktop.cli import main
from tests.offices import START

PASSPHRASE = "月湖街道 2026 测试口令"


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Terminal:
    """The command line on one home folder, in this process."""

    home: Path
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str | Path) -> Done:
        self.capsys.readouterr()
        code = main(["--home", str(self.home), *map(str, words)])
        said = self.capsys.readouterr()
        return Done(code, said.out, said.err)

    def apply(self, *lines: dict[str, Any] | str, stop: bool = False) -> Done:
        """Do some lines, each an action or raw text."""
        texts = [one if isinstance(one, str) else json.dumps(one) for one in lines]
        file = self.folder / "lines.jsonl"
        file.write_text("\n".join(texts) + "\n", "utf-8", errors="surrogateescape")
        return self("apply", file, *(["--stop"] if stop else []))


@pytest.fixture(scope="session")
def passphrase_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("secret") / "passphrase"
    file.write_text(PASSPHRASE + "\n", "utf-8")
    return file


@pytest.fixture(scope="session")
def station(passphrase_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a station that nobody has open."""
    home = tmp_path_factory.mktemp("station") / "home"
    words = ["--station", "月湖街道人大代表联络站", "--code", "YH", "--clerk", "王芳"]
    place = ["--home", str(home), "--passphrase-file", str(passphrase_file)]
    assert main(["init", *words, *place]) == 0
    return home


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers hold the year: they are those of one day, whenever the tests run."""
    monkeypatch.setattr(bootstrap, "system_clock", lambda: START)


@pytest.fixture(autouse=True)
def _known_passphrase(monkeypatch: pytest.MonkeyPatch, passphrase_file: Path) -> None:
    monkeypatch.setenv("RENDA_PASSPHRASE_FILE", str(passphrase_file))
    monkeypatch.delenv("RENDA_HOME", raising=False)


@pytest.fixture
def nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The command line on a home folder that is not there."""
    return Terminal(tmp_path / "家里", tmp_path, capsys)


@pytest.fixture
def cli(nowhere: Terminal, station: Path) -> Terminal:
    """The command line on a station of its own."""
    shutil.copytree(station, nowhere.home)
    return nowhere
