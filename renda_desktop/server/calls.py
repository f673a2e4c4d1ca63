"""One call of a PC and its answer, whatever carries them: who it is, what it says, what it gets."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import asyncpg

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.server import access_log, admission, answering, blobs, journal
from renda_desktop.server.answering import WAIT, Due
from renda_desktop.server.callers import Noted
from renda_desktop.server.database import UNREACHABLE, Pool
from renda_desktop.server.identity import Identity
from renda_desktop.server.limits import Limits, site
from renda_desktop.sync import pieces, wire
from renda_desktop.sync.link import CALLS

log = logging.getLogger(__name__)

RETRY_AFTER: Final = 5
_LARGE_PUSH: Final = 64 * 1024  # packed bytes: with more, a push takes a turn among the large
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


async def answer(server: Server, *, call: Call) -> Answer:
    """Answer a call: never raises, and says of every failure what it was."""
    began = time.perf_counter()
    noted = Noted(call.path)
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


def _count(server: Server, call: Call, noted: Noted, rule: str) -> None:
    """Let a call count against whoever made it."""
    if noted.heard and noted.device:
        server.limits.calls.take(noted.device)
    elif call.address and STATUS.get(rule, 0) in _THEIRS:
        by_codes = call.path == wire.ENROL
        counted = server.limits.codes if by_codes else server.limits.strangers
        counted.take(site(call.address))


async def _outcome(server: Server, call: Call, noted: Noted) -> tuple[Answer, str]:
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


async def _answered(server: Server, call: Call, noted: Noted) -> bytes:
    """Return the packed answer to a call, when its turn has come.

    Whose turn is a large one holds no connection while he waits for it.
    """
    lanes = server.lanes
    if call.path in pieces.PATHS:
        return wire.pack(await answering.piece(server, call, noted))
    large = call.path in (wire.PUSH, wire.REFILL) and len(call.body) > _LARGE_PUSH
    async with (lanes.large if large else lanes.small).turn():
        found = await answering.said(server, call, noted)
        if not isinstance(found, Due):
            return wire.pack(found)
    async with lanes.large.turn():
        async with server.pool.acquire(timeout=WAIT) as db:
            page = await answering.page(db, server, found.request, noted)
        return await asyncio.to_thread(wire.pack, page)


async def _tally(server: Server, noted: Noted, outcome: str) -> None:
    """Count the call in the access log; if that fails, the answer still goes out."""
    if outcome == "sync.busy":  # it touched nothing, and the database has enough to do
        return
    if noted.counts.get("forked"):
        outcome = "forked"
    what = noted.route.removeprefix("/v1/") if noted.route in CALLS else "other"
    try:
        async with server.pool.acquire(timeout=WAIT) as db:
            scope = noted.scope
            if scope and outcome != "ok":  # anybody may name a scope that there is not
                scope = await db.fetchval("SELECT scope FROM scope WHERE scope = $1", scope)
            await access_log.tally(
                db, scope=scope or noted.home or access_log.NOWHERE, device=noted.device,
                what=what, outcome=outcome, at=server.clock(),
            )  # fmt: skip
    except (*UNREACHABLE, asyncpg.PostgresError):
        log.warning("access log not written: %s", outcome)
