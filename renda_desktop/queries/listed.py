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


def residents_by_contact(
    session: Session, *, scope: Id, names: Collection[str]
) -> dict[tuple[str, str], Id]:
    """Return the residents of a station's log by name and telephone, and by name and address.

    One without a telephone may be meant by the address; the earliest record goes first.
    """
    c, asked = t.resident.c, sorted(names)
    found: dict[tuple[str, str], Id] = {}
    wanted = select(c.id, c.name, c.phone, c.address).where(c.scope == scope).order_by(c.id)
    for first in range(0, len(asked), _AT_ONCE):
        some = c.name.in_(asked[first : first + _AT_ONCE]) & c.merged_into.is_(None)
        for row in session.execute(wanted.where(some)):
            for contact in filter(None, (row.phone, row.address)):
                found.setdefault((row.name, contact), row.id)
    return found
