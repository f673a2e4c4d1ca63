"""Who may do what in a scope: its clerks, as its own entries make them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import asyncpg
import msgspec

from renda_desktop.domain import access
from renda_desktop.domain.clerk import CLERK, Clerk
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import MALFORMED
from renda_desktop.server.database import Connection

Roles = frozenset[str]
NONE: Final[Roles] = frozenset()
NOBODY: Final[Mapping[Id, Roles]] = {}

# A scope's own word about a clerk comes first; one it does not know may belong to an area above.
_ROLES = """
WITH RECURSIVE up (scope, height) AS (
    SELECT $1::uuid, 0
    UNION ALL
    SELECT tree.area, up.height + 1 FROM up JOIN tree USING (scope) WHERE up.height < 8
)
SELECT DISTINCT ON (c.clerk) c.clerk, c.roles FROM up JOIN clerk c ON c.scope = up.scope
WHERE c.clerk = ANY ($2::uuid[]) ORDER BY c.clerk, up.height
"""
_STREAMS = """
SELECT seq, entry, stream, kind, body, author, device, recorded_at, action FROM entry
WHERE scope = $1 AND ($2::uuid[] IS NULL OR stream = ANY ($2)) AND kind LIKE 'clerk.%'
ORDER BY seq
"""
_KEEP = """
INSERT INTO clerk (scope, clerk, roles) VALUES ($1, $2, $3)
ON CONFLICT (scope, clerk) DO UPDATE SET roles = excluded.roles
"""


class _Shipped(msgspec.Struct, frozen=True):
    shipped: bool = False


@dataclass(slots=True)
class Roster:
    """The roles of those who wrote what is offered, as far as the log has got."""

    scope: Id
    roles: dict[Id, Roles] = field(default_factory=dict)
    streams: dict[Id, Clerk] = field(default_factory=dict)
    changed: set[Id] = field(default_factory=set)

    def take(self, entries: Iterable[Entry]) -> None:
        """Let what was accepted change who may do what from there on."""
        for entry in entries:
            if entry.kind.startswith("clerk."):
                state = self.streams.setdefault(entry.stream, CLERK.state(entry.stream))
                CLERK.step(state, entry)
                self.roles[entry.stream] = held(state)
                self.changed.add(entry.stream)

    def allows(self, entry: Entry) -> bool:
        """Return whether the author may write an entry.

        Kinds that this version does not know are for whoever has any role at all. A release's
        own programs are published by whoever opens it first.
        """
        roles = self.roles.get(entry.author, NONE)
        if entry.kind not in access.RIGHTS or (entry.kind == "program.publish" and _ships(entry)):
            return bool(roles)
        return access.allowed(entry.kind, roles=roles)


async def load(db: Connection, *, scope: Id, entries: Iterable[Entry]) -> Roster:
    """Return the roster of those who wrote these entries and those they are about."""
    roster = Roster(scope)
    authors: set[Id] = set()
    clerks: set[Id] = set()
    for entry in entries:
        authors.add(entry.author)
        if entry.kind.startswith("clerk."):
            clerks.add(entry.stream)
    for row in await db.fetch(_ROLES, scope, list(authors)):
        roster.roles[row["clerk"]] = frozenset(row["roles"])
    for row in await db.fetch(_STREAMS, scope, list(clerks)) if clerks else ():
        stream = Id(row["stream"])
        state = roster.streams.setdefault(stream, CLERK.state(stream))
        CLERK.step(state, _entry(scope, row))
    return roster


async def keep(db: Connection, *, roster: Roster) -> None:
    """Write down the roles that changed."""
    rows = [(roster.scope, clerk, sorted(roster.roles[clerk])) for clerk in sorted(roster.changed)]
    if rows:
        await db.executemany(_KEEP, rows)


async def sound(db: Connection, *, scope: Id) -> bool:
    """Return whether the roles that are kept are those that all entries give.

    A clerk whose words were blanked by order cannot be folded again: what is kept stands.
    """
    found = Roster(scope)
    rows = await db.fetch(_STREAMS, scope, None)
    found.take(_entry(scope, row) for row in rows)
    blank = {row["stream"] for row in rows if row["body"] is None}
    kept = await db.fetch("SELECT clerk, roles FROM clerk WHERE scope = $1", scope)
    given = {row["clerk"]: frozenset(row["roles"]) for row in kept if row["clerk"] not in blank}
    return given == {one: roles for one, roles in found.roles.items() if one not in blank}


def founding(entries: Iterable[Entry], *, kind: str, scope: Id) -> Roster:
    """Return the roster that an empty scope's first action brings: whoever begins the scope and
    registers himself. The rest of the action is judged by the roles that he takes.
    """
    found = list(entries)
    roster = Roster(scope)
    if any(_begins(e, kind, scope) for e in found):
        roster.take(e for e in found if registers_himself(e))
    return roster


def founds(entry: Entry, *, kind: str) -> bool:
    """Return whether an entry of a founding action is what makes it one: nobody had a right yet."""
    return registers_himself(entry) or _begins(entry, kind, entry.scope)


def registers_himself(entry: Entry) -> bool:
    return entry.kind == "clerk.register" and entry.stream == entry.author


def _begins(entry: Entry, kind: str, scope: Id) -> bool:
    return entry.kind == f"{kind}.register" and entry.stream == scope


def held(state: Clerk) -> Roles:
    """Return the roles of a clerk on duty; who is off duty has none."""
    return frozenset(state.details.roles) if state.exists and state.active else NONE


def _ships(entry: Entry) -> bool:
    try:
        return msgspec.json.decode(entry.body, type=_Shipped).shipped
    except MALFORMED:
        return False


def _entry(scope: Id, row: asyncpg.Record) -> Entry:
    return Entry(
        id=row["entry"],
        scope=scope,
        stream=row["stream"],
        kind=row["kind"],
        body=row["body"] or b"",
        author=row["author"],
        device=row["device"],
        recorded_at=row["recorded_at"],
        action=row["action"],
        seq=row["seq"],
    )
