"""What matters are about: the table that ships, the one in force, what the desk offers."""

import tomllib
from dataclasses import dataclass
from functools import cache, partial

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop import resources
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import reading
from renda_desktop.domain.taxonomy import Category, TaxonomyDetails
from renda_desktop.queries import matters
from renda_desktop.store import exchange, positions, settings
from renda_desktop.store.tables.projection import taxonomy as rows


@dataclass(frozen=True, slots=True)
class Published:
    """The table that somebody put into force; `scope` is the log in which it stands."""

    scope: Id
    version: int
    details: TaxonomyDetails


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A second level as it is offered; `source` is "shipped", "own" or the name of an area."""

    path: str
    gbt39666: str
    local: str
    source: str


@cache
def shipped() -> TaxonomyDetails:
    """Return the table that comes with the program."""
    file = resources.path("taxonomy", "categories.toml")
    return reading.parse(file.read_bytes(), of=TaxonomyDetails, loads=partial(tomllib.loads))


def taxonomy() -> tuple[Category, ...]:
    """Return the categories that ship, in their own order."""
    return shipped().category


def paths() -> tuple[str, ...]:
    """Return every second level that ships."""
    return shipped().paths


def published(session: Session, *, at: Id | None = None) -> Published | None:
    """Return the table in force for a log, None where it is the one that ships.

    What lies higher goes first: a district's table is every station's.

    Args:
        at: the log; this PC's station, unless given.
    """
    scope = at or Id(settings.get(session, key="station") or "")
    chain = positions.chain(session, scope=scope)
    found = session.execute(select(rows).where(rows.c.scope.in_(chain)))
    row = max(found, key=lambda one: chain.index(one.scope), default=None)
    if row is None:
        return None
    details = msgspec.json.decode(row.body, type=TaxonomyDetails)
    return Published(row.scope, row.version, details)


def offered(session: Session) -> list[str]:
    """Return what a matter may be about; with the table that ships, what others were about too."""
    table = published(session)
    if table is not None:
        return list(table.details.paths)
    return list(dict.fromkeys((*paths(), *matters.categories(session))))


def categories(session: Session) -> list[CategoryRow]:
    """Return the table in force here."""
    table = published(session)
    source = "shipped"
    if table is not None:
        log = exchange.cursor(session, scope=table.scope)
        source = log.name if log and table.scope != settings.get(session, key="station") else "own"
    details = table.details if table else shipped()
    return [
        CategoryRow(f"{one.name}/{part.name}", part.gbt39666, part.local, source)
        for one in details.category
        for part in one.parts
    ]


def check_own(session: Session, *, at: Id) -> None:
    """Raise RuleBroken where the table is published for a log from above."""
    table = published(session, at=at)
    if table is not None and table.scope != at:
        log = exchange.cursor(session, scope=table.scope)
        raise RuleBroken("scope.from_above", noun="类别表", scope=log.name if log else "")
