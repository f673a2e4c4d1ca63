"""An exchange by file at the centre: what a PC's bundle says is done, and the answer sealed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import access_log, devices, enrolment, exchange, freight, offered, paging
from renda_desktop.server.calls import Server
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.server.offered import Offer
from renda_desktop.sync import carried, sealed, wire
from renda_desktop.sync.carried import Answering, FileNames, Heard, Invitation, Outgoing
from renda_desktop.sync.messages import Enrolled, Page, Pull, Scope

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
    files: int
    more: bool


@dataclass(frozen=True, slots=True)
class _Reply:
    """What is to be answered, beside what comes after some numbers."""

    after: Mapping[Id, int] = field(default_factory=dict)
    names: tuple[FileNames, ...] = ()
    heard: tuple[Heard, ...] = ()
    held: tuple[FileNames, ...] = ()
    enrolled: Enrolled | None = None


@dataclass(slots=True)
class _Given:
    """Packed pages, as many as a bundle holds."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    entries: int = 0
    more: bool = False


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
    async with server.pool.acquire() as db:
        if data is None:
            if to is None:
                raise RuleBroken("bundle.nothing")
            return await _sealed(db, server, to, _Reply())
        said, writer = _opened(server, data)
        enrolled = await _let_in(db, server, said, writer)
        reply = _Reply(
            after={one.scope: one.after for one in said.pulls},
            names=said.names,
            heard=await _hear(db, server, said, writer),
            held=await freight.take(db, server=server, said=said),
            enrolled=enrolled,
        )
        if to not in (None, said.hello.device):
            return await _sealed(db, server, to or said.hello.device, _Reply())
        return await _sealed(db, server, said.hello.device, reply)


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
    rule = await _wrong(db, said.hello.device, key=writer)
    known = await db.fetchrow("SELECT device, scope FROM device WHERE key = $1", writer)
    device, home = known or (None, access_log.NOWHERE)
    await access_log.tally(
        db, scope=home, device=device, what="bundle", outcome=rule or "ok", at=now
    )
    if rule:
        raise RuleBroken(rule)
    await devices.seen(db, device=said.hello.device, version=said.hello.version, now=now)
    return enrolled


async def _wrong(db: Connection, device: Id, *, key: bytes) -> str:
    """Return why whoever holds a key is not heard as a device; '' if he is."""
    row = await db.fetchrow("SELECT key, revoked_at FROM device WHERE device = $1", device)
    if row is None or row["key"] != key:
        return "bundle.unknown_device"
    return "bundle.revoked" if row["revoked_at"] is not None else ""


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
            pushed = await exchange.push(
                db, offer=offer, offers=offers, now=server.clock(), folder=server.identity.folder
            )
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


async def _sealed(db: Connection, server: Server, device: Id, reply: _Reply) -> Answered:
    key = await db.fetchval("SELECT key FROM device WHERE device = $1", device)
    rule = await _wrong(db, device, key=key) if key else "bundle.unknown_device"
    if rule:
        raise RuleBroken(rule)
    who, now = server.identity, server.clock()
    welcome = await devices.welcome(db, device=device, identity=who, now=now)
    epoch, scopes = welcome.epoch, welcome.scopes
    start = Pull(server.identity.server, epoch, access_log.NOWHERE, device, 0)
    given = await _packed(db, server, scopes, reply.after, start)
    files = await freight.give(
        db, server=server, device=device, scopes=scopes, after=reply.after, names=reply.names
    )
    said = Answering(
        welcome=welcome,
        device=device,
        heard=reply.heard,
        pages=tuple(given.parts),
        more=given.more,
        enrolled=reply.enrolled,
        names=reply.held,
        files=files,
    )
    data = sealed.seal(carried.encode(said), to=key, by=server.identity.key)
    verdicts = [one for each in reply.heard for one in each.verdicts]
    refused = sum(one.refusal is not None for one in verdicts)
    return Answered(data, device, len(verdicts), refused, given.entries, len(files), given.more)


async def _packed(
    db: Connection, server: Server, scopes: tuple[Scope, ...], after: Mapping[Id, int], start: Pull
) -> _Given:
    """Return what comes after the numbers that a PC has, as much as a bundle holds."""
    given = _Given()
    for scope in scopes:
        entries = 0
        pull = msgspec.structs.replace(start, scope=scope.id, after=after.get(scope.id, 0))
        async for page in _pages(db, pull):
            part = wire.pack(page)
            if given.size + len(part) > carried.MOST_RECORDS:
                given.more = True
                break
            given.parts.append(part)
            given.size += len(part)
            entries += sum(len(one.entries) for one in page.actions)
        if entries:
            await access_log.write(
                db, scope=scope.id, device=start.device, what="bundle", outcome="given",
                at=server.clock(), entries=entries,
            )  # fmt: skip
        given.entries += entries
    return given


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
