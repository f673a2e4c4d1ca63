"""How a list of planted bugs is made: each a function that plants one, told by its name."""

from collections.abc import Callable

import pytest

Mutant = Callable[[pytest.MonkeyPatch], None]


def planter(mutants: dict[str, Mutant], /) -> Callable[[Mutant], Mutant]:
    """Return what puts a bug on a list."""

    def planted(mutant: Mutant) -> Mutant:
        mutants[mutant.__name__.replace("_", " ")] = mutant
        return mutant

    return planted
