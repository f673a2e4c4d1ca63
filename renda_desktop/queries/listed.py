"""What is on record already of the rows of an older list."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Stage
from renda_desktop.store.tables import projection as t

_AT_ONCE = 500


def listed_marks(session: Session, *, marks: Collection[Id]) -> set[Id]:
    """Return those marks whose rows are matters already; a withdrawn one may come again."""
    c, asked = t.matter.c, sorted(marks)
    found: set[Id] = set()
    for first in range(0, len(asked), _AT_ONCE):
        some = c.listed.in_(asked[first : first + _AT_ONCE])
        found.update(session.scalars(select(c.listed).where(some, c.stage != Stage.WITHDRAWN)))
    return found


def resident_at(session: Session, *, scope: Id, name: str, address: str) -> Id | None:
    """Return the resident of this name at this address in a station's log."""
    if not address:
        return None
    c = t.resident.c
    same = (c.scope == scope) & (c.name == name) & (c.address == address)
    mine = select(c.id).where(same, c.merged_into.is_(None)).order_by(c.id).limit(1)
    found: Id | None = session.scalar(mine)
    return found
