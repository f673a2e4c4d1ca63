"""Work mechanisms: those that ship with the application, and publishing a version."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from sqlalchemy.orm import Session

from renda_desktop import resources
from renda_desktop.domain.cleaning import cleaned
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.program import PROGRAM, ProgramDetails, PublishProgram
from renda_desktop.queries import programs as known
from renda_desktop.queries import references
from renda_desktop.services.action import Action, Changes
from renda_desktop.store.program_files import read_program


def shipped_files() -> list[Path]:
    """Return the program files that ship with the application, in the order of their keys.

    A variant comes behind what it varies: where nobody chooses, the plain one is offered first.
    """
    return sorted(resources.path("programs").glob("*.toml"), key=lambda file: file.stem)


def shipped() -> list[ProgramDetails]:
    """Return the programs that ship with the application."""
    return [read_program(file) for file in shipped_files()]


def edition() -> str:
    """Return what tells this release's programs from another's."""
    return sha256(b"".join(file.read_bytes() for file in shipped_files())).hexdigest()


def publish(session: Session, *, by: Author, details: ProgramDetails) -> Changes:
    """Put a new version of a program into force. Earlier records keep the version they have."""
    action = Action(session, by)
    return action.done(_publish(action, PublishProgram(details)))


def publish_next(session: Session, *, by: Author, details: ProgramDetails) -> Changes:
    """Put a program into force as its first or its next version, whatever version it names.

    Raises:
        RuleBroken: what is in force says the same already.
    """
    details = cleaned(details)
    versions = known.versions(session, key=details.key, at=by.scope)
    newest = max(versions, key=lambda one: one.number, default=None)
    number = newest.number + 1 if newest else 1
    if newest and msgspec.structs.replace(details, version=newest.number) == newest.details:
        raise RuleBroken("amend.nothing")
    return publish(session, by=by, details=msgspec.structs.replace(details, version=number))


def publish_shipped(
    session: Session, *, by: Author, programs: Sequence[ProgramDetails]
) -> Changes | None:
    """Put into force what a release brought; None where there is nothing.

    A program that the organisation published itself stays as it is.
    """
    action = Action(session, by)
    news = [one for one in programs if _is_news(session, one, by.scope)]
    for one in news:
        _publish(action, PublishProgram(one, shipped=True))
    return action.done(by.scope) if news else None


def _is_news(session: Session, program: ProgramDetails, at: Id) -> bool:
    versions = known.versions(session, key=program.key, at=at)
    return all(one.shipped and one.number < program.version for one in versions)


def _publish(action: Action, fact: PublishProgram) -> Id:
    fact.details.check()
    at = action.by.scope
    known.check_own(action.session, key=fact.details.key, at=at)
    stream = references.program_stream(action.session, key=fact.details.key, station=at)
    if stream is None:
        return action.begin(PROGRAM, fact)
    action.record(PROGRAM, stream, fact)
    return stream
