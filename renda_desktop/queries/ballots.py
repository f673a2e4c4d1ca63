"""Votes: the list, their items, and which vote follows which."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from renda_desktop.domain.figures import plain
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.terms import BallotStatus, ItemOutcome, VoteBase
from renda_desktop.domain.verdict import percent
from renda_desktop.store.tables import ballot as t

_b, _i = t.ballot.c, t.ballot_item.c
_PASSED = (ItemOutcome.PASSED, ItemOutcome.ELECTED)


@dataclass(frozen=True, slots=True)
class BallotRow:
    """A vote in a list. What is not known yet is None; `places` are left for tied items."""

    id: Id
    title: str
    program: str
    version: int
    day: date
    place: str
    secret: bool
    base: VoteBase
    top: int | None
    status: BallotStatus
    due: int
    present: int | None
    quorate: bool
    issued: int | None
    returned: int | None
    invalid: int | None
    round: int
    places: int
    follows: Id | None
    concluded_at: datetime | None
    items: int
    passed: int
    tied: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item; `share` is a percentage in words, `base` what it is a share of."""

    number: int
    title: str
    text: str
    amount: Decimal | None
    ref_kind: str
    ref: Id | None
    votes_for: int | None
    against: int | None
    abstain: int | None
    base: int | None
    share: str
    outcome: ItemOutcome | None
    reason: str


def ballots(
    session: Session,
    *,
    program: str | None = None,
    status: BallotStatus | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int = 500,
) -> list[BallotRow]:
    """Return votes, the latest first; `until` is included."""
    wanted = _rows()
    if program is not None:
        wanted = wanted.where(_b.program == program)
    if status is not None:
        wanted = wanted.where(_b.status == status)
    if since is not None:
        wanted = wanted.where(_b.day >= since)
    if until is not None:
        wanted = wanted.where(_b.day <= until)
    rows = session.execute(wanted.order_by(_b.day.desc(), _b.id.desc()).limit(limit))
    return [_row(row) for row in rows]


def ballot_row(session: Session, *, id: Id) -> BallotRow | None:  # noqa: A002
    """Return one vote."""
    found = session.execute(_rows().where(_b.id == id)).one_or_none()
    return None if found is None else _row(found)


def items(session: Session, *, ballot: Id) -> tuple[ItemRow, ...]:
    """Return the items of a vote by their numbers."""
    rows = session.execute(select(t.ballot_item).where(_i.ballot == ballot).order_by(_i.number))
    return tuple(_item(row) for row in rows)


def follower(session: Session, *, ballot: Id) -> Id | None:
    """Return the vote in which tied items are voted on again, unless that was called off."""
    held = select(_b.id).where(_b.follows == ballot, _b.status != BallotStatus.CANCELLED)
    found: Id | None = session.scalar(held.order_by(_b.id).limit(1))
    return found


def elected(session: Session, *, ref: Id) -> bool:
    """Return whether a thing was put to the vote and passed, as announced."""
    passed = select(_i.ballot).join(t.ballot, _b.id == _i.ballot)
    passed = passed.where(_i.ref == ref, _i.outcome.in_(_PASSED))
    announced = passed.where(_b.status == BallotStatus.CONCLUDED)
    return session.scalar(announced.limit(1)) is not None


def final(session: Session, *, ballot: Id) -> tuple[int, ...] | None:
    """Return the numbers of all items that passed, second votes included.

    None while a result is not announced, or tied items still wait for a second vote.
    """
    passed: set[int] = set()
    seen: set[Id] = set()
    one: Id | None = ballot
    while one is not None and one not in seen:
        seen.add(one)
        row = ballot_row(session, id=one)
        if row is None or row.status is not BallotStatus.CONCLUDED:
            return None
        passed |= {item.number for item in items(session, ballot=one) if item.outcome in _PASSED}
        if not row.tied:
            return tuple(sorted(passed))
        one = follower(session, ballot=one)
    return None


def _rows() -> Select[Any]:
    counted = select(func.count()).where(_i.ballot == _b.id)
    return select(
        t.ballot,
        counted.scalar_subquery().label("items"),
        counted.where(_i.outcome.in_(_PASSED)).scalar_subquery().label("passed"),
        counted.where(_i.outcome == ItemOutcome.TIED).scalar_subquery().label("tied"),
    )


def _row(r: Any) -> BallotRow:
    return BallotRow(
        id=r.id,
        title=r.title,
        program=r.program,
        version=r.version,
        day=r.day,
        place=r.place,
        secret=r.secret,
        base=VoteBase(r.base),
        top=r.top,
        status=BallotStatus(r.status),
        due=r.due,
        present=r.present,
        quorate=r.quorate,
        issued=r.issued,
        returned=r.returned,
        invalid=r.invalid,
        round=r.round,
        places=r.places,
        follows=r.follows,
        concluded_at=from_micros(r.concluded_at) if r.concluded_at is not None else None,
        items=r.items,
        passed=r.passed,
        tied=r.tied,
    )


def _item(r: Any) -> ItemRow:
    return ItemRow(
        number=r.number,
        title=r.title,
        text=r.text,
        amount=None if r.amount is None else Decimal(plain(r.amount)),
        ref_kind=r.ref_kind,
        ref=r.ref,
        votes_for=r.votes_for,
        against=r.against,
        abstain=r.abstain,
        base=r.base,
        share=percent(Fraction(r.votes_for, r.base)) if r.base else "",
        outcome=ItemOutcome(r.outcome) if r.outcome else None,
        reason=r.reason,
    )
