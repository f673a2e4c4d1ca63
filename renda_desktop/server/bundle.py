"""An exchange by file at the centre: what a PC's bundle says is done, and the answer sealed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Final

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import access_log, devices, enrolment, exchange, offered, paging
from renda_desktop.server.calls import Server
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.server.offered import Offer
from renda_desktop.sync import carried, sealed, wire
from renda_desktop.sync.carried import Answering, Heard, Invitation, Outgoing
from renda_desktop.sync.messages import PROTOCOL, Enrolled, Page, Pull, Welcome

# What is wrong with one scope and says nothing about the others.
_OF_ONE_SCOPE: Final = frozenset({"sync.not_granted"})


@dataclass(frozen=True, slots=True)
class Answered:
    """The file that goes back, and what it holds."""

    data: bytes
    device: Id
    actions: int
    refused: int
    entries: int
    more: bool


def invitation(who: Identity, *, code: str, epoch: int) -> bytes:
    """Return the file with which a PC without network is enrolled; the code opens it."""
    said = Invitation(who.server, who.public, epoch)
    key = sealed.code_key(code)
    return sealed.seal(carried.encode(said), to=key.public_key().public_bytes_raw(), by=who.key)


async def answer(server: Server, *, data: bytes | None, to: Id | None = None) -> Answered:
    """Do what a bundle says and return the answer; the same bundle again gets the same verdicts.

    Args:
        data: a PC's bundle; None where something only goes out.
        to: the device that the answer is for; whoever wrote the bundle, unless given.

    Raises:
        RuleBroken: who wrote it is not known here or no longer let in.
        Unavailable: the file is damaged, foreign, or none.
    """
    said: Outgoing | None = None
    heard: tuple[Heard, ...] = ()
    enrolled: Enrolled | None = None
    async with server.pool.acquire() as db:
        if data is not None:
            said, writer = _opened(server, data)
            enrolled = await _let_in(db, server, said, writer)
            heard = await _hear(db, server, said, writer)
        if said is None or (to is not None and to != said.hello.device):
            if to is None:
                raise RuleBroken("bundle.nothing")
            return await _sealed(db, server, to, {}, (), None)
        after = {one.scope: one.after for one in said.pulls}
        return await _sealed(db, server, said.hello.device, after, heard, enrolled)


def _opened(server: Server, data: bytes) -> tuple[Outgoing, bytes]:
    opened = sealed.unseal(data, key=server.identity.key)
    said = carried.decode(opened.content, kind=Outgoing)
    if said.hello.server != server.identity.server:
        raise Unavailable("bundle.other_server")
    return said, opened.writer


async def _let_in(db: Connection, server: Server, said: Outgoing, writer: bytes) -> Enrolled | None:
    """Enrol whoever asks, and make sure that the writer is the device it says it is."""
    enrolled, now = None, server.clock()
    if said.enrol is not None:
        if (said.enrol.device, said.enrol.key) != (said.hello.device, writer):
            raise RuleBroken("bundle.unknown_device")
        enrolled = await enrolment.enrol(db, request=said.enrol, identity=server.identity, now=now)
    await _check_device(db, said.hello.device, key=writer)
    await devices.seen(db, device=said.hello.device, version=said.hello.version, now=now)
    return enrolled


async def _check_device(db: Connection, device: Id, *, key: bytes | None = None) -> bytes:
    row = await db.fetchrow("SELECT key, revoked_at FROM device WHERE device = $1", device)
    if row is None or key not in (None, row["key"]):
        raise RuleBroken("bundle.unknown_device")
    if row["revoked_at"] is not None:
        raise RuleBroken("bundle.revoked")
    found: bytes = row["key"]
    return found


async def _hear(db: Connection, server: Server, said: Outgoing, key: bytes) -> tuple[Heard, ...]:
    """Give every push its verdicts; where a scope's fork is seen, the rest of it waits."""
    heard: list[Heard] = []
    stopped: set[Id] = set()
    for part in said.pushes:
        offer = wire.unpack(part, kind=Offer)
        if (offer.server, offer.device) != (server.identity.server, said.hello.device):
            raise RuleBroken("sync.garbled")
        if offer.scope in stopped:
            continue
        offers = await asyncio.to_thread(offered.read, offer, key=key)
        try:
            pushed = await exchange.push(db, offer=offer, offers=offers, now=server.clock())
        except RuleBroken as failure:
            if failure.rule not in _OF_ONE_SCOPE:
                raise
            heard.append(Heard(offer.scope, rule=failure.rule))
            stopped.add(offer.scope)
            continue
        heard.append(Heard(offer.scope, pushed.head, pushed.verdicts, pushed.forked))
        if pushed.forked:
            stopped.add(offer.scope)
    return tuple(heard)


async def _sealed(
    db: Connection,
    server: Server,
    device: Id,
    after: Mapping[Id, int],
    heard: tuple[Heard, ...],
    enrolled: Enrolled | None,
) -> Answered:
    key = await _check_device(db, device)
    epoch = await db.fetchval("SELECT epoch FROM server")
    scopes = await devices.scopes(db, device)
    parts: list[bytes] = []
    size = entries = 0
    more = False
    for scope in scopes:
        start = Pull(server.identity.server, epoch, scope.id, device, after.get(scope.id, 0))
        given = 0
        async for page in _pages(db, start):
            part = wire.pack(page)
            if size + len(part) > carried.MOST_RECORDS:
                more = True
                break
            parts.append(part)
            size += len(part)
            given += sum(len(one.entries) for one in page.actions)
        if given:
            await access_log.write(
                db, scope=scope.id, device=device, what="bundle", outcome="given",
                at=server.clock(), entries=given,
            )  # fmt: skip
        entries += given
    welcome = Welcome(server.identity.server, epoch, PROTOCOL, server.clock(), scopes)
    said = Answering(welcome, device, heard, tuple(parts), more, enrolled)
    data = sealed.seal(carried.encode(said), to=key, by=server.identity.key)
    verdicts = [one for each in heard for one in each.verdicts]
    refused = sum(one.refusal is not None for one in verdicts)
    return Answered(data, device, len(verdicts), refused, entries, more)


async def _pages(db: Connection, start: Pull) -> AsyncIterator[Page]:
    """Yield what comes after a number, page by page, up to what one moment knew."""
    after, head = start.after, None
    while head is None or after < head:
        pull = Pull(start.server, start.epoch, start.scope, start.device, after)
        page = await paging.pull(db, request=pull)
        if page.until <= after:
            return
        yield page
        after, head = page.until, head or page.head
