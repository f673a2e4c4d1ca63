"""Whether what the server keeps is what it took: numbers, digests, signatures, chains."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import msgspec

from renda_desktop.domain.entry import digest
from renda_desktop.domain.ids import Id
from renda_desktop.server import devices, offered, paging, roster
from renda_desktop.server.database import Connection
from renda_desktop.sync import signing
from renda_desktop.sync.messages import MOST_ENTRIES, NOTHING, SignedAction

_REFUSED: Final = "SELECT count(*) FROM action WHERE scope = $1 AND seq IS NULL"
# A device's numbers run to what is noted of it; those that it offered anew, under the name that
# it got then, have no row of their own.
_NUMBERS: Final = """
SELECT 1 FROM action a LEFT JOIN device_scope g USING (scope, device)
WHERE a.scope = $1 AND a.dseq > coalesce(g.dseq, 0)
"""


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it was taken: in which scope, what, and at which number."""

    scope: Id
    what: str
    seq: int = 0


class Report(msgspec.Struct, frozen=True):
    """How much was looked at, and what is wrong."""

    scopes: int
    actions: int
    entries: int
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Walk:
    """Where the walk through a scope has got."""

    scope: Id
    server: Id
    keys: dict[Id, bytes]
    findings: list[Finding]
    seq: int = 0
    chain: bytes = NOTHING
    actions: int = 0

    def find(self, what: str, *, at: int = 0) -> None:
        self.findings.append(Finding(self.scope, what, at))


async def verify(db: Connection) -> Report:
    """Read everything and check it; a body that was blanked by order is no fault."""
    server = await db.fetchval("SELECT server FROM server")
    findings: list[Finding] = []
    keys = await _keys(db, findings)
    scopes = await db.fetch("SELECT scope, head, chain FROM scope ORDER BY scope")
    actions = entries = 0
    for row in scopes:
        walk = _Walk(row["scope"], server, keys, findings)
        async for action, chain in _actions(db, walk.scope):
            _check(walk, action, chain)
        if (walk.seq, walk.chain) != (row["head"], row["chain"]):
            walk.find("head", at=row["head"])
        if await db.fetch(_NUMBERS, walk.scope):
            walk.find("device")
        if not await roster.sound(db, scope=walk.scope):
            walk.find("roles")
        actions += walk.actions + await db.fetchval(_REFUSED, walk.scope)
        entries += walk.seq
    return Report(len(scopes), actions, entries, tuple(findings))


async def _keys(db: Connection, findings: list[Finding]) -> dict[Id, bytes]:
    """Return the keys that the server's own signature vouches for."""
    key = await db.fetchval("SELECT key FROM server")
    rows = await db.fetch("SELECT scope, device FROM device")
    homes = {row["device"]: row["scope"] for row in rows}
    keys: dict[Id, bytes] = {}
    for one in await devices.certificates(db, homes):
        message = signing.certificate_message(one)
        if signing.verified(message, signature=one.signature, key=key):
            keys[one.device] = one.key
        else:
            findings.append(Finding(homes[one.device], "certificate"))
    return keys


async def _actions(db: Connection, scope: Id) -> AsyncIterator[tuple[SignedAction, bytes]]:
    """Return all that was accepted, in order, some at a time."""
    after = 0
    while found := await db.fetch(paging.ACTIONS, scope, after, 2**62, MOST_ENTRIES // 10):
        after = found[-1]["until"]
        entries = await db.fetch(paging.ENTRIES, scope, found[0]["seq"], after)
        for action, row in zip(paging.signed(scope, found, entries), found, strict=True):
            yield action, row["chain"]


def _check(walk: _Walk, action: SignedAction, chain: bytes) -> None:
    if action.seq != walk.seq + 1:
        walk.find("number", at=action.seq)
    walk.actions += 1
    walk.seq = action.seq + len(action.entries) - 1
    for seq, sent in enumerate(action.entries, start=action.seq):
        if sent.body is not None and digest(offered.entry(sent, action=action)) != sent.digest:
            walk.find("digest", at=seq)
    message = signing.action_message(action, server=walk.server)
    key = walk.keys.get(action.device, NOTHING)
    if not signing.verified(message, signature=action.signature, key=key):
        walk.find("signature", at=action.seq)
    walk.chain = signing.chained(walk.chain, entries=action.entries)
    if walk.chain != chain:
        walk.find("chain", at=action.seq)
