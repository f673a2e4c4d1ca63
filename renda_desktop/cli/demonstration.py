"""The demo station: made once, in a folder of its own, and opened without a question."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from renda_desktop.bootstrap import Home, found_office
from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of
from renda_desktop.store import keys

SEED: Final = 1
MATTERS: Final = 300


def demo(options: Options) -> int:
    """Make a demo station in the chosen home."""
    named = os.environ.get("RENDA_HOME")
    options.home = getattr(options, "home", None) or (Path(named) if named else None)
    options.demo = True
    home = opening.home(options)
    make(home, seed=options.seed, matters=options.matters)
    print(f"演示数据在 {home.path}")
    return 0


def ensure(home: Home) -> None:
    """Make the demo station unless it is there."""
    if not home.exists:
        make(home, seed=SEED, matters=MATTERS)


def make(home: Home, *, seed: int, matters: int) -> None:
    """Make a demo station beside its place, and move it there when it is whole.

    Raises:
        RuleBroken: there is a station in this home.
    """
    if home.exists or keys.holder(home.path) is not None:
        raise RuleBroken("home.taken")
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix=f"{home.path.name}.", dir=home.path.parent) as folder:
        fresh = Home(Path(folder))
        _fill(fresh, seed=seed, matters=matters)
        if not home.exists:  # another start was quicker
            _move(fresh, home)


def _fill(home: Home, *, seed: int, matters: int) -> None:
    from renda_desktop import demo as made_up

    marker = msgspec.json.encode({"seed": seed, "matters": matters})
    (home.path / opening.DEMO_MARKER).write_bytes(marker)
    today = day_of(datetime.now(UTC))
    office = found_office(
        home,
        details=made_up.details(),
        clerk=made_up.head(),
        passphrase=opening.DEMO_PASSPHRASE,
        clock=made_up.clock(today),
    )
    try:
        made_up.make(office, seed=seed, matters=matters, today=today, progress=_progress)
    finally:
        office.close()
    print(file=sys.stderr)


def _move(fresh: Home, home: Home) -> None:
    """Move the files of one home to another, the database last: only with it there is one."""
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in sorted(fresh.path.iterdir(), key=lambda one: one == fresh.database):
        file.replace(home.path / file.name)


def _progress(done: int, total: int) -> None:
    end = "" if sys.stderr.isatty() else "\n"
    start = "\r" if sys.stderr.isatty() else ""
    print(f"{start}正在生成演示数据:{done}/{total} 件事项", end=end, file=sys.stderr, flush=True)
