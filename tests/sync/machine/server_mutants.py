"""Bugs planted in the server, each somebody's data loss once: the machine must catch every one."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from renda_desktop.domain.ids import Id
from renda_desktop.server import exchange, paging, rights, roster
from renda_desktop.sync import signing
from renda_desktop.sync.messages import NOTHING, Page, Verdict
from tests.server.pcs import fresh_id
from tests.sync.machine.planting import Mutant, planter

MUTANTS: dict[str, Mutant] = {}
_planted = planter(MUTANTS)


@_planted
def verdicts_are_not_kept(patch: pytest.MonkeyPatch) -> None:
    async def none(*_: Any) -> dict[Id, Verdict]:
        return {}

    patch.setattr(exchange, "known_verdicts", none)


@_planted
def a_gap_in_the_numbers(patch: pytest.MonkeyPatch) -> None:
    accept = exchange.accept

    def skipping(log_: Any, action: Any) -> None:
        log_.head += len(action.entries) > 2
        accept(log_, action)

    patch.setattr(exchange, "accept", skipping)


@_planted
def a_retry_is_numbered_twice(patch: pytest.MonkeyPatch) -> None:
    judge = exchange._judge

    def anew(log_: Any, offers: Sequence[Any], now: Any) -> tuple[list[Verdict], bool]:
        given = dict(log_.verdicts)
        fresh = []
        for one in offers:
            if one.action.id in given and not given[one.action.id].refusal:
                entries = tuple(
                    msgspec.structs.replace(e, id=fresh_id()) for e in one.action.entries
                )
                copy = msgspec.structs.replace(
                    one.action, id=fresh_id(), entries=entries,
                    dseq=log_.dseq + 1, previous=log_.link,
                )  # fmt: skip
                one = dataclasses.replace(one, action=copy)
            fresh.append(one)
        verdicts, forked = judge(log_, fresh, now)
        named = zip(verdicts, offers, strict=False)
        return [msgspec.structs.replace(v, action=o.action.id) for v, o in named], forked

    patch.setattr(exchange, "_judge", anew)


@_planted
def the_number_of_a_device_is_not_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(exchange.Log, "continues", lambda *_: True)


@_planted
def the_number_of_a_device_is_not_kept(patch: pytest.MonkeyPatch) -> None:
    keep = exchange._keep

    async def forgetting(db: Any, log_: Any, device: Id) -> None:
        before = await db.fetchrow(
            "SELECT dseq, link FROM device_scope WHERE scope = $1 AND device = $2",
            log_.scope, device,
        )  # fmt: skip
        log_.dseq, log_.link = before["dseq"], before["link"]
        await keep(db, log_, device)

    patch.setattr(exchange, "_keep", forgetting)


@_planted
def a_refusal_is_judged_anew(patch: pytest.MonkeyPatch) -> None:
    verdicts = exchange.known_verdicts

    async def accepted(*given: Any) -> dict[Id, Verdict]:
        return {id_: one for id_, one in (await verdicts(*given)).items() if not one.refusal}

    patch.setattr(exchange, "known_verdicts", accepted)


@_planted
def a_page_ends_inside_an_action(patch: pytest.MonkeyPatch) -> None:
    pull = paging.pull

    async def cut(db: Any, *, request: Any) -> Page:
        page = await pull(db, request=request)
        *whole, last = page.actions or (None,)
        if last is None or len(last.entries) < 2:
            return page
        part = msgspec.structs.replace(last, entries=last.entries[:-1])
        chain = await db.fetchval(
            "SELECT chain FROM action WHERE scope = $1 AND until = $2", request.scope,
            last.seq - 1,
        )  # fmt: skip
        chain = signing.chained(chain or NOTHING, entries=part.entries)
        return msgspec.structs.replace(
            page, actions=(*whole, part), until=page.until - 1, chain=chain
        )

    patch.setattr(paging, "pull", cut)
    patch.setattr(signing, "verified", lambda *_, **__: True)


@_planted
def everybody_gets_everything(patch: pytest.MonkeyPatch) -> None:
    own = "SELECT unnest(scopes) FROM device WHERE device = $1"
    for name in ("_HELD", "_OF_ONE"):
        asked = getattr(rights, name)
        assert own in asked
        all_ = "SELECT scope FROM scope WHERE $1::uuid IS NOT NULL"
        patch.setattr(rights, name, asked.replace(own, all_))


@_planted
def the_role_of_yesterday_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(roster.Roster, "allows", lambda *_, **__: True)
    patch.setattr(exchange, "_REVOKED", None)
