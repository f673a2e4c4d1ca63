"""What a device may hold: what was granted to it, all beneath an area, to read what is above."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase
from typing import Final

import asyncpg

from renda_desktop.domain.ids import Id
from renda_desktop.server.database import Connection
from renda_desktop.sync.messages import NOTHING, Scope

# Rows that were made when needed only count what a device did there: what it may is asked of
# those that somebody granted, and of the areas as they lie now.
_OWN: Final = """
own (scope) AS (
    SELECT scope FROM device_scope WHERE device = $1 AND ended_at IS NULL AND NOT derived
)"""
_HELD: Final = f"""
WITH RECURSIVE {_OWN}, down (scope, height) AS (
    SELECT scope, 0 FROM own
    UNION
    SELECT s.scope, down.height + 1 FROM down JOIN scope s ON s.area = down.scope
    WHERE down.height < 8
), up (scope, height) AS (
    SELECT scope, 0 FROM own
    UNION
    SELECT s.area, up.height + 1 FROM up JOIN scope s USING (scope)
    WHERE s.area IS NOT NULL AND up.height < 8
)
SELECT s.scope, s.kind, s.name, s.head, s.chain, s.area, held.writes, g.letter,
    d.letter AS usual
FROM (
    SELECT scope, bool_or(writes) AS writes FROM (
        SELECT scope, true AS writes FROM down UNION ALL SELECT scope, false FROM up
    ) AS each GROUP BY scope
) AS held JOIN scope s USING (scope) JOIN device d ON d.device = $1
LEFT JOIN device_scope g ON g.scope = s.scope AND g.device = $1
ORDER BY s.kind, s.name, s.scope
"""  # noqa: S608 - no value of anybody's is in it
_OF_ONE: Final = f"""
WITH RECURSIVE {_OWN}, chain (scope, height) AS (
    SELECT $2::uuid, 0
    UNION ALL
    SELECT s.area, chain.height + 1 FROM chain JOIN scope s USING (scope)
    WHERE s.area IS NOT NULL AND chain.height < 8
), up (scope, height) AS (
    SELECT scope, 0 FROM own
    UNION
    SELECT s.area, up.height + 1 FROM up JOIN scope s USING (scope)
    WHERE s.area IS NOT NULL AND up.height < 8
)
SELECT EXISTS (SELECT 1 FROM chain JOIN own USING (scope)) AS writes,
    EXISTS (SELECT 1 FROM up WHERE scope = $2) AS reads
"""  # noqa: S608 - no value of anybody's is in it
_ENDED: Final = "SELECT scope FROM device_scope WHERE device = $1 ORDER BY scope"
_ROW: Final = """
INSERT INTO device_scope (scope, device, letter, link, epoch, derived)
SELECT $1, $2, $3, $4, epoch, true FROM server
ON CONFLICT (scope, device) DO UPDATE SET letter = excluded.letter
"""


@dataclass(frozen=True, slots=True)
class Right:
    """What a device may do in one scope."""

    reads: bool
    writes: bool


async def of(db: Connection, *, device: Id, scope: Id) -> Right:
    """Return what a device may do in a scope."""
    row = await db.fetchrow(_OF_ONE, device, scope)
    return Right(row["reads"] or row["writes"], row["writes"])


async def held(db: Connection, *, device: Id) -> list[asyncpg.Record]:
    """Return the rows of all scopes that a device may hold, areas first."""
    rows: list[asyncpg.Record] = await db.fetch(_HELD, device)
    return rows


async def ended(db: Connection, *, device: Id, held: Iterable[asyncpg.Record]) -> tuple[Id, ...]:
    """Return the scopes that a device held once and may hold no more.

    Only what is on record has ended: a server that was put back forgot more than it ended.
    """
    now = {row["scope"] for row in held}
    rows = await db.fetch(_ENDED, device)
    return tuple(row["scope"] for row in rows if row["scope"] not in now)


async def note(db: Connection, *, device: Id) -> None:
    """Make the rows that a device has not yet in what it may hold; each in its own transaction."""
    for row in await held(db, device=device):
        if row["letter"] is None or (row["writes"] and not row["letter"]):
            await take_place(db, device=device, scope=row["scope"], writes=row["writes"])


async def take_place(db: Connection, *, device: Id, scope: Id, writes: bool) -> None:
    """Make a device's row in a scope; where it writes it has a letter there, its own if free."""
    async with db.transaction():
        letter = await letter_in(db, device=device, scope=scope) if writes else ""
        await db.execute(_ROW, scope, device, letter, NOTHING)


async def letter_in(db: Connection, *, device: Id, scope: Id) -> str:
    """Return the letter that a device has in a scope, or may take: its own, unless it is taken."""
    await db.fetchrow("SELECT 1 FROM scope WHERE scope = $1 FOR UPDATE", scope)
    usual = await db.fetchval("SELECT letter FROM device WHERE device = $1", device)
    rows = await db.fetch("SELECT device, letter FROM device_scope WHERE scope = $1", scope)
    taken = {row["letter"]: row["device"] for row in rows}
    mine = next((one for one, who in taken.items() if one and who == device), None)
    if mine is not None:
        return mine
    return usual if usual not in taken else next(one for one in letters(1, 3) if one not in taken)


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
    return next(one for one in letters(*((2,) if kind == "area" else (1, 3))) if one not in used)


def letters(*lengths: int) -> Iterator[str]:
    """Yield what letters there are, the shortest first."""
    for length in lengths:
        yield from map("".join, product(ascii_uppercase, repeat=length))


def scope_of(row: asyncpg.Record) -> Scope:
    """Return a row of `held` as a PC is told of it; of its letter only where it is another one."""
    letter = row["letter"] or ""
    return Scope(
        row["scope"], row["kind"], row["name"], row["head"], row["writes"], row["area"],
        "" if letter == row["usual"] else letter,
    )  # fmt: skip
