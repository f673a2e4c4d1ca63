"""Chance that a seed decides once and for all."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Luck:
    """Draws of one seed, in the order in which they are asked for."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - a made-up station keeps no secret by it

    def happens(self, share: float) -> bool:
        """Say yes with this probability."""
        return self._random.random() < share

    def one(self, found: Sequence[T]) -> T:
        """Return one of some things."""
        return found[int(self._random.random() * len(found))]

    def some(self, found: Sequence[T], *, count: int) -> list[T]:
        """Return `count` different things, or all where there are fewer."""
        return self._random.sample(found, min(count, len(found)))

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return least + int(self._random.random() * (most - least + 1))

    def by_weight(self, weights: Mapping[T, float]) -> T:
        """Return a key as often as its weight says."""
        point = self._random.random() * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return next(reversed(list(weights)))
