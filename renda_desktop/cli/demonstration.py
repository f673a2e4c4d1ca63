"""The demo station: made once, in a folder of its own, and opened without a question."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
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
    options.demo = True
    home = opening.home(options)
    make(home, seed=options.seed, matters=options.matters)
    print(f"演示数据在 {home.path}")
    return 0


def ensure(path: Path) -> None:
    """Make the demo station unless it is there."""
    home = Home(path)
    if not home.exists:
        make(home, seed=SEED, matters=MATTERS)


def make(home: Home, *, seed: int, matters: int) -> None:
    """Make a demo station beside its place, and move it there when it is whole.

    Raises:
        RuleBroken: there is a station in this home.
    """
    from renda_desktop import demo

    if home.exists or keys.holder(home.path) is not None:
        raise RuleBroken("home.taken")
    fresh = Home(home.path.with_name(f"{home.path.name}.making"))
    if (fresh.path / opening.DEMO_MARKER).exists():
        shutil.rmtree(fresh.path)  # of a start that was broken off; it holds made-up persons only
    fresh.path.mkdir(parents=True, mode=0o700)
    marker = msgspec.json.encode({"seed": seed, "matters": matters})
    (fresh.path / opening.DEMO_MARKER).write_bytes(marker)
    today = day_of(datetime.now(UTC))
    office = found_office(
        fresh,
        details=demo.details(),
        clerk=demo.head(),
        passphrase=opening.DEMO_PASSPHRASE,
        clock=demo.clock(today),
    )
    try:
        demo.make(office, seed=seed, matters=matters, today=today, progress=_progress)
    finally:
        office.close()
    print(file=sys.stderr)
    _move(fresh, home)


def _move(fresh: Home, home: Home) -> None:
    """Move the files of one home to another, the database last: only with it there is one."""
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in sorted(fresh.path.iterdir(), key=lambda one: one == fresh.database):
        file.replace(home.path / file.name)
    fresh.path.rmdir()


def _progress(done: int, total: int) -> None:
    end = "" if sys.stderr.isatty() else "\n"
    start = "\r" if sys.stderr.isatty() else ""
    print(f"{start}正在生成演示数据:{done}/{total} 件事项", end=end, file=sys.stderr, flush=True)
