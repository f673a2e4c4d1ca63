"""`renda-desktop sync` again and again, each time in a process that may be killed.

`python -m tests.faults.syncing HOME` reads what to do, a line each: `line N` kills it at the Nth
line of our code, `after S` after S seconds, `whole 2` lets two run at once to their end. It
answers with how each ended: 0 … 2, or -9.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final

import renda_desktop
from renda_desktop.cli import main
from renda_desktop.sync import http, lane, loop  # loaded before the fork

_OURS: Final = tuple(
    str(Path(renda_desktop.__file__).parent / part) for part in ("sync", "store", "office.py")
)
_LOADED: Final = (http, lane, loop)


def forked(home: str, before: Callable[[], object]) -> int:
    """Start one in a child."""
    child = os.fork()
    if child == 0:
        status = 70
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            before()
            status = main(["--home", home, "sync", "--json"])
        finally:
            os._exit(status)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_line(left: int) -> Callable[[], object]:
    """Return what has this process killed at a line of our code."""

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.startswith(_OURS):
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return lambda: sys.settrace(trace)


def done(home: str, how: str, number: str) -> list[int]:
    """Do one line."""
    if how == "line":
        return [ended(forked(home, at_line(int(number))))]
    if how == "whole":
        return [ended(child) for child in [forked(home, int) for _ in range(int(number))]]
    child = forked(home, int)
    time.sleep(float(number))
    os.kill(child, signal.SIGKILL)
    return [ended(child)]


if __name__ == "__main__":
    for line in sys.stdin:
        print(*done(sys.argv[1], *line.split()), flush=True)  # noqa: T201 - its answer
