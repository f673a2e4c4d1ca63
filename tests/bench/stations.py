"""Made-up stations for the benches: made once for each size, copied for each bench that writes."""

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from renda_desktop import demo
from renda_desktop.bootstrap import Home, Office, found_office, open_office

SEED = 1
TODAY = date(2026, 11, 24)
_PASSPHRASE = "renda bench station"


def station(matters: int) -> Office:
    """Return an open station of that size; it is made when it is asked for first."""
    home = Home(_folder() / f"station-{matters}")
    if not home.exists:
        _make(home, matters)
    return open_office(home, ask_passphrase=lambda: _PASSPHRASE)


def copied(matters: int) -> Office:
    """Return a copy that may be written to."""
    station(matters).close()
    to = Path(tempfile.mkdtemp(dir=_folder())) / "home"
    shutil.copytree(_folder() / f"station-{matters}", to)
    return open_office(Home(to), ask_passphrase=lambda: _PASSPHRASE)


def dropped(office: Office) -> None:
    """Close a copy and take it away."""
    office.close()
    shutil.rmtree(office.home.path.parent)


def timed(do: Callable[[], object]) -> float:
    """Return how many seconds one call takes."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time that `share` of the calls stay within."""
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / "renda-bench"
    folder.mkdir(exist_ok=True)
    return folder


def _make(home: Home, matters: int) -> None:
    fresh = Home(home.path.with_name(f"{home.path.name}.making"))
    shutil.rmtree(fresh.path, ignore_errors=True)
    office = found_office(
        fresh,
        details=demo.details(),
        clerk=demo.head(),
        passphrase=_PASSPHRASE,
        clock=demo.clock(TODAY),
    )
    seconds = timed(lambda: demo.make(office, seed=SEED, matters=matters, today=TODAY))
    office.close()
    fresh.path.rename(home.path)
    print(f"a station of {matters} matters was made in {seconds:.0f} s")
