"""The work mechanisms in force."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.program import PROGRAM, ProgramDetails, PublishProgram
from renda_desktop.domain.terms import ReceptionKind
from renda_desktop.store import exchange, log, positions, settings
from renda_desktop.store.tables import projection as t

# Built once: building a statement costs more than running it, and every action runs these.
# Two PCs may have published the same version: all take the one whose stream began first.
# A station's own and those above it come before what other stations published.
_p = t.program.c
_MINE = _p.scope.in_(bindparam("scopes", expanding=True))
_NAMED = select(_p.body).where(_p.key == bindparam("key")).order_by(_MINE.desc()).limit(1)
_NEWEST = _NAMED.order_by(_p.version.desc(), _p.id)
_VERSION = _NAMED.where(_p.version == bindparam("version")).order_by(_p.id)


def program(
    session: Session, *, key: str, version: int | None = None, at: Id | None = None
) -> ProgramDetails:
    """Return one version of a program, the newest unless told otherwise.

    Args:
        at: the station for which it is in force; this PC's, unless given.
    """
    wanted = _NEWEST if version is None else _VERSION
    scopes = _reach(session, at)
    body = session.scalar(wanted, {"key": key, "version": version, "scopes": scopes})
    if body is None:
        raise RuleBroken("program.missing", key=key)
    return _decoded(body)


def _reach(session: Session, at: Id | None) -> tuple[Id, ...]:
    """Return a station's log and those above it."""
    return positions.chain(session, scope=at or Id(settings.get(session, key="station") or ""))


def check_own(session: Session, *, key: str, at: Id) -> None:
    """Raise RuleBroken where a program is published for a station from above."""
    above = _reach(session, at)[1:]
    published = select(_p.scope).where(_p.key == key, ~_p.shipped, _p.scope.in_(above)).limit(1)
    scope = session.scalar(published)
    if scope is not None:
        log_ = exchange.cursor(session, scope=scope)
        name = log_.name if log_ else ""
        raise RuleBroken("scope.from_above", noun="工作机制", scope=name)


@lru_cache(maxsize=64)
def _decoded(body: str) -> ProgramDetails:
    return msgspec.json.decode(body, type=ProgramDetails)


def for_proposals(
    session: Session, *, key: str | None = None, at: Id | None = None
) -> ProgramDetails | None:
    """Return the program that proposals fall under: the named one, or the only one there is.

    Raises:
        RuleBroken: the named one has no rules for proposals, or several have and none is named.
    """
    if key is not None:
        named = program(session, key=key, at=at)
        if named.proposal is None:
            raise RuleBroken("proposal.program", title=named.title)
        return named
    found = [one for one in programs(session, at=at) if one.proposal is not None]
    if len(found) > 1:
        raise RuleBroken("proposal.several", titles="、".join(one.title for one in found))
    return found[0] if found else None


def for_matters(session: Session, *, key: str | None = None, at: Id) -> ProgramDetails:
    """Return the program that matters from elsewhere fall under: the named one, or the everyday.

    Raises:
        RuleBroken: there is none.
    """
    here = programs(session, at=at) if key is None else []
    everyday = (one.key for one in here if ReceptionKind.REGULAR in one.kinds and one.dispositions)
    return program(session, key=key or next(everyday, ""), at=at)


def programs(session: Session, *, at: Id | None = None) -> list[ProgramDetails]:
    """Return the newest version of every program that is in force here."""
    asked = select(_p.key, _p.version, _p.body).order_by(_p.id, _p.version)
    mine = session.execute(asked.where(_p.scope.in_(_reach(session, at)))).all()
    found: dict[str, ProgramDetails] = {}
    for row in mine or session.execute(asked):
        known = found.get(row.key)
        if known is None or known.version <= row.version:
            found[row.key] = _decoded(row.body)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class ProgramVersion:
    """A version as it was published; `shipped` with the application, or the organisation's own."""

    number: int
    details: ProgramDetails
    shipped: bool
    at: datetime
    author: Id


def versions(session: Session, *, key: str, at: Id | None = None) -> list[ProgramVersion]:
    """Return the published versions of a program, the first one first; none if it is unknown."""
    streams = select(_p.id).where(_p.key == key).distinct().order_by(_p.id)
    mine = list(session.scalars(streams.where(_p.scope.in_(_reach(session, at)))))
    found: dict[int, ProgramVersion] = {}
    for stream in mine or session.scalars(streams):
        for event in PROGRAM.fold(stream, log.read(session, stream=stream)).timeline:
            if isinstance(event.fact, PublishProgram) and event.void is None:
                one = _version(session, event.fact, event.entry)
                found.setdefault(one.number, one)
    return [found[number] for number in sorted(found)]


def _version(session: Session, fact: PublishProgram, entry: Entry) -> ProgramVersion:
    return ProgramVersion(
        number=fact.details.version,
        details=fact.details,
        shipped=fact.shipped or _founded(session, entry),
        at=from_micros(entry.recorded_at),
        author=entry.author,
    )


def _founded(session: Session, entry: Entry) -> bool:
    """Say whether an entry came with the founding of its station: older ones do not say more."""
    return any(first.action == entry.action for first in log.read(session, stream=entry.scope)[:1])
