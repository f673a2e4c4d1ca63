"""The machine sees every planted bug, and soon."""

from pathlib import Path

import pytest

from tests.sync.machine.base import Base
from tests.sync.machine.mutants import MUTANTS
from tests.sync.machine.plan import drawn, failure

MOST = 40
"""Sequences within which a bug must show."""


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_seen(
    name: str, base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MUTANTS[name](monkeypatch)
    seen = (failure(base, drawn(seed), folder=tmp_path) for seed in range(1, MOST + 1))
    assert any(seen), "the machine does not see it"
