"""What each call does, once its turn has come."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.server import (
    access_log,
    blobs,
    checkpoints,
    devices,
    enrolment,
    exchange,
    leaving,
    offered,
    paging,
    refill,
    witness,
)
from renda_desktop.server.callers import Caller, Noted, authenticated, check_for
from renda_desktop.server.database import Connection
from renda_desktop.sync import pieces, wire
from renda_desktop.sync.messages import (
    Checkpoint,
    Compare,
    Enrol,
    Hello,
    Leave,
    Pull,
    Refill,
    Welcome,
    Witness,
)

if TYPE_CHECKING:
    from renda_desktop.server.calls import Call, Server

WAIT: Final = 20.0
"""Seconds for which a connection to the database is waited for."""
_LARGE_PAGE: Final = 200  # entries: with more, a page takes a turn among the large


@dataclass(frozen=True, slots=True)
class Due:
    """A page that is so large that it takes a turn of its own kind; its reader is known."""

    request: Pull


async def said(server: "Server", call: "Call", noted: Noted, /) -> msgspec.Struct | Due:
    """Return the answer to a call, or that it is a large page.

    Raises:
        RuleBroken, Unavailable: what is wrong with it.
    """
    async with server.pool.acquire(timeout=WAIT) as db:
        if call.path == wire.ENROL:
            request = wire.unpack(call.body, kind=Enrol)
            now = server.clock()
            found = await enrolment.enrol(db, request=request, identity=server.identity, now=now)
            noted.device = request.device
            noted.home = next((one.id for one in found.scopes), None)
            return found
        caller = await authenticated(db, server, call, noted)
        match call.path:
            case wire.HELLO:
                return await _hello(db, server, caller, call)
            case wire.PUSH:
                return await _push(db, server, caller, call, noted)
            case wire.PULL:
                return await _pull(db, server, caller, call, noted)
            case wire.WITNESS:
                return await _witness(db, server, caller, call)
            case wire.COMPARE:
                return await _compare(db, server, caller, call, noted)
            case wire.REFILL:
                return await _refill(db, server, caller, call, noted)
            case wire.LEAVE:
                return await _leave(db, server, caller, call, noted)
            case _:
                raise RuleBroken("sync.garbled")


async def _hello(db: Connection, server: "Server", caller: Caller, call: "Call") -> Welcome:
    request = wire.unpack(call.body, kind=Hello)
    check_for(server, caller, request.server, request.device)
    now = server.clock()
    await devices.seen(db, device=caller.device, version=request.version, now=now)
    return await devices.welcome(db, device=caller.device, identity=server.identity, now=now)


async def _witness(db: Connection, server: "Server", caller: Caller, call: "Call") -> Welcome:
    request = wire.unpack(call.body, kind=Witness)
    check_for(server, caller, request.server, request.device)
    return await witness.hear(db, request=request, who=server.identity, now=server.clock())


async def _compare(
    db: Connection, server: "Server", caller: Caller, call: "Call", noted: Noted
) -> msgspec.Struct:
    request = wire.unpack(call.body, kind=Compare)
    check_for(server, caller, request.server, request.device)
    noted.scope = request.scope
    return await refill.compare(db, request=request)


async def _refill(
    db: Connection, server: "Server", caller: Caller, call: "Call", noted: Noted
) -> msgspec.Struct:
    request = wire.unpack(call.body, kind=Refill)
    check_for(server, caller, request.server, request.device)
    noted.scope = request.scope
    pushed = await refill.refill(db, request=request, who=server.identity, now=server.clock())
    noted.counts |= {"actions": len(request.actions), "verdicts": len(pushed.verdicts)}
    noted.counts |= {"forked": int(pushed.forked), "head": pushed.head}
    return pushed


async def _stood(db: Connection, server: "Server", device: Id, scope: Id) -> Checkpoint | None:
    """Return our word on what a PC was just told: if we are put back, it shows us."""
    return await checkpoints.of(db, device=device, scope=scope, who=server.identity)


async def _push(
    db: Connection, server: "Server", caller: Caller, call: "Call", noted: Noted
) -> msgspec.Struct:
    offer = wire.unpack(call.body, kind=offered.Offer)
    check_for(server, caller, offer.server, offer.device)
    noted.scope = offer.scope
    # Hundreds of signatures: in a thread, so that others are answered meanwhile.
    offers = await asyncio.to_thread(offered.read, offer, key=caller.key)
    pushed = await exchange.push(
        db, offer=offer, offers=offers, now=server.clock(), folder=server.identity.folder
    )
    refused = sum(one.refusal is not None for one in pushed.verdicts)
    noted.counts |= {"actions": len(offers), "verdicts": len(pushed.verdicts), "refused": refused}
    noted.counts |= {"forked": int(pushed.forked), "head": pushed.head}
    if refused == len(pushed.verdicts):
        return pushed
    # Whose log this is then need not fetch what it sent itself.
    stood = await _stood(db, server, caller.device, offer.scope)
    return msgspec.structs.replace(pushed, checkpoint=stood)


async def _leave(
    db: Connection, server: "Server", caller: Caller, call: "Call", noted: Noted
) -> msgspec.Struct:
    request = wire.unpack(call.body, kind=Leave)
    check_for(server, caller, request.server, request.device)
    noted.scope = request.scope
    return await leaving.leave(db, request=request, who=server.identity, now=server.clock())


async def _pull(
    db: Connection, server: "Server", caller: Caller, call: "Call", noted: Noted
) -> msgspec.Struct | Due:
    request = wire.unpack(call.body, kind=Pull)
    check_for(server, caller, request.server, request.device)
    noted.scope = request.scope
    head = await db.fetchval("SELECT head FROM scope WHERE scope = $1", request.scope)
    if head is not None and head - request.after > _LARGE_PAGE:
        return Due(request)
    return await page(db, server, request, noted)


async def page(db: Connection, server: "Server", request: Pull, noted: Noted, /) -> msgspec.Struct:
    """Return a page or a part, and note who read it."""
    found = await paging.pull(db, request=request)
    entries = sum(len(one.entries) for one in found.actions)
    noted.counts |= {"actions": len(found.actions), "entries": entries, "head": found.head}
    if entries:
        await access_log.write(
            db, scope=request.scope, device=request.device, what="pull", outcome="given",
            at=server.clock(), entries=entries,
        )  # fmt: skip
    if not entries or found.until < found.head:
        return found
    stood = await _stood(db, server, request.device, request.scope)
    return msgspec.structs.replace(found, checkpoint=stood)


async def piece(server: "Server", call: "Call", noted: Noted, /) -> msgspec.Struct:
    """Move a piece of a file; the database is let go before the disk is waited for."""
    async with server.pool.acquire(timeout=WAIT) as db:
        caller = await authenticated(db, server, call, noted)
        request = blobs.read(call.path, call.body)
        check_for(server, caller, request.server, request.device)
        noted.scope = request.scope
        if server.files is None:
            raise RuleBroken("sync.no_shelf")
        named = await blobs.permitted(db, request=request)
        if not isinstance(request, pieces.Ask) and not request.start:
            outcome = "given" if isinstance(request, pieces.Fetch) else "taken"
            await access_log.write(
                db, scope=request.scope, device=caller.device, what="file", outcome=outcome,
                at=server.clock(),
            )  # fmt: skip
    return await blobs.answer(server.files, request=request, named=named)
