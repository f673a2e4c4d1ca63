"""Our own PostgreSQL started again where it died, of a full disk or by a hand that slipped."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from renda_desktop.domain.errors import Unavailable
from renda_desktop.server import database, embedded
from renda_desktop.server.database import Pool

log = logging.getLogger(__name__)

_EVERY: Final = 2.0
_AGAIN: Final = 10.0  # where it did not start


@asynccontextmanager
async def watched(folder: Path | None, *, pool: Pool) -> AsyncIterator[None]:
    """Keep the PostgreSQL of a data folder running meanwhile; None where it is somebody else's."""
    if folder is None:
        yield
        return
    task = asyncio.create_task(_watch(folder, pool))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _watch(folder: Path, pool: Pool) -> None:
    wait = _EVERY
    while True:
        await asyncio.sleep(wait)
        wait = _EVERY
        if embedded.alive(folder):
            continue
        log.error("PostgreSQL has died: it is started again")
        try:
            database.redirect(pool, await asyncio.to_thread(embedded.revived, folder))
        except Unavailable:
            log.error("PostgreSQL does not start: its own log says why")
            wait = _AGAIN
