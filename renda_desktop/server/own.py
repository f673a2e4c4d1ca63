"""What those who run the server write into a log: signed, numbered and kept like a PC's."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from renda_desktop.domain import central
from renda_desktop.domain.cleaning import cleaned
from renda_desktop.domain.entry import Entry, digest
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.moments import to_micros
from renda_desktop.domain.stream import Fact
from renda_desktop.domain.terms import Role
from renda_desktop.server import exchange, offered, rights
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.server.offered import Offer
from renda_desktop.sync import signing
from renda_desktop.sync.messages import NOTHING, Certificate, SentEntry, SignedAction

ROLES: Final = frozenset({Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value})
"""What the server's own author may do: see to programs and clerks, and nothing else."""

_LETTERS: Final = "SRV"  # no number is ever given under them
_NAME: Final = "中心服务器"
_KNOWN: Final = """
INSERT INTO device (scope, device, key, letter, name, version, issued_at, signature)
VALUES ($1, $2, $3, $4, $5, '', $6, $7) ON CONFLICT (device) DO NOTHING
"""
_HOLDS: Final = """
UPDATE device SET scopes = array_append(scopes, $2)
WHERE device = $1 AND NOT scopes @> ARRAY[$2::uuid]
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A fact about a stream; `author` is the server's own, unless given."""

    stream: Id
    fact: Fact
    author: Id | None = None


def new_ids(now: datetime) -> tuple[Id, ...]:
    """Return ids for what begins now, each greater than the one before."""
    found: list[Id] = []
    for _ in range(8):
        after = found[-1] if found else None
        chance = secrets.randbits(74)
        found.append(next_id(after=after, now_ms=int(now.timestamp() * 1000), chance=chance))
    return tuple(found)


async def write(
    db: Connection, *, who: Identity, scope: Id, said: Sequence[Said], now: datetime
) -> None:
    """Write facts into a log as one action, through the same door as every PC.

    Raises:
        RuleBroken: the log does not take it.
    """
    epoch: int = await db.fetchval("SELECT epoch FROM server")
    device = central.device(who.server, epoch=epoch)
    await _enter(db, who, device, scope, now)
    row = await db.fetchrow(
        "SELECT dseq, link FROM device_scope WHERE scope = $1 AND device = $2", scope, device
    )
    action, *ids = new_ids(now)
    unsigned = SignedAction(
        id=action,
        scope=scope,
        device=device,
        dseq=row["dseq"] + 1,
        previous=row["link"] or NOTHING,
        signature=bytes(64),
        entries=tuple(
            _entry(one, id_, action, scope, device, who.server, now)
            for one, id_ in zip(said, ids, strict=False)
        ),
    )
    signed = signing.signed(unsigned, server=who.server, key=who.key)
    offer = Offer(who.server, epoch, scope, device, ())
    offers = [offered.of(signed, link=signing.link(signed, server=who.server))]
    trusted: Mapping[Id, frozenset[str]] = {central.author(who.server): ROLES}
    pushed = await exchange.push(
        db, offer=offer, offers=offers, now=now, folder=who.folder, trusted=trusted
    )
    if pushed.forked or not pushed.verdicts:  # another command was first
        raise Unavailable("sync.busy", seconds=1)
    refusal = pushed.verdicts[0].refusal
    if refusal is not None:
        raise RuleBroken("server.refused", rule=refusal.rule)


async def _enter(db: Connection, who: Identity, device: Id, scope: Id, now: datetime) -> None:
    """Let the server itself into a log, under a certificate of its own."""
    issued_at = int(now.timestamp())
    unsigned = Certificate(who.server, device, who.public, _LETTERS, issued_at, bytes(64))
    signature = who.key.sign(signing.certificate_message(unsigned))
    await db.execute(_KNOWN, scope, device, who.public, _LETTERS, _NAME, issued_at, signature)
    await rights.take_place(db, device=device, scope=scope, writes=False)
    await db.execute(_HOLDS, device, scope)


def _entry(
    one: Said, id_: Id, action: Id, scope: Id, device: Id, server: Id, now: datetime
) -> SentEntry:
    made = Entry(
        id=id_,
        scope=scope,
        stream=one.stream,
        kind=one.fact.kind,
        body=msgspec.json.encode(cleaned(one.fact)),
        author=one.author or central.author(server),
        device=device,
        recorded_at=to_micros(now),
        action=action,
    )
    return SentEntry(
        id=made.id,
        stream=made.stream,
        kind=made.kind,
        author=made.author,
        recorded_at=made.recorded_at,
        body=made.body.decode(),
        digest=digest(made),
    )
