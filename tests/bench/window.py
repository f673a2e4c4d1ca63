"""How fast the window is: from the start of the process to a desk that one can type into.

The time is set beside that of a bare PySide6 window. Ten thousand rows are scrolled from end to
end, and the longest stop of the window's thread is watched in both. The key is at hand, as a key
store hands it over: stretching a passphrase takes its time on purpose.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.stations import copied, dropped

RUNS = 5


def main() -> None:
    """Print the medians of processes of their own, in turn, and how they compare (aim: 2)."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=300, help="the size of the station")
    office = copied(wanted.parse_args().matters)
    office.close()
    home, key = str(office.home.path), office._key.hex()
    with tempfile.TemporaryDirectory() as folder:
        child = partial(_child, Path(folder))
        child("program", home, key)  # as installed: with its bytecode, in the disk's cache
        bare, painted, usable, stalls = [], [], [], []
        for _ in range(RUNS):
            bare.append(child("bare")[0])
            first, last, stall = child("program", home, key)
            painted.append(first)
            usable.append(last)
            stalls.append(stall)
        pages, scrolled = child("table")
    dropped(office)
    print(f"bare PySide6 window painted       {median(bare):6.0f} ms")
    print(f"our window painted                {median(painted):6.0f} ms")
    print(f"the desk can be typed into        {median(usable):6.0f} ms")
    print(f"usable / bare                     {median(usable) / median(bare):6.2f}    (aim 2)")
    print(f"longest stop while it starts      {max(stalls):6.0f} ms (aim 50)")
    print(f"pages fetched of 10,000 rows      {pages:6.0f}    of 100")
    print(f"longest stop while one scrolls    {scrolled:6.0f} ms (aim 50)")


def _child(bytecode: Path, *mode: str) -> list[float]:
    environ = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPYCACHEPREFIX=str(bytecode))
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environ["BENCH_START"] = str(time.monotonic())
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.window_child", *mode],
        capture_output=True,
        text=True,
        env=environ,
        check=True,
    )
    return [float(word) for word in done.stdout.split()]


if __name__ == "__main__":
    main()
