"""Bugs planted in erasing: words that should be gone stay somewhere."""

from __future__ import annotations

import pytest

from renda_desktop.domain import erasure
from renda_desktop.server import erasing as central
from renda_desktop.store import erasing
from tests.sync.machine.planting import Mutant, planter

MUTANTS: dict[str, Mutant] = {}
_planted = planter(MUTANTS)


@_planted
def words_stay_on_the_pc(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(erasing, "_carry_out", lambda *_: None)


@_planted
def only_the_pc_that_was_told_erases(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(erasing, "carry_out", lambda *_, **__: None)


@_planted
def words_stay_at_the_centre(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(central, "_BLANK", central._BLANK.replace("AND body IS NOT NULL", "AND false"))


@_planted
def an_order_erases_all_that_is_said_in_its_stream(patch: pytest.MonkeyPatch) -> None:
    def covers(self: erasure.Order, entry: object) -> bool:
        return entry != self.entry

    patch.setattr(erasure.Order, "covers", covers)
