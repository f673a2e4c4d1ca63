"""What a device may hold: what was granted to it, all beneath an area, to read what is above."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase
from typing import Final

import asyncpg

from renda_desktop.domain.ids import Id
from renda_desktop.server.database import Connection
from renda_desktop.sync.messages import NOTHING, Scope

# A device's own scopes stand with its key, the tree of areas apart from the logs: both are whole
# everywhere, so nothing is asked of any log but the one that is meant.
_REACH: Final = """
own (scope) AS (
    SELECT unnest(scopes) FROM device WHERE device = $1
), up (scope, height) AS (
    SELECT scope, 0 FROM own
    UNION
    SELECT tree.area, up.height + 1 FROM up JOIN tree USING (scope) WHERE up.height < 8
)"""
_HELD: Final = f"""
WITH RECURSIVE {_REACH}, down (scope, height) AS (
    SELECT scope, 0 FROM own
    UNION
    SELECT tree.scope, down.height + 1 FROM down JOIN tree ON tree.area = down.scope
    WHERE down.height < 8
)
SELECT scope, bool_or(writes) AS writes, bool_or(own) AS own, tree.area FROM (
    SELECT scope, true AS writes, height = 0 AS own FROM down
    UNION ALL SELECT scope, false, false FROM up
) AS each LEFT JOIN tree USING (scope) GROUP BY scope, tree.area ORDER BY scope
"""  # noqa: S608 - put together of what stands here
_OF_ONE: Final = f"""
WITH RECURSIVE {_REACH}, chain (scope, height) AS (
    SELECT $2::uuid, 0
    UNION ALL
    SELECT tree.area, chain.height + 1 FROM chain JOIN tree USING (scope) WHERE chain.height < 8
)
SELECT EXISTS (SELECT 1 FROM chain JOIN own USING (scope)) AS writes,
    EXISTS (SELECT 1 FROM up WHERE scope = $2) AS reads
"""  # noqa: S608 - put together of what stands here
_LOGS: Final = """
SELECT s.scope, s.kind, s.name, s.head, s.chain, coalesce(g.letter, '') AS letter
FROM scope s LEFT JOIN device_scope g ON g.scope = s.scope AND g.device = $1
WHERE s.scope = ANY ($2::uuid[])
"""
_TOLD: Final = """
UPDATE device SET held = ARRAY(SELECT DISTINCT unnest(held || $2::uuid[]) ORDER BY 1)
WHERE device = $1 AND NOT held @> $2::uuid[]
"""
# In the first epoch nothing was ever lost; later ones begin when a device has brought what it has.
_ROW: Final = """
INSERT INTO device_scope (scope, device, letter, link, epoch)
SELECT $1, $2, $3, $4, CASE epoch WHEN 1 THEN 1 ELSE 0 END FROM server
ON CONFLICT (scope, device) DO UPDATE SET letter = excluded.letter
"""
_WIDE: Final = 2  # letters of those who hold many stations: nobody else's, server wide


@dataclass(frozen=True, slots=True)
class Right:
    """What a device may do in one scope."""

    reads: bool
    writes: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A log that a device may hold, what its entries come to, whether it was granted itself."""

    scope: Scope
    chain: bytes
    own: bool


async def of(db: Connection, *, device: Id, scope: Id) -> Right:
    """Return what a device may do in a scope."""
    row = await db.fetchrow(_OF_ONE, device, scope)
    return Right(row["reads"] or row["writes"], row["writes"])


async def held(db: Connection, *, device: Id) -> list[Held]:
    """Return the logs that a device may hold, and remember that it was told of them."""
    places = await db.fetch(_HELD, device)
    usual, told = await db.fetchrow("SELECT letter, held FROM device WHERE device = $1", device)
    named = {one["scope"]: one for one in places}
    logs = await db.fetch(_LOGS, device, list(named))
    for log in logs if len(usual) != _WIDE else ():
        if named[log["scope"]]["writes"] and not log["letter"]:
            await take_place(db, device=device, scope=log["scope"], writes=True)
            return await held(db, device=device)
    if not named.keys() <= set(told):
        await db.execute(_TOLD, device, sorted(named))
    found = [_held(log, named[log["scope"]], usual) for log in logs]
    # Who may write in a log may be registered above it: what is above comes first.
    above = {one["scope"]: one["area"] for one in places}
    return sorted(
        found,
        key=lambda one: (_depth(one.scope.id, above), one.scope.kind, one.scope.name, one.scope.id),
    )


def _depth(scope: Id, above: Mapping[Id, Id | None]) -> int:
    """Return how many areas that are held too lie above a scope."""
    area = above[scope]
    return 1 + _depth(area, above) if area is not None and area in above else 0


def _held(log: asyncpg.Record, place: asyncpg.Record, usual: str) -> Held:
    id_, kind, name, head, chain, letter = log
    other = "" if letter == usual else letter
    said = Scope(id_, kind, name, head, place["writes"], place["area"], other)
    return Held(said, chain, place["own"])


async def told(db: Connection, *, device: Id, scope: Id) -> bool:
    """Return whether a device was ever told that it may hold a scope."""
    asked = "SELECT 1 FROM device WHERE device = $1 AND held @> ARRAY[$2::uuid]"
    return bool(await db.fetchval(asked, device, scope))


async def ended(db: Connection, *, device: Id, held: Iterable[Held]) -> tuple[Id, ...]:
    """Return the scopes that a device was told of once and may hold no more.

    Only what is on record has ended: a server that was put back forgot more than it ended.
    """
    now = {one.scope.id for one in held}
    told = await db.fetchval("SELECT held FROM device WHERE device = $1", device)
    return tuple(one for one in told if one not in now)


async def take_place(db: Connection, *, device: Id, scope: Id, writes: bool) -> None:
    """Make a device's row in a scope; where it writes it has a letter there, its own if free."""
    async with db.transaction():
        letter = await letter_in(db, device=device, scope=scope) if writes else ""
        await db.execute(_ROW, scope, device, letter, NOTHING)


async def letter_in(db: Connection, *, device: Id, scope: Id) -> str:
    """Return the letter that a device has in a scope, or may take: its own, unless it is taken."""
    await db.fetchrow("SELECT 1 FROM scope WHERE scope = $1 FOR UPDATE", scope)
    usual: str = await db.fetchval("SELECT letter FROM device WHERE device = $1", device)
    rows = await db.fetch("SELECT device, letter FROM device_scope WHERE scope = $1", scope)
    taken = {row["letter"]: row["device"] for row in rows}
    mine = next((one for one, who in taken.items() if one and who == device), None)
    if mine is not None:
        return str(mine)
    return next(one for one in (usual, *letters(1, 3)) if one not in taken)


async def free_letter(db: Connection, *, scope: Id, kind: str) -> str:
    """Return letters that no device of the scope ever had.

    Those who hold many stations have two letters, one server wide, so that a station's own
    single letters never meet them.
    """
    if kind == "area":
        rows = await db.fetch("SELECT letter FROM device WHERE length(letter) = 2")
    else:
        rows = await db.fetch("SELECT letter FROM device_scope WHERE scope = $1", scope)
    used = {row["letter"] for row in rows}
    lengths = (_WIDE,) if kind == "area" else (1, 3)
    return next(one for one in letters(*lengths) if one not in used)


def letters(*lengths: int) -> Iterator[str]:
    """Yield what letters there are, the shortest first."""
    for length in lengths:
        yield from map("".join, product(ascii_uppercase, repeat=length))
