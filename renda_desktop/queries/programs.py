"""The work mechanisms in force."""

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.store.tables import projection as t


def program(session: Session, *, key: str, version: int | None = None) -> ProgramDetails:
    """Return one version of a program, the newest unless told otherwise."""
    wanted = select(t.program.c.body).where(t.program.c.key == key)
    if version is None:
        wanted = wanted.order_by(t.program.c.version.desc()).limit(1)
    else:
        wanted = wanted.where(t.program.c.version == version)
    body = session.scalar(wanted)
    if body is None:
        raise RuleBroken("program.missing", key=key)
    return msgspec.json.decode(body, type=ProgramDetails)


def programs(session: Session) -> list[ProgramDetails]:
    """Return the newest version of every program."""
    rows = session.execute(
        select(t.program.c.key, t.program.c.version, t.program.c.body).order_by(
            t.program.c.id, t.program.c.version
        )
    )
    found = {row.key: msgspec.json.decode(row.body, type=ProgramDetails) for row in rows}
    return list(found.values())
