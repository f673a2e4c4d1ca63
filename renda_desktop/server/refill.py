"""Filling a log again from what the PCs kept: others' signed actions too, as they were judged."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.server import (
    access_log,
    erasing,
    exchange,
    ledger,
    offered,
    rights,
    roster,
    witness,
)
from renda_desktop.server.database import Connection
from renda_desktop.server.exchange import Log
from renda_desktop.server.identity import Identity
from renda_desktop.server.ledger import Ledger
from renda_desktop.server.offered import Offered
from renda_desktop.sync import signing
from renda_desktop.sync.messages import (
    NOTHING,
    Compare,
    Compared,
    Kept,
    Point,
    Pushed,
    Refill,
    Refusal,
    Verdict,
)

TWIN: Final = "sync.twin"
"""No verdict: another action has the number that its device gave it, or an entry of it. Whoever
brings it may offer it under its own name."""

_START: Final = Point(0, NOTHING)
_POINTS: Final = "SELECT until, chain FROM action WHERE scope = $1 AND until = ANY ($2::bigint[])"
_GRANT: Final = """
SELECT g.epoch, d.revoked_at FROM device_scope g JOIN device d USING (device)
WHERE g.scope = $1 AND g.device = $2 FOR UPDATE OF g
"""
_NUMBERS: Final = """
SELECT device, dseq FROM action WHERE scope = $1 AND device = ANY ($2::uuid[])
AND dseq = ANY ($3::bigint[])
"""
_PLACES: Final = """
SELECT device, dseq FROM device_scope WHERE scope = $1 AND device = ANY ($2::uuid[])
"""
_PLACE: Final = """
INSERT INTO device_scope (scope, device, letter, dseq, link) VALUES ($1, $2, '', $3, $4)
ON CONFLICT (scope, device) DO UPDATE SET dseq = excluded.dseq, link = excluded.link
"""


@dataclass(frozen=True, slots=True)
class _Brought:
    """An action that a PC brings, and what it says became of it."""

    offered: Offered
    refusal: Refusal | None


async def compare(db: Connection, *, request: Compare) -> Compared:
    """Return the first point of a PC's that the log leads through too.

    Raises:
        RuleBroken: the device may not read the scope.
    """
    scope = request.scope
    right = await rights.of(db, device=request.device, scope=scope)
    head = await db.fetchval("SELECT head FROM scope WHERE scope = $1", scope)
    if head is None or not right.reads:
        raise RuleBroken("sync.not_granted", scope=scope)
    epoch = await db.fetchval("SELECT epoch FROM server")
    rows = await db.fetch(_POINTS, scope, [one.seq for one in request.points])
    here = {(row["until"], row["chain"]) for row in rows}
    agreed = next((one for one in request.points if (one.seq, one.chain) in here), _START)
    return Compared(epoch, head, agreed)


async def refill(db: Connection, *, request: Refill, who: Identity, now: datetime) -> Pushed:
    """Take what a PC brings after the agreed point: known actions keep the verdict they have here,
    others get what the PC says became of them, numbered at the end of the log. But nobody is a
    witness of his own: what the device itself did is judged as if it were pushed.

    A device may bring what is not here once an epoch, until it says that it is done.

    Raises:
        RuleBroken: the device may not read the scope, or something in it is not signed.
    """
    certified = await _keys(db, request, who)
    brought = await asyncio.to_thread(_read, request, certified, who.server)
    said = await asyncio.to_thread(ledger.read, who.folder)
    async with db.transaction():
        epoch = await db.fetchval("SELECT epoch FROM server")
        scope = await db.fetchrow(
            "SELECT kind, head, chain FROM scope WHERE scope = $1 FOR UPDATE", request.scope
        )
        right = await rights.of(db, device=request.device, scope=request.scope)
        if scope is None or not right.reads:
            raise RuleBroken("sync.not_granted", scope=request.scope)
        grant = await _grant(db, request, right)
        if request.epoch != epoch:
            return Pushed(epoch, scope["head"], ())
        offers = [one.offered for one in brought]
        log = Log(
            scope=request.scope,
            kind=scope["kind"],
            head=scope["head"],
            chain=scope["chain"],
            dseq=0,
            link=None,
            denied=exchange.denied(right),
            clerks=await roster.load(db, scope=request.scope, entries=exchange.entries(offers)),
            verdicts=await exchange.known_verdicts(db, request.scope, offers),
            entries=await exchange.taken_ids(db, request.scope, offers),
            orders=await erasing.load(
                db, scope=request.scope, entries=exchange.entries(offers), folder=who.folder
            ),
        )
        before = log.head
        taken = await _numbers(db, request.scope, offers)
        verdicts, forked = _adopt(
            log, brought, taken, device=request.device, may=grant < epoch, now=now
        )
        if log.actions:
            await _keep(db, log, brought, request, said, now)
        if request.done and not forked:
            await db.execute(
                "UPDATE device_scope SET epoch = $3 WHERE scope = $1 AND device = $2",
                request.scope, request.device, epoch,
            )  # fmt: skip
        if log.actions or forked:
            await access_log.write(
                db, scope=log.scope, device=request.device, what="refill", at=now,
                outcome="forked" if forked else "taken", entries=log.head - before,
            )  # fmt: skip
    return Pushed(epoch, log.head, tuple(verdicts), forked)


async def _grant(db: Connection, request: Refill, right: rights.Right) -> int:
    """Return the last epoch in which the device had brought everything."""
    grant = await db.fetchrow(_GRANT, request.scope, request.device)
    if grant is None:
        await rights.take_place(db, device=request.device, scope=request.scope, writes=right.writes)
        grant = await db.fetchrow(_GRANT, request.scope, request.device)
    if grant["revoked_at"] is not None:
        raise RuleBroken("sync.revoked")
    epoch: int = grant["epoch"]
    return epoch


async def _keys(db: Connection, request: Refill, who: Identity) -> dict[Id, bytes]:
    """Return the keys of those who signed what is brought: known here, or certified by us once."""
    named = {one.action.device for one in request.actions}
    keys = {
        one.device: one.key
        for one in request.certificates
        if one.device in named and witness.certified(one, device=one.device, who=who)
    }
    rows = await db.fetch(
        "SELECT device, key FROM device WHERE device = ANY ($1::uuid[])", list(named)
    )
    keys.update({row["device"]: row["key"] for row in rows})
    return keys


def _read(request: Refill, keys: Mapping[Id, bytes], server: Id) -> list[_Brought]:
    """Check what is brought by itself: its place, its form, its digests, its signature."""
    return [_one(kept, request.scope, keys, server) for kept in request.actions]


def _one(kept: Kept, scope: Id, keys: Mapping[Id, bytes], server: Id) -> _Brought:
    action = kept.action
    message = signing.action_message(action, server=server)
    key = keys.get(action.device, b"")
    if not signing.verified(message, signature=action.signature, key=key):
        raise RuleBroken("sync.signature")
    whole = offered.of(action, link=signing.link_of(message), refusal=kept.refusal)
    if action.scope != scope or (kept.refusal is None and offered.misshapen(whole) is not None):
        raise RuleBroken("sync.garbled")
    return _Brought(whole, kept.refusal)


async def _numbers(db: Connection, scope: Id, offers: Sequence[Offered]) -> set[tuple[Id, int]]:
    """Return which of the numbers that devices gave are taken."""
    rows = await db.fetch(
        _NUMBERS, scope, list({one.action.device for one in offers}),
        [one.action.dseq for one in offers],
    )  # fmt: skip
    return {(row["device"], row["dseq"]) for row in rows}


def _adopt(
    log: Log,
    brought: Sequence[_Brought],
    taken: set[tuple[Id, int]],
    *,
    device: Id,
    may: bool,
    now: datetime,
) -> tuple[list[Verdict], bool]:
    """Move the log on by what is brought; return what became of it, and whether it is a fork."""
    verdicts: list[Verdict] = []
    for one in brought:
        action = one.offered.action
        verdict = log.verdicts.get(action.id)
        if verdict is None:
            place, own = (action.device, action.dseq), action.device == device
            twin = place in taken or any(sent.id in log.entries for sent in action.entries)
            if not may or (twin and own):
                return verdicts, True
            if twin and one.refusal is None:
                verdict = Verdict(action.id, NOTHING, refusal=Refusal(TWIN))
            elif twin:  # told here, where it was refused; nobody else needs it
                verdict = Verdict(action.id, NOTHING, refusal=one.refusal)
            else:
                no = one.refusal or (exchange.judged(log, one.offered) if own else None)
                verdict = exchange.settle(log, one.offered, refusal=no, now=now)
                taken.add(place)
            log.verdicts[action.id] = verdict
        verdicts.append(verdict)
    return verdicts, False


async def _keep(
    db: Connection,
    log: Log,
    brought: Sequence[_Brought],
    request: Refill,
    said: Ledger,
    now: datetime,
) -> None:
    """Write down what was taken, and who brought the devices' numbers how far."""
    for one in request.certificates:
        await witness.admit(db, certificate=one, home=request.scope, said=said, now=now)
    await exchange.keep_rows(db, log)
    known = {action for _, action, *_ in log.actions}
    new = [one.offered for one in brought if one.offered.action.id in known]
    await _move(db, log.scope, new)
    fresh = [e.id for one in new for e in one.action.entries]
    await ledger.blank(db, scope=log.scope, said=said, some=fresh)


async def _move(db: Connection, scope: Id, new: Sequence[Offered]) -> None:
    """Say which number each device came to: what it signs next follows the greatest."""
    rows = await db.fetch(_PLACES, scope, list({one.action.device for one in new}))
    came = {row["device"]: row["dseq"] for row in rows}
    for one in sorted(new, key=lambda one: one.action.dseq):
        device, dseq = one.action.device, one.action.dseq
        if dseq > came.get(device, 0):
            came[device] = dseq
            await db.execute(_PLACE, scope, device, dseq, one.link)
