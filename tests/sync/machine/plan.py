"""Drawing a sequence from a seed, playing it, and cutting one that fails to what it needs."""

from __future__ import annotations

import itertools
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.sync.machine import quiet
from tests.sync.machine.base import Base
from tests.sync.machine.world import STEPS, STORMY, WEIGHTS, World


@dataclass(frozen=True)
class Step:
    kind: str
    pc: int
    salt: int


@dataclass(frozen=True)
class Plan:
    """A sequence: as long as the seed is the same, so is all that is drawn by chance."""

    seed: int
    pcs: int
    steps: tuple[Step, ...]


def drawn(seed: int) -> Plan:
    """Return the sequence of a seed."""
    chance = Random(seed)
    pcs = chance.choice((2, 2, 3, 3, 4))
    weights = STORMY if stormy(seed) else WEIGHTS
    kinds = chance.choices(list(STEPS), weights, k=chance.randrange(8, 40))
    steps: list[Step] = []
    for kind in kinds:
        stays = steps and chance.random() < 0.4  # somebody works on for a while
        pc = steps[-1].pc if stays else chance.randrange(60)
        steps.append(Step(kind, pc, chance.getrandbits(32)))
    return Plan(seed, pcs, tuple(steps))


def stormy(seed: int) -> bool:
    """Return whether the server is put back often in the sequence of a seed: three in ten."""
    return seed % 10 in (2, 5, 8)


def play(base: Base, plan: Plan, *, folder: Path) -> None:
    """Play a sequence to its end.

    Raises:
        AssertionError: an invariant does not hold. Whatever else comes out is a fault too.
    """
    with chance(plan.seed):
        world = World(base, Path(tempfile.mkdtemp(dir=folder)), pcs=plan.pcs)
        try:
            for step in plan.steps:
                world.step(step.kind, pc=step.pc, salt=step.salt)
            quiet.heal(world)
            quiet.settle_down(world)
            quiet.check(world)
        finally:
            world.close()


def failure(base: Base, plan: Plan, *, folder: Path) -> Exception | None:
    """Return what goes wrong in a sequence."""
    try:
        play(base, plan, folder=folder)
    except Exception as wrong:  # noqa: BLE001 - whatever it is, it is what we look for
        return wrong
    return None


def shrunk(base: Base, plan: Plan, *, folder: Path, most: int = 120) -> Plan:
    """Return a shorter sequence that fails too."""
    tries = itertools.count()
    size = max(len(plan.steps) // 2, 1)
    while size:
        at = 0
        while at < len(plan.steps) and next(tries) < most:
            steps = plan.steps[:at] + plan.steps[at + size :]
            shorter = Plan(plan.seed, plan.pcs, steps)
            if failure(base, shorter, folder=folder) is None:
                at += size
            else:
                plan = shorter
        size //= 2
    return plan


def told(plan: Plan) -> str:
    """Return a sequence as text that can be played again."""
    steps = "".join(f"\n    {one}," for one in plan.steps)
    return f"Plan({plan.seed}, {plan.pcs}, ({steps}\n))"


@contextmanager
def chance(seed: int) -> Iterator[None]:
    """Let ids come from the seed."""
    source = Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "randbits", source.getrandbits)
        yield
