"""Every mechanism by `apply` alone: its story, what is refused in it, what is shown at the end.

A story is `mechanisms/<program>.jsonl`, as somebody at a station would write it; a line
`{"//": "2026-12-24T19:30"}` lets time pass, and what follows it is another run of `apply`. Beside
it, `mechanisms/<program>.toml` says which lines are refused and why, what `show` says at the end,
and what every figure of the program comes to.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from renda_desktop import bootstrap
from renda_desktop.domain.moments import CHINA
from renda_desktop.services.line_schema import schema
from renda_desktop.services.programs import shipped
from tests.cli.conftest import Done, Terminal
from tests.cli.schemas import faults
from tests.offices import START

STORIES = Path(__file__).parent / "mechanisms"
PROGRAMS = {one.key: one for one in shipped()}
MARK = "//"


@dataclass(frozen=True)
class Part:
    """What is done at one moment: the lines with their numbers in the file."""

    moment: datetime
    lines: tuple[tuple[int, str], ...]


def lines_of(key: str) -> list[tuple[int, str]]:
    text = (STORIES / f"{key}.jsonl").read_text("utf-8")
    return [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def parts_of(key: str) -> Iterator[Part]:
    moment, waiting = START, []
    for number, line in lines_of(key):
        then = json.loads(line).get(MARK)
        if then is None:
            waiting.append((number, line))
            continue
        if waiting:
            yield Part(moment, tuple(waiting))
        moment, waiting = at(then), []
    yield Part(moment, tuple(waiting))


def at(written: str) -> datetime:
    """Return a moment in China, noon where no time is given."""
    moment = datetime.fromisoformat(written if "T" in written else f"{written}T12:00")
    return moment.replace(tzinfo=CHINA)


def differences(wanted: Any, found: Any, place: str = "") -> Iterator[str]:
    """Say where what is found is not what is wanted; fields that nobody asks for may be there."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, one in wanted.items():
            yield from differences(one, found.get(key), f"{place}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for number, (one, other) in enumerate(zip(wanted, found, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif wanted != found:
        yield f"{place}: {found!r}, not {wanted!r}"


@pytest.fixture
def told(key: str, cli: Terminal, monkeypatch: pytest.MonkeyPatch) -> dict[int, dict[str, Any]]:
    """Do a story and return the answer to every line of it."""
    answers: dict[int, dict[str, Any]] = {}
    for part in parts_of(key):
        monkeypatch.setattr(bootstrap, "system_clock", lambda now=part.moment: now)
        done: Done = cli.apply(*(line for _, line in part.lines))
        answers |= dict(zip((number for number, _ in part.lines), done.lines, strict=True))
    return answers


def test_every_program_has_a_story() -> None:
    for ending in ("jsonl", "toml"):
        assert {file.stem for file in STORIES.glob(f"*.{ending}")} == set(PROGRAMS)


@pytest.mark.parametrize("key", PROGRAMS)
def test_time_only_passes(key: str) -> None:
    moments = [part.moment for part in parts_of(key)]
    assert all(earlier < later for earlier, later in pairwise(moments))


@pytest.mark.parametrize("key", PROGRAMS)
def test_a_mechanism_runs_by_lines_alone(
    key: str, told: dict[int, dict[str, Any]], cli: Terminal
) -> None:
    wanted = tomllib.loads((STORIES / f"{key}.toml").read_text("utf-8"))
    refused = {number: one["rule"] for number, one in told.items() if not one["ok"]}
    assert refused == {int(number): rule for number, rule in wanted["refused"].items()}
    assert refused, "a story has a line that must be refused"
    assert not any("{" in one.get("message", "") for one in told.values())
    for one in wanted["show"]:
        found = cli("show", *one["what"], "--json").json
        assert list(differences(one["is"], found)) == []
        assert cli("show", *one["what"]).out
    _check_figures(key, wanted["figures"], cli)
    assert cli("verify").code == 0


def _check_figures(key: str, wanted: dict[str, str], cli: Terminal) -> None:
    """Every figure that the program lists has a value, the one that is wanted, and its rows."""
    found = cli("show", "figures", "--program", key, "--json").json
    figures = {one["key"]: one for one in found["figures"]}
    assert list(figures) == [*PROGRAMS[key].figures]
    assert {name: one["shown"] for name, one in figures.items()} == wanted
    for name, one in figures.items():
        assert not one.get("unfit")
        assert one["exact"] is not None or one["parts"]
        rows = cli("show", "figure", name, "--program", key, "--rows", "--json").json["rows"]
        assert rows
    assert [one for one in found["checks"] if one["difference"]] == []


@pytest.mark.parametrize("key", PROGRAMS)
def test_every_line_is_what_the_schema_describes(key: str) -> None:
    described = schema()
    for number, text in lines_of(key):
        line = json.loads(text)
        if MARK not in line:
            form = described["$defs"][line["do"]]
            assert list(faults(line, form, described["$defs"])) == [], number
