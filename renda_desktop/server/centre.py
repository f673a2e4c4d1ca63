"""The commands that write at the centre: users, what areas publish, where a scope lies."""

import tomllib
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

from renda_desktop import resources
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.program import ProgramDetails, reading
from renda_desktop.domain.taxonomy import TaxonomyDetails
from renda_desktop.domain.terms import Role
from renda_desktop.domain.text import NAME_LIMIT, clean_line
from renda_desktop.server import database, identity, publishing, scopes
from renda_desktop.server.database import Connection

D = TypeVar("D", bound=reading.Checked)


async def user(options: Namespace, address: str) -> int:
    """Register somebody in a scope, or give him other roles there."""
    roles = tuple(Role(one) for one in options.role)
    async with _connected(address) as db:
        who = await identity.known(db, folder=options.data)
        scope = await scopes.named(db, options.scope)
        new = await publishing.register_clerk(
            db, who=who, scope=scope, name=options.name, roles=roles, now=datetime.now(UTC)
        )
    told = "、".join(role.label for role in roles)
    print(f"{'已登记' if new else '已更改角色'}:{options.name}({told})")
    return 0


async def publish(options: Namespace, address: str) -> int:
    """Publish a program for an area and all stations beneath it."""
    details = _parsed(options.file, ProgramDetails, "program.file")
    async with _connected(address) as db:
        who = await identity.known(db, folder=options.data)
        scope = await scopes.named(db, options.scope)
        version = await publishing.publish(
            db, who=who, scope=scope, details=details, least=_shipped(details.key) + 1,
            now=datetime.now(UTC),
        )  # fmt: skip
    print(f"已发布:{details.title}(第{version}版);各站下次同步后施行")
    return 0


async def publish_categories(options: Namespace, address: str) -> int:
    """Publish a table of categories for an area and all stations beneath it."""
    details = _parsed(options.file, TaxonomyDetails, "taxonomy.file")
    async with _connected(address) as db:
        who = await identity.known(db, folder=options.data)
        scope = await scopes.named(db, options.scope)
        version = await publishing.publish_taxonomy(
            db, who=who, scope=scope, details=details, now=datetime.now(UTC)
        )
    counts = f"{len(details.category)} 类 {len(details.paths)} 项"
    print(f"已发布:类别表第{version}版({counts});各站下次同步后采用")
    return 0


async def move(options: Namespace, address: str) -> int:
    """Put a scope beneath another area."""
    async with _connected(address) as db:
        scope = await scopes.named(db, options.scope)
        area = await scopes.named(db, options.area, kind=scopes.AREA)
        await scopes.put_below(db, scope=scope, area=area)
    print(f"已移入:{options.area}")
    return 0


async def rename(options: Namespace, address: str) -> int:
    """Give a log another name or another code at the centre."""
    name = clean_line(options.name or "", limit=NAME_LIMIT)
    code = clean_line(options.code or "", limit=scopes.LONGEST_CODE)
    async with _connected(address) as db:
        scope = await scopes.named(db, options.scope)
        await scopes.rename(db, scope=scope, name=name, code=code)
    print(f"已更改:{name or options.scope} {code}".rstrip())
    return 0


def _parsed(file: Path, of: type[D], rule: str) -> D:
    """Read a file of rules; `rule` says that it is wrong."""
    try:
        with file.open("rb") as opened:
            data = opened.read(reading.LARGEST + 1)
    except OSError:
        raise Unavailable("file.unreadable") from None
    loads = partial(tomllib.loads, parse_float=Decimal)
    try:
        return reading.parse(data, of=of, loads=loads)
    except RuleBroken as broken:
        raise RuleBroken(rule, file=file.name, reason=str(broken)) from None


def _shipped(key: str) -> int:
    """Return the version of a program that ships with this release; 0 where none does."""
    for file in resources.path("programs").glob("*.toml"):
        found = tomllib.loads(file.read_text("utf-8"))
        if found["key"] == key:
            return int(found["version"])
    return 0


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[Connection]:
    pool = await database.open_pool(address, size=1)
    try:
        async with pool.acquire() as db:
            yield db
    finally:
        await pool.close()
