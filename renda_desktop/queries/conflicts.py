"""Everything in which two people's corrections compete, with the versions in words."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import noun_of
from renda_desktop.domain.terms import field_label
from renda_desktop.queries import matter_files
from renda_desktop.queries.matter_files import ConflictVersion
from renda_desktop.queries.names import Names
from renda_desktop.queries.pending import called
from renda_desktop.store import log, rebuild


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field of one thing; the first of its versions is in effect until somebody chooses."""

    noun: str
    stream: Id
    term: str
    about: str
    field: str
    label: str
    versions: tuple[ConflictVersion, ...]


def conflicts(session: Session) -> list[ConflictRow]:
    """Return every field in conflict, the one that clashed last first."""
    found: list[ConflictRow] = []
    names = Names(session)
    for stream in rebuild.in_conflict(session):
        entries = log.read(session, stream=stream)
        noun = next(filter(None, (noun_of(entry.kind) for entry in entries)))
        state = noun.fold(stream, entries)
        about = called(session, noun=noun.name, stream=stream)
        found += (
            ConflictRow(noun.name, stream, state.term, about, field, field_label(field), versions)
            for field, versions in matter_files.conflicts(state, names).items()
        )
    return sorted(found, key=lambda one: one.versions[-1].at, reverse=True)
