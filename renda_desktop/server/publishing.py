"""What is done for a whole area at the centre: its first clerks, what it publishes."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec

from renda_desktop.domain.area import AreaDetails, RegisterArea
from renda_desktop.domain.cleaning import cleaned
from renda_desktop.domain.clerk import CLERK, AmendClerk, Clerk, ClerkDetails, RegisterClerk
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import PROGRAM, Program, ProgramDetails, PublishProgram
from renda_desktop.domain.stream import Noun, Stream
from renda_desktop.domain.taxonomy import (
    TAXONOMY,
    PublishTaxonomy,
    TaxonomyDetails,
    stream_of,
)
from renda_desktop.domain.terms import AreaLevel, Role
from renda_desktop.domain.text import clean_name
from renda_desktop.server import own
from renda_desktop.server.database import Connection
from renda_desktop.server.identity import Identity
from renda_desktop.server.own import Said

S = TypeVar("S", bound=Stream)

_LEVELS: Final = {
    Role.CITY_COORDINATOR: AreaLevel.CITY,
    Role.TOWNSHIP_COORDINATOR: AreaLevel.TOWNSHIP,
}
_OF_KIND: Final = """
SELECT seq, entry, stream, kind, body, author, device, recorded_at, action FROM entry
WHERE scope = $1 AND kind LIKE $2 AND body IS NOT NULL ORDER BY seq
"""


async def register_clerk(
    db: Connection, *, who: Identity, scope: Id, name: str, roles: tuple[Role, ...], now: datetime
) -> bool:
    """Register somebody in a log; return False where he was known, and has these roles now.

    An area whose log is empty begins with its first clerk.

    Raises:
        RuleBroken: the roles do not go together, or it is a station that nobody has begun.
    """
    details = ClerkDetails(clean_name(name), roles)
    details.check()
    row = await db.fetchrow(
        "SELECT s.kind, s.name, s.head, tree.area FROM scope s LEFT JOIN tree USING (scope)"
        " WHERE s.scope = $1",
        scope,
    )
    first, *_ = own.new_ids(now)
    if row["head"] == 0:
        if row["kind"] != "area":
            raise RuleBroken("server.unfounded")
        level = next((_LEVELS[role] for role in roles if role in _LEVELS), AreaLevel.DISTRICT)
        begun = RegisterArea(AreaDetails(row["name"], level, row["area"]))
        said = [Said(scope, begun, author=first), Said(first, RegisterClerk(details), author=first)]
        await own.write(db, who=who, scope=scope, said=said, now=now)
        return True
    async for known in _streams(db, scope, CLERK):
        if known.details.name == details.name:
            await _change_roles(db, who, scope, known, roles, now)
            return False
    await own.write(db, who=who, scope=scope, said=[Said(first, RegisterClerk(details))], now=now)
    return True


async def _change_roles(
    db: Connection, who: Identity, scope: Id, clerk: Clerk, roles: tuple[Role, ...], now: datetime
) -> None:
    if set(clerk.details.roles) == set(roles):
        raise RuleBroken("amend.nothing")
    was, change = (msgspec.Raw(msgspec.json.encode(one)) for one in (clerk.details.roles, roles))
    fact = AmendClerk(field="roles", was=was, now=change)
    await own.write(db, who=who, scope=scope, said=[Said(clerk.id, fact)], now=now)


async def publish(
    db: Connection,
    *,
    who: Identity,
    scope: Id,
    details: ProgramDetails,
    least: int,
    now: datetime,
) -> int:
    """Put a program into force in a log and in all beneath it; return its version.

    Args:
        least: the version it has at least, so that it goes before what shipped.

    Raises:
        RuleBroken: what is in force says the same already, or the log is empty.
    """
    if not await db.fetchval("SELECT head FROM scope WHERE scope = $1", scope):
        raise RuleBroken("server.unfounded")
    details = cleaned(details)
    details.check()
    stream, newest = None, 0
    async for known in _streams(db, scope, PROGRAM):
        if known.details.key == details.key:
            stream = stream or known.id
            newest = max(newest, *known.versions)
            _check_new(known, details)
    version = max(newest + 1, least)
    fact = PublishProgram(msgspec.structs.replace(details, version=version))
    said = [Said(stream or own.new_ids(now)[0], fact)]
    await own.write(db, who=who, scope=scope, said=said, now=now)
    return version


async def publish_taxonomy(
    db: Connection, *, who: Identity, scope: Id, details: TaxonomyDetails, now: datetime
) -> int:
    """Put a table of categories into force in a log and in all beneath it; return its version.

    Raises:
        RuleBroken: what is in force says the same already, or the log is empty.
    """
    if not await db.fetchval("SELECT head FROM scope WHERE scope = $1", scope):
        raise RuleBroken("server.unfounded")
    details = cleaned(details)
    details.check()
    version = 1
    async for known in _streams(db, scope, TAXONOMY):
        if known.details == details:
            raise RuleBroken("amend.nothing")
        version = known.version + 1
    said = [Said(stream_of(scope), PublishTaxonomy(version, details))]
    await own.write(db, who=who, scope=scope, said=said, now=now)
    return version


def _check_new(known: Program, details: ProgramDetails) -> None:
    if msgspec.structs.replace(details, version=known.details.version) == known.details:
        raise RuleBroken("amend.nothing")


async def _streams(db: Connection, scope: Id, noun: Noun[S]) -> AsyncIterator[S]:
    """Yield the streams of a noun in a log, as its entries make them."""
    found: dict[Id, Any] = {}
    for row in await db.fetch(_OF_KIND, scope, f"{noun.name}.%"):
        stream = Id(row["stream"])
        entry = Entry(
            id=row["entry"],
            scope=scope,
            stream=stream,
            kind=row["kind"],
            body=row["body"],
            author=row["author"],
            device=row["device"],
            recorded_at=row["recorded_at"],
            action=row["action"],
            seq=row["seq"],
        )
        noun.step(found.setdefault(stream, noun.state(stream)), entry)
    for state in found.values():
        if state.exists:
            yield state
