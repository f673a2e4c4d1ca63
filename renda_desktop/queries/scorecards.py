"""Evaluations: lists, a subject's history, how many were evaluated of a year and of a term."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from renda_desktop.domain import access
from renda_desktop.domain.figures import plain
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import DeputyLevel, ScorecardStatus, SubjectKind
from renda_desktop.queries import programs
from renda_desktop.store.tables.scorecard import scorecard

_s = scorecard.c


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """One evaluation. `readable`: whoever asks may know its score, which otherwise is not here."""

    id: Id
    title: str
    program: str
    version: int
    kind: SubjectKind
    name: str
    unit: str
    unit_kind: str
    group: str
    year: int
    begins: date
    ends: date
    level: DeputyLevel | None
    term: int | None
    status: ScorecardStatus
    missing: int
    confidential: bool
    readable: bool
    score: Decimal | None
    grade: str
    stars: int | None
    conflicts: int
    voids: int


@dataclass(frozen=True, slots=True)
class ScorecardFilter:
    """Which evaluations are wanted; a field that is None or empty does not restrict."""

    program: str = ""
    year: int | None = None
    group: str = ""
    status: ScorecardStatus | None = None
    kind: SubjectKind | None = None
    deputy: Id | None = None
    department: Id | None = None
    name: str = ""
    unit: str = ""
    unit_kind: str = ""
    level: DeputyLevel | None = None
    term: int | None = None


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many subjects of a year were chosen and concluded, and how many there have to be.

    `warning` is '' where they are enough.
    """

    opened: int
    concluded: int
    least: int
    most: int | None
    warning: str


def may_read(*, confidential: bool, roles: Collection[str]) -> bool:
    """Return whether somebody with these roles may know what an evaluation came to."""
    return not confidential or access.may_read("scorecard.confidential", roles=roles)


def scorecards(
    session: Session,
    *,
    roles: Collection[str],
    where: ScorecardFilter = ScorecardFilter(),
    limit: int | None = None,
) -> list[ScorecardRow]:
    """Return evaluations, the latest period first; numbers only for those who may know them."""
    wanted = select(scorecard).where(*_conditions(where))
    wanted = wanted.order_by(_s.begins.desc(), _s.id).limit(limit)
    return [_row(row, roles) for row in session.execute(wanted)]


def scorecard_row(session: Session, *, id: Id, roles: Collection[str]) -> ScorecardRow | None:  # noqa: A002
    """Return one evaluation."""
    row = session.execute(select(scorecard).where(_s.id == id)).one_or_none()
    return _row(row, roles) if row is not None else None


def history(session: Session, *, roles: Collection[str], id: Id) -> list[ScorecardRow]:  # noqa: A002
    """Return all evaluations of one's subject that were not withdrawn, the latest first.

    A subject that is not on our rosters is the same where the name and the unit are.
    """
    one = session.execute(select(scorecard).where(_s.id == id)).one()
    same = [_s.subject == one.subject]
    if one.subject is None:
        same = [_s.subject.is_(None), _s.name == one.name, _s.unit == one.unit]
    wanted = select(scorecard).where(
        _s.kind == one.kind, _s.status != ScorecardStatus.WITHDRAWN, *same
    )
    rows = session.execute(wanted.order_by(_s.begins.desc(), _s.id))
    return [_row(row, roles) for row in rows]


def peers(session: Session, *, roles: Collection[str], id: Id) -> list[ScorecardRow]:  # noqa: A002
    """Return what was concluded in the same year, group and program, the highest score first.

    Without those whose score may not be known, and without one that is not concluded itself.
    """
    one = session.execute(select(scorecard).where(_s.id == id)).one()
    where = ScorecardFilter(
        program=one.program, year=one.year, group=one.group_name, status=ScorecardStatus.CONCLUDED
    )
    found = [row for row in scorecards(session, roles=roles, where=where) if row.score is not None]
    return sorted(found, key=lambda row: row.score or 0, reverse=True)


def year_count(session: Session, *, program: str, year: int, group: str = "") -> YearCount:
    """Return how many subjects a year has, beside what its program asks for."""
    rules = programs.program(session, key=program).scorecard
    yearly = rules.yearly if rules else None
    statuses = list(
        session.scalars(
            select(_s.status).where(
                _s.program == program,
                _s.year == year,
                _s.group_name == group,
                _s.status != ScorecardStatus.WITHDRAWN,
            )
        )
    )
    concluded = statuses.count(ScorecardStatus.CONCLUDED)
    least = yearly.least if yearly else 0
    short = f"{year}年度至少评议 {least} 个对象,现已评定 {concluded} 个。"
    return YearCount(
        len(statuses),
        concluded,
        least,
        yearly.most if yearly else None,
        short if concluded < least else "",
    )


def overlapping(
    session: Session,
    *,
    program: str,
    begins: date,
    ends: date,
    subject: Id | None,
    name: str,
    unit: str,
) -> Id | None:
    """Return an evaluation of the same subject by the same program in some of the same days."""
    same = [_s.subject == subject]
    if subject is None:
        same = [_s.subject.is_(None), _s.name == name, _s.unit == unit]
    found: Id | None = session.scalar(
        select(_s.id)
        .where(
            _s.program == program,
            _s.status != ScorecardStatus.WITHDRAWN,
            _s.begins <= ends,
            _s.ends >= begins,
            *same,
        )
        .limit(1)
    )
    return found


def _conditions(where: ScorecardFilter) -> list[ColumnElement[bool]]:
    columns = {
        "program": _s.program,
        "year": _s.year,
        "group": _s.group_name,
        "status": _s.status,
        "kind": _s.kind,
        "deputy": _s.subject,
        "department": _s.subject,
        "name": _s.name,
        "unit": _s.unit,
        "unit_kind": _s.unit_kind,
        "level": _s.level,
        "term": _s.term,
    }
    wanted = ((column, getattr(where, name)) for name, column in columns.items())
    return [column == value for column, value in wanted if value not in (None, "")]


def _row(row: Row[tuple[object, ...]], roles: Collection[str]) -> ScorecardRow:
    readable = may_read(confidential=row.confidential, roles=roles)
    return ScorecardRow(
        id=row.id,
        title=row.title,
        program=row.program,
        version=row.version,
        kind=SubjectKind(row.kind),
        name=row.name,
        unit=row.unit,
        unit_kind=row.unit_kind,
        group=row.group_name,
        year=row.year,
        begins=row.begins,
        ends=row.ends,
        level=DeputyLevel(row.level) if row.level else None,
        term=row.term,
        status=ScorecardStatus(row.status),
        missing=row.missing,
        confidential=row.confidential,
        readable=readable,
        score=Decimal(plain(row.score)) if readable and row.score is not None else None,
        grade=(row.grade or "") if readable else "",
        stars=row.stars if readable else None,
        conflicts=row.conflicts,
        voids=row.voids,
    )
