"""A page of a scope: whole actions after a number, in their order."""

import asyncio
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

import asyncpg

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.server import devices, rights
from renda_desktop.server.database import Connection
from renda_desktop.sync.messages import (
    MOST_BODIES,
    MOST_PART,
    Page,
    Pull,
    SentEntry,
    SignedAction,
)

_MOST_OF_PART: Final = 2 * 1024 * 1024  # of bodies: a part has more around them than a page

_STANDING: Final = """
SELECT s.head, s.chain, v.epoch FROM scope s, server v WHERE s.scope = $1
"""
# A cursor inside an action gets all of it again: it is never handed out in parts.
ACTIONS: Final = """
SELECT action, device, dseq, previous, signature, seq, until, bytes, chain FROM action
WHERE scope = $1 AND until > $2 AND until <= $3 ORDER BY until LIMIT $4
"""
ENTRIES: Final = """
SELECT seq, entry, action, stream, kind, author, device, recorded_at, body, digest FROM entry
WHERE scope = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq
"""


async def pull(db: Connection, *, request: Pull) -> Page:
    """Return what comes after a number, as much as goes into one page.

    The head is read first and nothing past it, so a page is what one moment knew.

    Raises:
        RuleBroken: the device may not read the scope.
    """
    scope = request.scope
    right = await rights.of(db, device=request.device, scope=scope)
    standing = await db.fetchrow(_STANDING, scope)
    if standing is None or not right.reads:
        raise RuleBroken("sync.not_granted", scope=scope)
    head, chain, epoch = standing
    if request.epoch != epoch or request.after >= head:
        return Page(epoch, scope, (), min(request.after, head), head, chain)
    chosen = await _chosen(db, request, head)
    first, until = chosen[0]["seq"], chosen[-1]["until"]
    entries = await db.fetch(ENTRIES, scope, first, until)
    # Thousands of them: in a thread, so that others are answered meanwhile.
    actions = await asyncio.to_thread(lambda: tuple(signed(scope, chosen, entries)))
    return Page(
        epoch=epoch,
        scope=scope,
        actions=actions,
        until=until,
        head=head,
        chain=chosen[-1]["chain"],
        certificates=await devices.certificates(db, {row["device"] for row in chosen}),
    )


async def _chosen(db: Connection, request: Pull, head: int) -> list[asyncpg.Record]:
    """Return the actions that go into a page, or into a part.

    Where a part ends does not depend on who asks, nor on when.
    """
    scope, after, limit = request.scope, request.after, request.limit
    if not request.upto:
        found: list[asyncpg.Record] = await db.fetch(ACTIONS, scope, after, head, limit)
        return found[: _fitting(found, limit, MOST_BODIES)]
    end = min((after // MOST_PART + 1) * MOST_PART, request.upto, head)
    found = await db.fetch(ACTIONS, scope, after, end, MOST_PART)
    if not found:  # an action that passes the end
        found = await db.fetch(ACTIONS, scope, after, head, 1)
    return found[: _fitting(found, MOST_PART, _MOST_OF_PART)]


def _fitting(actions: Sequence[asyncpg.Record], limit: int, most: int) -> int:
    """Return how many actions go into a page: always one."""
    entries = size = 0
    for count, row in enumerate(actions):
        entries += row["until"] - row["seq"] + 1
        size += row["bytes"]
        if count and (entries > limit or size > most):
            return count
    return len(actions)


def signed(
    scope: Id, actions: Sequence[asyncpg.Record], entries: Sequence[asyncpg.Record]
) -> Iterable[SignedAction]:
    """Return actions from their rows and those of their entries, both in order.

    An entry that is missing is missing in its action too: who verifies sees it.
    """
    grouped = {key: list(rows) for key, rows in groupby(entries, key=lambda row: row["action"])}
    for row in actions:
        yield SignedAction(
            id=row["action"],
            scope=scope,
            device=row["device"],
            dseq=row["dseq"],
            previous=row["previous"],
            signature=row["signature"],
            entries=tuple(_sent(e, row["device"]) for e in grouped.get(row["action"], ())),
            seq=row["seq"],
        )


def _sent(row: asyncpg.Record, device: Id) -> SentEntry:
    _, id_, _, stream, kind, author, recorded_on, recorded_at, body, digest = row
    return SentEntry(
        id=id_,
        stream=stream,
        kind=kind,
        author=author,
        recorded_at=recorded_at,
        body=None if body is None else body.decode(),
        digest=digest,
        device=None if recorded_on == device else recorded_on,
    )
