"""The server on HTTP: it carries calls and answers, and tells machines how it is doing."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.server import access_log, journal, openapi
from renda_desktop.server.calls import Answer, Call, Server, answer, trouble
from renda_desktop.server.database import UNREACHABLE
from renda_desktop.sync import wire
from renda_desktop.sync.link import CALLS
from renda_desktop.sync.messages import MOST_BYTES

log = logging.getLogger(__name__)

PATIENCE: Final = 60.0
"""Seconds in which a whole request must have come, however slowly it trickles."""

MOST_READING: Final = 256 * 1024 * 1024
"""Bytes of requests that are not here whole yet; whoever comes then comes back later."""

_TOO_LARGE: Final = 413
_DAY: Final = 24 * 60 * 60
_RULES: Final = {413: "sync.too_large", 404: "sync.garbled", 405: "sync.garbled"}

Asked = Request[Any, Any, State]


@dataclass(slots=True)
class _Room:
    """How many bytes of unfinished requests are held."""

    taken: int = 0


def make_app(server: Server) -> Litestar:
    """Return the application; any number of processes may run it on one database."""
    room = _Room()

    def failed(_: Asked, failure: Exception) -> Response[bytes]:
        status = failure.status_code if isinstance(failure, HTTPException) else 500
        if not isinstance(failure, HTTPException):
            log.error("%s", journal.trail(failure))
        rule = _RULES.get(status, "sync.garbled" if status < 500 else "sync.broken")
        told = trouble(rule, now=server.clock())
        return _sent(server, Answer(status, told.body), last=status == _TOO_LARGE)

    @post(list(CALLS))
    async def call(request: Asked) -> Response[bytes]:
        if request.headers.get("content-type", "").partition(";")[0].strip() != wire.MEDIA:
            told = trouble("sync.garbled", now=server.clock())
            return _sent(server, Answer(415, told.body))
        try:
            body = await asyncio.wait_for(_body(request, room), PATIENCE)
        except (TimeoutError, RuleBroken) as failure:
            rule = failure.rule if isinstance(failure, RuleBroken) else "sync.slow"
            return _sent(server, trouble(rule, now=server.clock()), last=True)
        headers = {name.lower(): value for name, value in request.headers.items()}
        address = request.client.host if request.client else ""
        called = Call(request.url.path, headers, body, address)
        return _sent(server, await answer(server, call=called))

    @get(openapi.PATH, media_type=MediaType.JSON)
    async def protocol() -> Response[bytes]:
        return Response(openapi.described(), media_type=MediaType.JSON)

    @get("/health", media_type=MediaType.JSON)
    async def health() -> Response[dict[str, str]]:
        try:
            async with server.pool.acquire(timeout=5) as db:
                epoch = await db.fetchval("SELECT epoch FROM server")
        except UNREACHABLE:
            return Response({"status": "database unreachable"}, status_code=503)
        return Response({"status": "ok", "server": server.identity.server, "epoch": str(epoch)})

    @get("/metrics")
    async def metrics() -> Response[bytes]:
        return Response(journal.figures(), media_type="text/plain; version=0.0.4")

    return Litestar(
        [call, protocol, health, metrics],
        lifespan=[lambda _: _tidying(server)],
        exception_handlers={Exception: failed},
        request_max_body_size=MOST_BYTES,
        openapi_config=None,
        logging_config=None,
    )


@asynccontextmanager
async def _tidying(server: Server) -> AsyncIterator[None]:
    """Let old lines of the access log go, once a day, while the server runs."""

    async def tidy() -> None:
        while True:
            with suppress(*UNREACHABLE, Unavailable):
                async with server.pool.acquire() as db:
                    await access_log.forget(db, now=server.clock())
            await asyncio.sleep(_DAY)

    task = asyncio.create_task(tidy())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _body(request: Asked, room: _Room) -> bytes:
    """Read a request, as long as there is room for it."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            parts.append(part)
            size += len(part)
            room.taken += len(part)
            if room.taken > MOST_READING:
                raise RuleBroken("sync.busy")
    finally:
        room.taken -= size
    return b"".join(parts)


def _sent(server: Server, answered: Answer, *, last: bool = False) -> Response[bytes]:
    headers = {wire.SERVER: server.identity.server, "Cache-Control": "no-store"}
    if last:  # the rest of what somebody sends is not waited for
        headers["Connection"] = "close"
    if answered.retry_after:
        headers["Retry-After"] = str(answered.retry_after)
    return Response(
        answered.body, status_code=answered.status, media_type=wire.MEDIA, headers=headers
    )
