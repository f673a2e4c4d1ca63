"""What was said at one place lately, and is not finished."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.matter.state import OPEN_STAGES
from renda_desktop.domain.moments import to_micros
from renda_desktop.domain.terms import Stage
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t

_MOST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One matter in full; `root` is the matter that it was joined into, or itself."""

    id: Id
    root: Id
    number: str
    title: str
    text: str
    resident: Id | None


def said_at(session: Session, *, place: str, since: datetime) -> list[Said]:
    """Return the matters in hand that were registered at a place since a moment.

    A joined matter comes with the one that goes on for it, however old that is.
    """
    c = t.matter.c
    rows = session.execute(
        select(c.id, c.number, c.title, c.resident, c.joined_into)
        .where(
            c.place == place,
            c.registered_at >= to_micros(since),
            c.stage.in_([*OPEN_STAGES, Stage.JOINED]),
        )
        .order_by(c.registered_at.desc())
        .limit(_MOST)
    ).all()
    found = {row.id: _said(session, row) for row in rows}
    roots = {row.joined_into for row in rows if row.joined_into} - found.keys()
    heads = select(c.id, c.number, c.title, c.resident, c.joined_into).where(
        c.id.in_(roots), c.stage.in_(OPEN_STAGES)
    )
    found |= {row.id: _said(session, row) for row in session.execute(heads)}
    return [said for said in found.values() if said.root in found]


def _said(session: Session, row: Any) -> Said:  # a row of the table
    details = MATTER.fold(row.id, log.read(session, stream=row.id)).details
    text = f"{details.summary}\n{details.own_words}"
    return Said(row.id, row.joined_into or row.id, row.number, row.title, text, row.resident)
