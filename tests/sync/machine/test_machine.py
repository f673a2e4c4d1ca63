"""Sequences of chance: whatever happens between, nothing is lost and all agree at the end.

RENDA_SYNC_SEQUENCES=2000 plays more of them, RENDA_SYNC_SEED=81 others.
"""

import os
from pathlib import Path

import pytest

from tests.sync.machine.base import Base
from tests.sync.machine.plan import drawn, failure, shrunk, told

SEQUENCES = int(os.environ.get("RENDA_SYNC_SEQUENCES", "80"))
FIRST = int(os.environ.get("RENDA_SYNC_SEED", "1"))


@pytest.mark.timeout(300 + 5 * SEQUENCES)
def test_whatever_happens_all_is_well_at_the_end(base: Base, tmp_path: Path) -> None:
    for seed in range(FIRST, FIRST + SEQUENCES):
        plan = drawn(seed)
        if failure(base, plan, folder=tmp_path) is not None:
            short = shrunk(base, plan, folder=tmp_path)
            wrong = failure(base, short, folder=tmp_path)
            raise AssertionError(f"seed {seed}: {wrong!r}\n{told(short)}") from wrong
