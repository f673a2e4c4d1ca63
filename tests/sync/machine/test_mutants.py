"""The machine sees every planted bug, and soon."""

from pathlib import Path

import pytest

from tests.sync.machine import (
    erasing_mutants,
    late_mutants,
    mutants,
    restored_mutants,
    server_mutants,
)
from tests.sync.machine.base import Base
from tests.sync.machine.plan import drawn, failure, stormy

MUTANTS = server_mutants.MUTANTS | mutants.MUTANTS | late_mutants.MUTANTS | erasing_mutants.MUTANTS
MOST = 30
"""Sequences within which a bug must show."""

# Where it takes a rare meeting, the first sequence that has one is tried first.
FIRST = {
    "the role of yesterday counts": 7,
    "any answer is believed": 11,
    "what waits is sent in the order of the clock": 4,
    "the cursor moves before the page is applied": 9,
    "own entries get no number from a page": 16,
    "what is written and what is shown are two transactions": 20,
    "a conflict is dropped": 9,
    "what an amendment replaces is ignored": 9,
    "what waits comes before what is numbered": 13,
    "words that come late are kept at the centre": 27,
    "what is shown counts as whole while it is made": 22,
}


@pytest.mark.parametrize("name", restored_mutants.MUTANTS)
def test_a_bug_that_shows_when_the_server_is_put_back_is_seen(
    name: str, base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored_mutants.MUTANTS[name](monkeypatch)
    seeds = sorted(filter(stormy, range(1, 4 * MOST)), key=lambda seed: seed != FIRST.get(name))
    seen = (failure(base, drawn(seed), folder=tmp_path) for seed in seeds)
    assert any(seen), "the machine does not see it"


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_seen(
    name: str, base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MUTANTS[name](monkeypatch)
    seeds = sorted(range(1, MOST + 1), key=lambda seed: seed != FIRST.get(name))
    seen = (failure(base, drawn(seed), folder=tmp_path) for seed in seeds)
    assert any(seen), "the machine does not see it"
