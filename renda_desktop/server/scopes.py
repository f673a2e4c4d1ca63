"""The logs that the server keeps: each a station's or an area's."""

import secrets
import time
from dataclasses import dataclass

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.domain.station import RegisterStation
from renda_desktop.domain.stream import MALFORMED
from renda_desktop.domain.text import clean_line
from renda_desktop.server.database import Connection
from renda_desktop.sync.messages import NOTHING

STATION, AREA = "station", "area"
LONGEST_CODE = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a scope stands."""

    scope: Id
    kind: str
    name: str
    code: str
    head: int
    devices: int


async def add(
    db: Connection, *, kind: str, name: str, code: str = "", area: Id | None = None
) -> Id:
    """Make an empty log and return its id; a station founded offline brings its own later."""
    await _check_free(db, kind=kind, name=name, code=code)
    scope = next_id(after=None, now_ms=time.time_ns() // 1_000_000, chance=secrets.randbits(74))
    await db.execute(
        "INSERT INTO scope (scope, kind, name, code, chain) VALUES ($1, $2, $3, $4, $5)",
        scope, kind, name, code, NOTHING,
    )  # fmt: skip
    if area is not None:
        await db.execute("INSERT INTO tree (scope, area) VALUES ($1, $2)", scope, area)
    return scope


async def rename(db: Connection, *, scope: Id, name: str = "", code: str = "") -> None:
    """Give a log another name or another code; what is empty stays as it is."""
    async with db.transaction():
        kind = await db.fetchval("SELECT kind FROM scope WHERE scope = $1", scope)
        await _check_free(db, kind=kind, name=name, code=code, but=scope)
        await db.execute(
            "UPDATE scope SET name = coalesce(nullif($2, ''), name),"
            " code = coalesce(nullif($3, ''), code) WHERE scope = $1",
            scope, name, code,
        )  # fmt: skip


def code_of(entry: Entry) -> str:
    """Return the code of the station that an entry founds, '' where there is none to be used."""
    if entry.kind != RegisterStation.kind or entry.stream != entry.scope:
        return ""
    try:
        details = msgspec.json.decode(entry.body, type=RegisterStation).details
        return clean_line(details.code, limit=LONGEST_CODE)
    except (*MALFORMED, RuleBroken):  # a PC signs what it likes; PostgreSQL takes no NUL
        return ""


async def put_below(db: Connection, *, scope: Id, area: Id) -> None:
    """Put a scope, with all that lies beneath it, below another area."""
    above: Id | None = area
    while above is not None:
        if above == scope:
            raise RuleBroken("area.below_itself")
        above = await db.fetchval("SELECT area FROM tree WHERE scope = $1", above)
    await db.execute(
        "INSERT INTO tree (scope, area) VALUES ($1, $2)"
        " ON CONFLICT (scope) DO UPDATE SET area = excluded.area",
        scope, area,
    )  # fmt: skip


async def _check_free(
    db: Connection, *, kind: str, name: str, code: str, but: Id | None = None
) -> None:
    taken = await db.fetchval(
        "SELECT 1 FROM scope WHERE kind = $1 AND (name = $2 OR code <> '' AND code = $3)"
        " AND scope IS DISTINCT FROM $4",
        kind, name, code, but,
    )  # fmt: skip
    if taken:
        raise RuleBroken("server.scope_taken")


async def named(db: Connection, name: str, *, kind: str | None = None) -> Id:
    """Return the scope with this name, code or id."""
    rows = await db.fetch(
        "SELECT scope FROM scope WHERE $1 IN (name, code, replace(scope::text, '-', ''))"
        " AND kind = coalesce($2, kind)",
        name,
        kind,
    )
    if len(rows) != 1:
        raise RuleBroken("server.no_scope", scope=name)
    return Id(rows[0]["scope"])


async def standings(db: Connection) -> list[Standing]:
    """Return where every scope stands."""
    rows = await db.fetch(
        "SELECT s.scope, s.kind, s.name, s.code, s.head, count(g.device) FILTER"
        " (WHERE g.ended_at IS NULL) AS devices FROM scope s LEFT JOIN device_scope g"
        " USING (scope) GROUP BY s.scope ORDER BY s.kind, s.code, s.name"
    )
    return [Standing(*row) for row in rows]
