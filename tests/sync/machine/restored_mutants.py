"""Bugs planted in the filling again of a server that was put back: the machine must catch each.

What honest PCs do not lead to, such as to judge nothing that one brings of one's own, is for the
tests of the server.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from renda_desktop.server import exchange as pushing
from renda_desktop.server import identity
from renda_desktop.server import refill as taking
from renda_desktop.server import witness as hearing
from renda_desktop.store import exchange as kept
from renda_desktop.store import rebuild, refilling, settings
from renda_desktop.store.driver import driver
from renda_desktop.sync import refill, witness
from renda_desktop.sync.messages import Point
from tests.sync.machine.planting import Mutant, planter

MUTANTS: dict[str, Mutant] = {}
_planted = planter(MUTANTS)


@_planted
def only_own_actions_are_brought(patch: pytest.MonkeyPatch) -> None:
    """What others wrote is lost with them."""
    order = refilling.order

    def own(session: Any, *, scope: Any, after: int) -> Any:
        found = order(session, scope=scope, after=after)
        mine = kept.signed_of(session, scope=scope, actions=found)
        last = settings.get(session, key="device")
        return [one for one in found if mine[one].device == last]

    patch.setattr(refilling, "order", own)


@_planted
def refused_actions_are_not_brought(patch: pytest.MonkeyPatch) -> None:
    none = refilling._REFUSED.replace("rule IS NOT NULL", "false")
    patch.setattr(refilling, "_REFUSED", none)


@_planted
def what_is_brought_is_judged_again(patch: pytest.MonkeyPatch) -> None:
    settle = pushing.settle

    def judging(log_: Any, one: Any, *, refusal: Any, now: Any) -> Any:
        refused = refusal or pushing.judged(log_, one)
        return settle(log_, one, refusal=refused, now=now)

    patch.setattr(pushing, "settle", judging)


@_planted
def what_was_refused_is_accepted(patch: pytest.MonkeyPatch) -> None:
    settle = pushing.settle
    adopt = taking._adopt

    def kindly(*given: Any, **named: Any) -> Any:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(pushing, "settle", accepting)
            return adopt(*given, **named)

    def accepting(log_: Any, one: Any, *, now: Any, **_: Any) -> Any:
        return settle(log_, one, refusal=None, now=now)

    patch.setattr(taking, "_adopt", kindly)


@_planted
def any_point_is_agreed(patch: pytest.MonkeyPatch) -> None:
    """The chain there is not looked at."""

    async def careless(db: Any, *, request: Any) -> Any:
        found = await compare(db, request=request)
        points = [one for one in request.points if one.seq <= found.head]
        return msgspec.structs.replace(found, agreed=points[0] if points else Point(0, bytes(32)))

    compare = taking.compare
    patch.setattr(taking, "compare", careless)


@_planted
def numbers_are_taken_back_but_not_the_cursor(patch: pytest.MonkeyPatch) -> None:
    def forgetful(session: Any, *, scope: Any, seq: int, chain: bytes) -> Any:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(kept, "move", lambda *_, **__: None)
            return rewind(session, scope=scope, seq=seq, chain=chain)

    rewind = refilling.rewind
    patch.setattr(refilling, "rewind", forgetful)


@_planted
def what_lost_its_number_is_taken_for_ours_to_send(patch: pytest.MonkeyPatch) -> None:
    def forgets_whose(session: Any, **given: Any) -> Any:
        touched = rewind(session, **given)
        driver(session).execute(
            "DELETE FROM signed_action WHERE receipt IS NULL AND detail IS NOT NULL"
        )
        return touched

    rewind = refilling.rewind
    patch.setattr(refilling, "rewind", forgets_whose)


@_planted
def what_lost_its_number_is_not_shown_anew(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rebuild, "again", lambda *_, **__: [])


@_planted
def a_log_counts_as_brought_before_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(witness, "settled", lambda *_, **__: True)


@_planted
def nobody_shows_the_server_what_it_signed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(witness, "doubted", lambda *_, **__: False)
    patch.setattr("renda_desktop.sync.loop._DOUBTS", frozenset())


@_planted
def a_server_that_lost_something_goes_on_in_its_epoch(patch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: Any) -> None:
        return

    patch.setattr(hearing, "_begin_anew", nothing)


@_planted
def an_epoch_has_a_number_that_was_there_before(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(identity, "announce", lambda *_, **__: 2)


@_planted
def where_a_device_stands_is_not_kept(patch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: Any) -> None:
        return

    patch.setattr(taking, "_move", nothing)


@_planted
def a_twin_is_refused_for_good(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(refill, "_TWIN", "another")
