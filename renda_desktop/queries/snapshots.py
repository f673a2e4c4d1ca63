"""Published figures: the list, and one snapshot beside what the same figures are today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import Value
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.snapshot import SNAPSHOT, Published, SnapshotDetails
from renda_desktop.queries import figures
from renda_desktop.store import log
from renda_desktop.store.tables.snapshot import snapshot as table


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One snapshot in a list. `withdrawn` says why it no longer holds, or is ''."""

    id: Id
    title: str
    conditions: str
    moment: datetime
    published_at: datetime
    figures: int
    withdrawn: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure beside today's value of the same."""

    published: Published
    now: Value

    @property
    def changed(self) -> bool:
        return self.published.value != self.now


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """A snapshot as it was published, each figure beside what it would be today."""

    row: SnapshotRow
    details: SnapshotDetails
    figures: tuple[Compared, ...]


def snapshots(session: Session, *, limit: int = 500) -> list[SnapshotRow]:
    """Return the snapshots, the latest first."""
    ordered = select(table).order_by(table.c.published_at.desc(), table.c.id.desc())
    return [_row(row) for row in session.execute(ordered.limit(limit))]


def snapshot_file(session: Session, *, id: Id, today: date) -> SnapshotFile:  # noqa: A002
    """Return one snapshot with what its figures are today, for the same filter."""
    row = session.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise RuleBroken("stream.missing", noun=SNAPSHOT.state.term)
    details: SnapshotDetails = SNAPSHOT.fold(id, log.read(session, stream=id)).details
    where = msgspec.structs.replace(details.where, as_of=None)
    keys = [one.key for one in details.figures]
    now = figures.figures(session, keys=keys, where=where, today=today)
    values = {one.key: one.value for one in now}
    compared = tuple(Compared(one, values[one.key]) for one in details.figures)
    return SnapshotFile(_row(row), details, compared)


def _row(r: Any) -> SnapshotRow:  # a row of the table
    return SnapshotRow(
        r.id, r.title, r.conditions, from_micros(r.moment), from_micros(r.published_at),
        r.figures, r.withdrawn,
    )  # fmt: skip
