"""The files of records in bundles, at the centre: kept, and sent along with the answer."""

import asyncio
from collections.abc import Mapping
from hashlib import sha256

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.server import access_log, blobs
from renda_desktop.server.calls import Server
from renda_desktop.server.database import Connection
from renda_desktop.server.shelf import Shelf
from renda_desktop.sync import carried
from renda_desktop.sync.carried import CarriedFile, FileNames, Outgoing
from renda_desktop.sync.messages import Scope
from renda_desktop.sync.pieces import Ask


async def take(db: Connection, *, server: Server, said: Outgoing) -> tuple[FileNames, ...]:
    """Keep the files that came; return which of those the PC has are here now."""
    if server.files is None:
        return ()
    shelf, device = server.files.shelf, said.hello.device
    for file in said.files:
        if file.name in await _permitted(db, server, device, file.scope, (file.name,)):
            await asyncio.to_thread(_put, shelf, file)
    held = []
    for one in said.names:
        allowed = await _permitted(db, server, device, one.scope, one.here)
        there = await asyncio.to_thread(_there, shelf, one.scope, allowed)
        held.append(FileNames(one.scope, there))
    return tuple(held)


async def give(
    db: Connection,
    *,
    server: Server,
    device: Id,
    scopes: tuple[Scope, ...],
    after: Mapping[Id, int],
    names: tuple[FileNames, ...],
) -> tuple[CarriedFile, ...]:
    """Return the files of records that go along, and those that a PC still lacks."""
    if server.files is None:
        return ()
    asked = {one.scope: one for one in names}
    files: list[CarriedFile] = []
    size = 0
    for scope in scopes:
        has = asked.get(scope.id, FileNames(scope.id))
        given = 0
        for name in await blobs.since(
            db, scope=scope.id, seq=after.get(scope.id, 0), names=has.wanted
        ):
            data = None
            if name not in has.here:
                data = await asyncio.to_thread(blobs.whole, server.files.shelf, scope.id, name)
            if data is not None and size + len(data) <= carried.MOST_FILES:
                files.append(CarriedFile(scope.id, name, data))
                size += len(data)
                given += 1
        if given:
            await access_log.write(
                db, scope=scope.id, device=device, what="bundle files", outcome="given",
                at=server.clock(), entries=given,
            )  # fmt: skip
    return tuple(files)


async def _permitted(
    db: Connection, server: Server, device: Id, scope: Id, names: tuple[str, ...]
) -> set[str]:
    try:
        asked = Ask(server.identity.server, device, scope, names)
        return await blobs.permitted(db, request=asked)
    except RuleBroken:  # the scope was taken from it
        return set()


def _put(shelf: Shelf, file: CarriedFile) -> None:
    if sha256(file.data).hexdigest() == file.name:
        blobs.put(shelf, file.scope, file.name, file.data)


def _there(shelf: Shelf, scope: Id, names: set[str]) -> tuple[str, ...]:
    return tuple(one for one in sorted(names) if blobs.holds(shelf, scope, one))
