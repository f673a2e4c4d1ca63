"""A PC lets a log go: only once all that it holds of it is here."""

from datetime import datetime
from typing import Final

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import to_micros
from renda_desktop.server import access_log, devices, ledger, rights
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.server.ledger import Revoked
from renda_desktop.sync.messages import NOTHING, Leave, Left, Point

_IS_HERE: Final = """
SELECT 1 FROM action WHERE scope = $1 AND until = $2 AND chain = $3
"""
_WAS_TOLD: Final = "SELECT 1 FROM device WHERE device = $1 AND held @> ARRAY[$2::uuid]"


async def leave(db: Connection, *, request: Leave, who: Identity, now: datetime) -> Left:
    """Say whether a PC may forget a log, which is no longer granted to it from then on.

    Raises:
        RuleBroken: it was not granted by itself, but lies in the PC's area, or above its station;
            or the PC never held it.
    """
    scope, device = request.scope, request.device
    right = await rights.of(db, device=device, scope=scope)
    if not right.reads and await db.fetchval(_WAS_TOLD, device, scope) is None:
        raise RuleBroken("sync.not_granted")
    epoch: int = await db.fetchval("SELECT epoch FROM server")
    if request.epoch != epoch or not await _has(db, scope, request.at):
        return Left(epoch, agreed=False)
    async with db.transaction():
        if request.wanted:
            await devices.end(db, device=device, scope=scope, now=now)
            ledger.note(who.folder, Revoked(device, to_micros(now), scope))
        elif right.reads:
            return Left(epoch, agreed=False)
        await access_log.write(db, scope=scope, device=device, what="leave", outcome="left", at=now)
    return Left(epoch, agreed=True)


async def _has(db: Connection, scope: Id, at: Point) -> bool:
    """Return whether the log leads through a point."""
    if at == Point(0, NOTHING):
        return True
    return bool(await db.fetchval(_IS_HERE, scope, at.seq, at.chain))
