"""One call of a PC and its answer, whatever carries them: who it is, what it says, what it gets."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import asyncpg
import msgspec

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import (
    access_log,
    admission,
    blobs,
    checkpoints,
    devices,
    enrolment,
    exchange,
    journal,
    leaving,
    offered,
    paging,
    refill,
    witness,
)
from renda_desktop.server.database import UNREACHABLE, Connection, Pool
from renda_desktop.server.identity import Identity
from renda_desktop.server.limits import Limits, site
from renda_desktop.sync import pieces, signing, wire
from renda_desktop.sync.link import CALLS
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

log = logging.getLogger(__name__)

WINDOW: Final = 300
"""Seconds by which a PC's clock may differ; a request that was overheard is worth no longer."""
RETRY_AFTER: Final = 5
_WAIT: Final = 20.0
# What takes a turn among the large: packed bytes of a push, entries of a page.
_LARGE_PUSH: Final = 64 * 1024
_LARGE_PAGE: Final = 200
_THEIRS: Final = range(400, 500)  # what is wrong is the caller's doing

# What is wrong, as HTTP says it. Business outcomes, refusals among them, are all 200.
STATUS: Final[Mapping[str, int]] = {
    "sync.garbled": 400,
    "sync.signature": 401,
    "sync.unknown_device": 401,
    "sync.revoked": 401,
    "sync.clock": 401,
    "sync.code": 403,
    "sync.not_granted": 403,
    "sync.other_server": 409,
    "sync.other_station": 409,
    "sync.letter": 409,
    "server.through_area": 409,
    "sync.unnamed": 409,
    "sync.no_shelf": 409,
    "sync.slow": 408,
    "sync.too_large": 413,
    "sync.often": 429,
    "sync.busy": 503,
    "sync.broken": 500,
}


def _system_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Server:
    """What every call needs; nothing is kept between calls."""

    pool: Pool
    identity: Identity
    clock: Callable[[], datetime] = _system_clock
    lanes: admission.Lanes = field(default_factory=admission.Lanes)
    files: blobs.Files | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Call:
    """A request; the names of its headers are in lower case. `address` is whence, if known."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    address: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; `retry_after` in seconds where it is worth trying again."""

    status: int
    body: bytes
    retry_after: int = 0


@dataclass(slots=True)
class _Noted:
    """What is noted of a call: whose, from the scope that it was let into, about which scope.

    `heard`: it is the device's, and not one that was overheard long ago.
    """

    route: str
    device: Id | None = None
    home: Id | None = None
    scope: Id | None = None
    heard: bool = False
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Caller:
    device: Id
    key: bytes


@dataclass(frozen=True, slots=True)
class _Due:
    """A page that is so large that it takes a turn of its own kind; its reader is known."""

    request: Pull


async def answer(server: Server, *, call: Call) -> Answer:
    """Answer a call: never raises, and says of every failure what it was."""
    began = time.perf_counter()
    noted = _Noted(call.path)
    wait = _held_up(server, call)
    if wait:
        answered, outcome = trouble("sync.often", now=server.clock(), wait=wait), "sync.often"
    else:
        answered, outcome = await _outcome(server, call, noted)
    journal.note(
        route=noted.route, device=noted.device, scope=noted.scope, counts=noted.counts,
        outcome=outcome, seconds=time.perf_counter() - began,
    )  # fmt: skip
    return answered


def trouble(rule: str, *, now: datetime, wait: int = 0) -> Answer:
    """Return the answer that says what is wrong."""
    body = wire.pack(wire.Trouble(rule, int(now.timestamp())))
    return Answer(STATUS[rule], body, wait or (RETRY_AFTER if rule == "sync.busy" else 0))


def _held_up(server: Server, call: Call) -> int:
    """Return for how many seconds a call is not looked at, for there were too many."""
    return server.limits.wait(
        device=call.headers.get(wire.DEVICE.lower(), ""),
        address=site(call.address),
        enrols=call.path == wire.ENROL,
    )


def _count(server: Server, call: Call, noted: _Noted, rule: str) -> None:
    """Let a call count against whoever made it."""
    if noted.heard and noted.device:
        server.limits.calls.take(noted.device)
    elif call.address and STATUS.get(rule, 0) in _THEIRS:
        by_codes = call.path == wire.ENROL
        counted = server.limits.codes if by_codes else server.limits.strangers
        counted.take(site(call.address))


