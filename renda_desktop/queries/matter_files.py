"""One matter as a whole: its state folded from the log, and its timeline in words."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Matter
from renda_desktop.queries.matters import MatterRow, matter_row
from renda_desktop.queries.names import Names
from renda_desktop.queries.timeline import TimelineEvent, timeline
from renda_desktop.store import log


@dataclass(frozen=True, slots=True)
class ConflictVersion:
    """One of the competing values of a field, in words, with who wrote it and when."""

    shown: str
    value: object
    who: str
    at: int


@dataclass(frozen=True, slots=True)
class MatterFile:
    """A matter with everything on record about it."""

    row: MatterRow
    state: Matter
    timeline: tuple[TimelineEvent, ...]
    conflicts: dict[str, tuple[ConflictVersion, ...]]


def matter_file(session: Session, *, id: Id, today: date) -> MatterFile:  # noqa: A002
    """Return one matter with its timeline, the earliest event first.

    Raises:
        RuleBroken: there is no such matter.
    """
    row = matter_row(session, id=id, today=today)
    if row is None:
        raise RuleBroken("stream.missing", noun=Matter.term)
    state = MATTER.fold(id, log.read(session, stream=id))
    names = Names(session)
    conflicts = {
        field: tuple(
            ConflictVersion(names.shown(v.value), v.value, names.clerk(v.author), v.recorded_at)
            for v in versions
        )
        for field, versions in state.conflicts.items()
    }
    return MatterFile(row, state, timeline(state, names=names), conflicts)
