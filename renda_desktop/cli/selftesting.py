"""The self-test from the command line: its result as JSON."""

import os
import secrets
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import msgspec

from renda_desktop import selftest as tested
from renda_desktop.bootstrap import Home, found_office
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.station import StationDetails
from renda_desktop.opener import HomeOpener

T = TypeVar("T")


class _Steps:
    """What was tried, how long it took, and what failed."""

    def __init__(self) -> None:
        self.results: list[dict[str, object]] = []

    def do(self, name: str, step: Callable[[], T]) -> T | None:
        began = time.perf_counter()
        made, wrong = tested.passed(step)
        seconds = round(time.perf_counter() - began, 3)
        self.results.append({"name": name, "ok": not wrong, "seconds": seconds, "error": wrong})
        return made


def selftest(_options: Options) -> int:
    """Run every step in a home of its own; return 1 where one fails."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from renda_desktop.ui.startup import prepare

    prepare()
    steps = _Steps()
    with TemporaryDirectory(prefix="renda-selftest-", ignore_cleanup_errors=True) as folder:
        _run(steps, Path(folder) / "home")
    ok = all(one["ok"] for one in steps.results)
    told = {"ok": ok, "version": version("renda-desktop"), "steps": steps.results}
    print(msgspec.json.encode(told).decode())
    return 0 if ok else 1


def _run(steps: _Steps, home: Path) -> None:
    passphrase = secrets.token_hex(8)
    details = StationDetails("自检站", "ZJ")
    found = partial(found_office, Home(home), details=details, clerk="自检", passphrase=passphrase)
    office = steps.do("station", found)
    if office is None:
        return
    now = office.clock()
    visit = steps.do("matter", lambda: tested.life(office, now=now))
    if visit is not None:
        steps.do("paper", lambda: tested.paper(office, visit=visit, now=now))
    office.close()
    steps.do("window", lambda: tested.window(HomeOpener(home, passphrase=passphrase)))