async def _outcome(server: Server, call: Call, noted: _Noted) -> tuple[Answer, str]:
    rule, body, wait = "ok", b"", 0
    try:
        body = await _answered(server, call, noted)
    except (RuleBroken, Unavailable) as failure:
        rule = failure.rule if failure.rule in STATUS else "sync.garbled"
        wait = int(str(failure.params.get("seconds", 0)))
    except (*UNREACHABLE, asyncpg.IntegrityConstraintViolationError) as failure:
        log.warning("the database does not work: %s", type(failure).__name__)
        rule = "sync.busy"
    except Exception as bug:  # noqa: BLE001 - the PC keeps its work and hears that it is our fault
        log.error("%s", journal.trail(bug))
        rule = "sync.broken"
    _count(server, call, noted, rule)
    await _tally(server, noted, rule)
    if rule == "ok":
        return Answer(200, body), rule
    return trouble(rule, now=server.clock(), wait=wait), rule


async def _answered(server: Server, call: Call, noted: _Noted) -> bytes:
    """Return the packed answer to a call, when its turn has come.

    Whose turn is a large one holds no connection while he waits for it.
    """
    lanes = server.lanes
    if call.path in pieces.PATHS:
        return wire.pack(await _piece(server, call, noted))
    large = call.path in (wire.PUSH, wire.REFILL) and len(call.body) > _LARGE_PUSH
    async with (lanes.large if large else lanes.small).turn():
        found = await _said(server, call, noted)
        if not isinstance(found, _Due):
            return wire.pack(found)
    async with lanes.large.turn():
        async with server.pool.acquire(timeout=_WAIT) as db:
            page = await _page(db, server, found.request, noted)
        return await asyncio.to_thread(wire.pack, page)


async def _said(server: Server, call: Call, noted: _Noted) -> msgspec.Struct | _Due:
    async with server.pool.acquire(timeout=_WAIT) as db:
        if call.path == wire.ENROL:
            request = wire.unpack(call.body, kind=Enrol)
            now = server.clock()
            found = await enrolment.enrol(db, request=request, identity=server.identity, now=now)
            noted.device = request.device
            noted.home = next((one.id for one in found.scopes), None)
            return found
        caller = await _authenticated(db, server, call, noted)
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


async def _authenticated(db: Connection, server: Server, call: Call, noted: _Noted) -> _Caller:
    """Return who signed the request, not long ago."""
    device = call.headers.get(wire.DEVICE.lower(), "")
    try:
        at = int(call.headers.get(wire.TIME.lower(), ""))
        signature = bytes.fromhex(call.headers.get(wire.SIGNATURE.lower(), ""))
        msgspec.convert(device, Id)
    except (ValueError, msgspec.ValidationError):
        raise RuleBroken("sync.garbled") from None
    row = await db.fetchrow("SELECT key, revoked_at, scope FROM device WHERE device = $1", device)
    key = row["key"] if row is not None else _certified(server, call, device)
    noted.device, noted.home = Id(device), row["scope"] if row is not None else None
    message = signing.request_message(method="POST", path=call.path, at=at, body=call.body)
    if not signing.verified(message, signature=signature, key=key):
        raise RuleBroken("sync.signature")
    if abs(server.clock().timestamp() - at) > WINDOW:
        raise RuleBroken("sync.clock")
    noted.heard = True
    if row is not None and row["revoked_at"] is not None:
        raise RuleBroken("sync.revoked")
    return _Caller(Id(device), key)


def _certified(server: Server, call: Call, device: str) -> bytes:
    """Return the key of a device that is not known any more, by our own word about it."""
    if call.path == wire.WITNESS:
        one = wire.unpack(call.body, kind=Witness).certificate
        if witness.certified(one, device=Id(device), who=server.identity):
            return one.key
    raise RuleBroken("sync.unknown_device")


def _check_for(server: Server, caller: _Caller, server_id: Id, device: Id) -> None:
    if server_id != server.identity.server:
        raise RuleBroken("sync.other_server")
    if device != caller.device:
        raise RuleBroken("sync.garbled")


async def _hello(db: Connection, server: Server, caller: _Caller, call: Call) -> Welcome:
    request = wire.unpack(call.body, kind=Hello)
    _check_for(server, caller, request.server, request.device)
    now = server.clock()
    await devices.seen(db, device=caller.device, version=request.version, now=now)
    return await devices.welcome(db, device=caller.device, identity=server.identity, now=now)


