"""Read a workbook without trusting it: judged first, then parsed in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports.grid import Grid, Reply
from renda_desktop.services.imports.package import check_package

# The slowest PC in a station needs some seconds for the longest list; a trap needs for ever.
TIME_LIMIT = 60.0
_POLL = 0.1
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0


def read_workbook(
    path: Path,
    *,
    stopped: Callable[[], bool] = lambda: False,
    time_limit: float = TIME_LIMIT,
) -> tuple[Grid, ...]:
    """Read every visible sheet that holds anything, as text.

    `stopped` is asked some times a second. Raises RuleBroken `import.…` that says what to do.
    """
    check_package(path)
    output = _run(_command(path.resolve()), stopped=stopped, time_limit=time_limit)
    try:
        reply = msgspec.json.decode(output, type=Reply)
    except msgspec.DecodeError as error:  # the process died of what it read
        raise RuleBroken("import.damaged") from error
    if reply.rule:
        raise RuleBroken(reply.rule)
    if not reply.grids:
        raise RuleBroken("import.empty")
    return reply.grids


def pick_sheet(grids: tuple[Grid, ...], /, *, name: str) -> Grid:
    """Give the sheet of that name. Raises RuleBroken `import.sheet_missing`."""
    for grid in grids:
        if grid.name == name:
            return grid
    raise RuleBroken("import.sheet_missing", name=name, found="、".join(g.name for g in grids))


def _command(path: Path, /) -> list[str]:
    """Say how to start the reading process: the one place that a frozen build changes."""
    # -P: a module beside the user's file must not be imported in place of ours.
    return [sys.executable, "-P", "-X", "utf8", "-m", f"{__package__}.reader", str(path)]


def _run(command: list[str], *, stopped: Callable[[], bool], time_limit: float) -> bytes:
    deadline = time.monotonic() + time_limit
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a parser says of its input may quote it
        creationflags=_FLAGS,
    )
    with process:
        try:
            while True:
                try:
                    return process.communicate(timeout=_POLL)[0]
                except subprocess.TimeoutExpired:
                    if stopped():
                        raise RuleBroken("import.stopped") from None
                    if time.monotonic() > deadline:
                        raise RuleBroken("import.too_slow", seconds=int(time_limit)) from None
        finally:
            process.kill()
