"""The demo station: made once, in a folder of its own, and opened without a question."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from renda_desktop.bootstrap import Home, found_office
from renda_desktop.cli import columns, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of
from renda_desktop.store import keys

SEED: Final = 1
MATTERS: Final = 300


def demo(options: Options) -> int:
    """Make a demo station in the chosen home, or what stands behind the article's figures."""
    named = os.environ.get("RENDA_HOME")
    options.home = getattr(options, "home", None) or (Path(named) if named else None)
    if options.article:
        return _article(options)
    options.demo = True
    home = opening.home(options)
    make(home, seed=options.seed, matters=options.matters)
    print(f"演示数据在 {home.path}")
    return 0


def _article(options: Options) -> int:
    """Record the article's figures once, and set the computed ones beside the printed ones.

    Returns 1 where one differs.
    """
    from renda_desktop.demo.article.printed import compared

    home = Home(options.home) if options.home else opening.own_home("renda-desktop-article")
    if not (home.exists and opening.published(home)):
        _make(home, lambda fresh: _record(fresh, seed=options.seed))
    options.home = home.path
    with opening.opened(options) as office:
        found = office.read(compared, today=day_of(office.clock()))
    print(columns.table("printed", found))
    print(f"数据在 {home.path}")
    return int(not all(one.agrees for one in found))


def ensure(home: Home) -> None:
    """Make the demo station unless it is there."""
    if not home.exists:
        make(home, seed=SEED, matters=MATTERS)


def make(home: Home, *, seed: int, matters: int) -> None:
    """Make a demo station.

    Raises:
        RuleBroken: there is a station in this home.
    """
    _make(home, lambda fresh: _fill(fresh, seed=seed, matters=matters))


def _make(home: Home, fill: Callable[[Home], None]) -> None:
    """Make a home beside its place, and move it there when it is whole."""
    if home.exists or keys.holder(home.path) is not None:
        raise RuleBroken("home.taken")
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix=f"{home.path.name}.", dir=home.path.parent) as folder:
        fresh = Home(Path(folder))
        fill(fresh)
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


def _record(home: Home, *, seed: int) -> None:
    from renda_desktop.demo import article

    marker = msgspec.json.encode({"seed": seed, "article": True})
    (home.path / opening.DEMO_MARKER).write_bytes(marker)
    office = found_office(
        home,
        details=article.details(),
        clerk=article.head(),
        passphrase=opening.DEMO_PASSPHRASE,
        clock=article.clock(),
    )
    try:
        article.make(office, seed=seed, progress=_reached)
    finally:
        office.close()
    print(file=sys.stderr)


def _move(fresh: Home, home: Home) -> None:
    """Move the files of one home to another, the database last: only with it there is one."""
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in sorted(fresh.path.iterdir(), key=lambda one: one == fresh.database):
        file.replace(home.path / file.name)


def _progress(done: int, total: int) -> None:
    _tell(f"{done}/{total} 件事项")


def _reached(day: date) -> None:
    _tell(f"{day:%Y年%m月}")


def _tell(how_far: str) -> None:
    end = "" if sys.stderr.isatty() else "\n"
    start = "\r" if sys.stderr.isatty() else ""
    print(f"{start}正在生成演示数据:{how_far}", end=end, file=sys.stderr, flush=True)
