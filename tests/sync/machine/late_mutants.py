"""Bugs planted where much comes at once: in parts, in what is left for later, in what is shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from renda_desktop.store import exchange as kept
from renda_desktop.store import rebuild, schema
from renda_desktop.sync import catchup, inbox, proving, showing
from tests.sync.machine.planting import Mutant, planter

MUTANTS: dict[str, Mutant] = {}
_planted = planter(MUTANTS)


@_planted
def a_part_leaves_out_its_last_action(patch: pytest.MonkeyPatch) -> None:
    """The cursor goes past it, so nobody asks for it again."""
    parts = catchup.parts

    def fewer(*given: Any, **named: Any) -> Iterator[inbox.Checked]:
        for checked in parts(*given, **named):
            last = checked.entries[-1].action
            many = sum(one.action != last for one in checked.entries)
            yield dataclasses.replace(
                checked, entries=checked.entries[:many], rows=checked.rows[:many]
            )

    patch.setattr(catchup, "parts", fewer)


@_planted
def what_is_left_for_later_is_never_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proving, "go_on", lambda *_, **__: False)


@_planted
def what_was_checked_is_not_remembered(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kept, "prove", lambda *_, **__: None)


@_planted
def what_came_at_once_is_said_to_be_shown(patch: pytest.MonkeyPatch) -> None:
    def said(place: Any, **_: Any) -> set[Any]:
        with place.session(writes=True) as session:
            schema.complete_projection(session)
            return set(rebuild.in_conflict(session))

    patch.setattr(showing, "bring", said)


@_planted
def only_the_first_few_streams_are_shown(patch: pytest.MonkeyPatch) -> None:
    bring = showing.bring

    def few(place: Any, *, due: showing.Due, **given: Any) -> Any:
        some = dict(sorted(due.streams.items())[: showing.SOME])
        return bring(place, due=dataclasses.replace(due, streams=some), **given)

    patch.setattr(showing, "bring", few)


@_planted
def what_is_shown_counts_as_whole_while_it_is_made(patch: pytest.MonkeyPatch) -> None:
    """Where the program dies then, the next start does not make it."""
    patch.setattr(schema, "forget_projection", lambda *_: None)