async def _witness(db: Connection, server: Server, caller: _Caller, call: Call) -> Welcome:
    request = wire.unpack(call.body, kind=Witness)
    _check_for(server, caller, request.server, request.device)
    return await witness.hear(db, request=request, who=server.identity, now=server.clock())


async def _compare(
    db: Connection, server: Server, caller: _Caller, call: Call, noted: _Noted
) -> msgspec.Struct:
    request = wire.unpack(call.body, kind=Compare)
    _check_for(server, caller, request.server, request.device)
    noted.scope = request.scope
    return await refill.compare(db, request=request)


async def _refill(
    db: Connection, server: Server, caller: _Caller, call: Call, noted: _Noted
) -> msgspec.Struct:
    request = wire.unpack(call.body, kind=Refill)
    _check_for(server, caller, request.server, request.device)
    noted.scope = request.scope
    pushed = await refill.refill(db, request=request, who=server.identity, now=server.clock())
    noted.counts |= {"actions": len(request.actions), "verdicts": len(pushed.verdicts)}
    noted.counts |= {"forked": int(pushed.forked), "head": pushed.head}
    return pushed


async def _stood(db: Connection, server: Server, device: Id, scope: Id) -> Checkpoint | None:
    """Return our word on what a PC was just told: if we are put back, it shows us."""
    return await checkpoints.of(db, device=device, scope=scope, who=server.identity)


async def _push(
    db: Connection, server: Server, caller: _Caller, call: Call, noted: _Noted
) -> msgspec.Struct:
    offer = wire.unpack(call.body, kind=offered.Offer)
    _check_for(server, caller, offer.server, offer.device)
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
    db: Connection, server: Server, caller: _Caller, call: Call, noted: _Noted
) -> msgspec.Struct:
    request = wire.unpack(call.body, kind=Leave)
    _check_for(server, caller, request.server, request.device)
    noted.scope = request.scope
    return await leaving.leave(db, request=request, who=server.identity, now=server.clock())


async def _pull(
    db: Connection, server: Server, caller: _Caller, call: Call, noted: _Noted
) -> msgspec.Struct | _Due:
    request = wire.unpack(call.body, kind=Pull)
    _check_for(server, caller, request.server, request.device)
    noted.scope = request.scope
    head = await db.fetchval("SELECT head FROM scope WHERE scope = $1", request.scope)
    if head is not None and head - request.after > _LARGE_PAGE:
        return _Due(request)
    return await _page(db, server, request, noted)


async def _page(db: Connection, server: Server, request: Pull, noted: _Noted) -> msgspec.Struct:
    page = await paging.pull(db, request=request)
    entries = sum(len(one.entries) for one in page.actions)
    noted.counts |= {"actions": len(page.actions), "entries": entries, "head": page.head}
    if entries:
        await access_log.write(
            db, scope=request.scope, device=request.device, what="pull", outcome="given",
            at=server.clock(), entries=entries,
        )  # fmt: skip
    if not entries or page.until < page.head:
        return page
    stood = await _stood(db, server, request.device, request.scope)
    return msgspec.structs.replace(page, checkpoint=stood)


async def _piece(server: Server, call: Call, noted: _Noted) -> msgspec.Struct:
    """Move a piece of a file; the database is let go before the disk is waited for."""
    async with server.pool.acquire(timeout=_WAIT) as db:
        caller = await _authenticated(db, server, call, noted)
        request = blobs.read(call.path, call.body)
        _check_for(server, caller, request.server, request.device)
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


async def _tally(server: Server, noted: _Noted, outcome: str) -> None:
    """Count the call in the access log; if that fails, the answer still goes out."""
    if outcome == "sync.busy":  # it touched nothing, and the database has enough to do
        return
    if noted.counts.get("forked"):
        outcome = "forked"
    what = noted.route.removeprefix("/v1/") if noted.route in CALLS else "other"
    try:
        async with server.pool.acquire(timeout=_WAIT) as db:
            scope = noted.scope
            if scope and outcome != "ok":  # anybody may name a scope that there is not
                scope = await db.fetchval("SELECT scope FROM scope WHERE scope = $1", scope)
            await access_log.tally(
                db, scope=scope or noted.home or access_log.NOWHERE, device=noted.device,
                what=what, outcome=outcome, at=server.clock(),
            )  # fmt: skip
    except (*UNREACHABLE, asyncpg.PostgresError):
        log.warning("access log not written: %s", outcome)
