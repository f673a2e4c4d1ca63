"""The machine sees every planted bug, and soon."""

from collections.abc import Iterable
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
MOST = 40
"""Sequences within which a bug must show."""

# Where it takes a rare step, the sequences that have most of them come first.
RARE = {
    "what is written and what is shown are two transactions": "act and die",
    "what is shown counts as whole while it is made": "exchange and die",
    "the cursor moves before the page is applied": "exchange and die",
    "what waits is sent in the order of the clock": "set clock",
    "the role of yesterday counts": "act meanwhile",
}
# And where it takes a rare meeting, one that has it.
FIRST = {
    "any answer is believed": 11,
    "a refusal is judged anew": 16,
    "own entries get no number from a page": 16,
    "a conflict is dropped": 13,
    "what an amendment replaces is ignored": 13,
    "what waits comes before what is numbered": 13,
    "words stay on the pc": 16,
    "words stay at the centre": 16,
    "only the pc that was told erases": 16,
    "an order erases all that is said in its stream": 49,
}


def seeds_for(name: str) -> list[int]:
    """Return the sequences in which a bug is looked for."""
    among: Iterable[int] = range(1, 10 * MOST if name in RARE else 4 * MOST)
    if name in restored_mutants.MUTANTS:
        among = filter(stormy, among)

    def rank(seed: int) -> tuple[bool, int]:
        many = sum(step.kind == RARE.get(name) for step in drawn(seed).steps)
        return seed != FIRST.get(name), -many

    return sorted(among, key=rank)[:MOST]


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_seen(
    name: str, base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MUTANTS[name](monkeypatch)
    seen = (failure(base, drawn(seed), folder=tmp_path) for seed in seeds_for(name))
    assert any(seen), "the machine does not see it"
