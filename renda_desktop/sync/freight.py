"""The files of records in a bundle: what goes along with it, and what came."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.store import blobs, exchange
from renda_desktop.store.exchange import Cursor
from renda_desktop.sync import carried, named
from renda_desktop.sync.carried import CarriedFile, FileNames
from renda_desktop.sync.named import DOWN, UP


def load(session: Session, *, epoch: int) -> tuple[tuple[FileNames, ...], tuple[CarriedFile, ...]]:
    """Return which files each log has and lacks here, and those that the server may lack.

    What does not go in is in a later bundle: it stays named until the server has it.
    """
    names, files, size = [], [], 0
    for cursor in exchange.cursors(session).values():
        mine = named.due(session, cursor=cursor, way=UP, epoch=epoch, pending=True)
        others = named.due(session, cursor=cursor, way=DOWN, epoch=epoch)
        here = blobs.here(session, names={one.name for one in (*mine, *others)})
        going = [one.name for one in mine if one.name in here]
        wanted = [one.name for one in others if one.name not in here]
        if going or wanted:
            names.append(FileNames(cursor.scope, tuple(going), tuple(wanted)))
        for name in going if cursor.writes else ():
            data = blobs.get(session, sha256=name) or b""
            if blobs.hashed(data) == name and size + len(data) <= carried.MOST_FILES:
                files.append(CarriedFile(cursor.scope, name, data))
                size += len(data)
    return tuple(names), tuple(files)


def unload(session: Session, *, files: Iterable[CarriedFile], epoch: int) -> int:
    """Keep the files that came and that a record here names; return how many were new."""
    cursors = exchange.cursors(session)
    received = 0
    for scope, some in groupby(files, key=lambda one: one.scope):
        if scope not in cursors:
            continue
        due = named.due(session, cursor=cursors[scope], way=DOWN, epoch=epoch)
        wanted = {one.name: one.said.mime for one in due}
        here = blobs.here(session, names=wanted)
        for file in some:
            fits = file.name in wanted and blobs.hashed(file.data) == file.name
            if fits and file.name not in here:
                blobs.put(session, data=file.data, mime=wanted[file.name])
                received += 1
    for cursor in cursors.values():
        _keep_down(session, cursor, epoch)
    return received


def settle(session: Session, *, held: Mapping[Id, tuple[str, ...]], epoch: int) -> None:
    """Remember which files the server said that it has."""
    for scope, cursor in exchange.cursors(session).items():
        mine = named.due(session, cursor=cursor, way=UP, epoch=epoch)
        here = blobs.here(session, names={one.name for one in mine})
        there = set(held.get(scope, ()))
        left = [one for one in mine if one.name in here - there]
        named.keep(session, cursor=cursor, way=UP, epoch=epoch, left=left)


def _keep_down(session: Session, cursor: Cursor, epoch: int) -> None:
    due = named.due(session, cursor=cursor, way=DOWN, epoch=epoch)
    here = blobs.here(session, names={one.name for one in due})
    left = [one for one in due if one.name not in here]
    named.keep(session, cursor=cursor, way=DOWN, epoch=epoch, left=left)
