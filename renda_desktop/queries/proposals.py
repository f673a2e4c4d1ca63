"""Proposals in a list: where each stands, by when it is answered, how it was rated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.proposal import ProposalStage
from renda_desktop.domain.proposal import signal as signal_of
from renda_desktop.domain.proposal.state import WAITED_FOR
from renda_desktop.domain.terms import Grade, Signal
from renda_desktop.queries.names import Names
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.proposal import proposal, proposal_party, proposal_rating


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal in a list. `days` is days left until it is due, negative when overdue.

    `stars` are the lead deputy's newest, by aspect; `satisfied` says whether they are enough.
    `replied_at` is of the present round, `late` of any; `matters` counts those that became it.
    """

    id: Id
    number: str
    title: str
    program: str
    stage: ProposalStage
    signal: Signal | None
    days: int | None
    due: date | None
    provisional: bool
    complex: bool
    lead: Id
    lead_name: str
    co_signers: tuple[str, ...]
    unit: Id | None
    unit_name: str
    co_units: tuple[str, ...]
    reply_class: str
    grade: Grade | None
    stars: dict[str, int]
    satisfied: bool | None
    promised: date | None
    kept: bool
    late: bool
    rounds: int
    matters: int
    raised_at: datetime
    replied_at: datetime | None
    concluded_at: datetime | None
    conflicts: int
    voids: int


_MATTERS = (
    select(func.count()).where(t.matter.c.proposal == proposal.c.id).scalar_subquery()
)  # fmt: skip


def proposals(
    session: Session,
    *,
    today: date,
    stages: tuple[ProposalStage, ...] = (),
    signals: tuple[Signal, ...] = (),
    unit: Id | None = None,
    deputy: Id | None = None,
    program: str = "",
    satisfied: bool | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[ProposalRow]:
    """Return one page of proposals, the newest first.

    `unit` has it as lead or co-unit in the present round; `deputy` leads or signed it.
    """
    c = proposal.c
    wanted: list[ColumnElement[bool]] = []
    if stages:
        wanted.append(c.stage.in_(stages))
    if signals:
        wanted.append(_colour(today).in_(signals))
    if unit is not None:
        wanted.append((c.unit == unit) | c.id.in_(_of(unit, "co_unit")))
    if deputy is not None:
        wanted.append(c.id.in_(_of(deputy, "lead", "co_signer")))
    if program:
        wanted.append(c.program == program)
    if satisfied is not None:
        wanted.append(c.satisfied == satisfied)
    page = select(proposal, _MATTERS.label("matters")).where(and_(True, *wanted))
    page = page.order_by(c.raised_at.desc(), c.id.desc()).limit(limit).offset(offset)
    return _rows(session, list(session.execute(page)), today)


def proposal_row(session: Session, *, id: Id, today: date) -> ProposalRow | None:  # noqa: A002
    """Return one proposal as lists show it."""
    wanted = select(proposal, _MATTERS.label("matters")).where(proposal.c.id == id)
    return next(iter(_rows(session, list(session.execute(wanted)), today)), None)


def signal_counts(session: Session, *, today: date) -> dict[Signal, int]:
    """Return how many proposals in hand have which signal."""
    colour = _colour(today)
    counted = select(colour.label("colour"), func.count().label("proposals"))
    rows = session.execute(counted.where(colour.is_not(None)).group_by(colour))
    return {Signal(row.colour): row.proposals for row in rows}


def _colour(today: date) -> ColumnElement[str | None]:
    c = proposal.c
    shown = case((c.due < today, "red"), (c.amber_on <= today, "amber"), else_="green")
    return case((c.stage.in_(WAITED_FOR) & c.due.is_not(None), shown), else_=None)


def _of(party: Id, *roles: str) -> Any:
    c = proposal_party.c
    return select(c.proposal).where(c.party == party, c.role.in_(roles))


def _rows(session: Session, found: list[Any], today: date) -> list[ProposalRow]:
    ids, names = [row.id for row in found], Names(session)
    parties = _parties(session, ids)
    stars = _stars(session, ids)
    return [
        _row(
            row,
            today,
            names,
            {role: parties.get((row.id, role), ()) for role in ("co_signer", "co_unit")},
            stars.get(row.id, {}),
        )
        for row in found
    ]


def _parties(session: Session, ids: list[Id]) -> dict[tuple[Id, str], tuple[Id, ...]]:
    c = proposal_party.c
    found: dict[tuple[Id, str], tuple[Id, ...]] = {}
    for row in session.execute(
        select(proposal_party).where(c.proposal.in_(ids)).order_by(c.proposal, c.role, c.place)
    ):
        key = (row.proposal, row.role)
        found[key] = (*found.get(key, ()), row.party)
    return found


def _stars(session: Session, ids: list[Id]) -> dict[Id, dict[str, int]]:
    """Return what the lead deputies gave each aspect; a later round goes before an earlier."""
    c = proposal_rating.c
    theirs = select(proposal_rating).where(c.proposal.in_(ids), c.lead)
    found: dict[Id, dict[str, int]] = {}
    for row in session.execute(theirs.order_by(c.proposal, c.round, c.aspect)):
        found.setdefault(row.proposal, {})[row.aspect] = row.stars
    return found


def _row(
    r: Any, today: date, names: Names, parties: dict[str, tuple[Id, ...]], stars: dict[str, int]
) -> ProposalRow:
    stage = ProposalStage(r.stage)
    signal = signal_of(stage=stage, due=r.due, amber_on=r.amber_on, today=today)
    return ProposalRow(
        id=r.id,
        number=r.number,
        title=r.title,
        program=r.program,
        stage=stage,
        signal=signal,
        days=(r.due - today).days if signal else None,
        due=r.due,
        provisional=r.provisional,
        complex=r.complex,
        lead=r.lead,
        lead_name=names.deputy(r.lead),
        co_signers=tuple(map(names.deputy, parties["co_signer"])),
        unit=r.unit,
        unit_name=names.department(r.unit),
        co_units=tuple(map(names.department, parties["co_unit"])),
        reply_class=r.reply_class or "",
        grade=Grade(r.grade) if r.grade else None,
        stars=stars,
        satisfied=r.satisfied,
        promised=r.promised,
        kept=r.kept_at is not None,
        late=r.late,
        rounds=r.rounds,
        matters=r.matters,
        raised_at=from_micros(r.raised_at),
        replied_at=from_micros(r.replied_at) if r.replied_at else None,
        concluded_at=from_micros(r.concluded_at) if r.concluded_at else None,
        conflicts=r.conflicts,
        voids=r.voids,
    )
