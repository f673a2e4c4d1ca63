"""Visits that were received: how many people came, and how long they waited."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import Session

from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.fields import PLACES
from renda_desktop.domain.figures import Dimension, FigureKey, Part, Value, rounded
from renda_desktop.domain.terms import VisitStatus
from renda_desktop.queries.figures.asked import Asked
from renda_desktop.queries.figures.counting import FigureRow, Group, grouped, row_of
from renda_desktop.queries.figures.population import (
    Inside,
    Measure,
    Measures,
    Population,
    Shown,
    Tally,
)
from renda_desktop.queries.figures.receptions import COLUMNS, STARTS
from renda_desktop.store.tables import projection as t

_v, _r = t.visit.c, t.reception.c
_SECONDS = (_v.received_at - _v.came_at) // 1_000_000
_WAITED = and_(
    _v.status.in_([VisitStatus.RECEIVING, VisitStatus.RECEIVED]), _v.received_at.is_not(None)
)


def _measures(_asked: Asked) -> Measures:
    received = _v.status == VisitStatus.RECEIVED
    return {"heads": Measure(received, weight=_v.heads), "visits": Measure(received)}


VISITS = Population(
    source=t.visit.join(t.reception, _r.id == _v.reception),
    dated=STARTS,
    columns=COLUMNS,
    measures=_measures,
    tallies={
        FigureKey.RESIDENTS_RECEIVED: Tally(("heads",), inside=(Inside("visits", "来访", "批"),))
    },
    shown=Shown(_v.id, _v.number, literal("")),
)


def waiting(session: Session, asked: Asked, by: Dimension | None) -> dict[Group, Value]:
    """Return the median and the 90th percentile (nearest rank) of the waits, in minutes.

    They are read as a histogram by whole seconds: a year's visits wait some thousand different
    times, and whoever registers at once has waited none.
    """
    source, group = grouped(VISITS, by)
    wait = _SECONDS.label("wait")
    query = select(group.label("group_"), wait, func.count().label("visits"))
    query = query.select_from(source).where(*VISITS.conditions(asked), _WAITED)
    found: dict[Group, Counter[int]] = {}
    for row in session.execute(query.group_by("group_", "wait")):
        found.setdefault(row.group_, Counter())[row.wait] = row.visits
    return {group: _value(waits) for group, waits in (found or {None: Counter()}).items()}


def waits(session: Session, asked: Asked) -> list[FigureRow]:
    """Return each wait in minutes, the longest first."""
    query = select(
        _v.id, _v.number, literal("").label("title"), literal(False).label("secret"),
        STARTS.ordinal.label("day"), _SECONDS.label("amount"),
    )  # fmt: skip
    query = query.select_from(VISITS.source).where(*VISITS.conditions(asked), _WAITED)
    ordered = session.execute(query.order_by(_SECONDS.desc(), _v.id))
    return [row_of(row, amount=_minutes(Fraction(row.amount))) for row in ordered]


def _value(waits: Counter[int]) -> Value:
    definition = DEFINITIONS[FigureKey.WAITING_TIME]
    visits = waits.total()
    if not visits:
        return Value(None, definition.unit, places=definition.places)
    ranked = sorted(waits.items())
    middle = Fraction(_at(ranked, (visits + 1) // 2) + _at(ranked, visits // 2 + 1), 2)
    late = _at(ranked, -(-visits * 9 // 10))
    parts = (
        Part("p90", "第90百分位数", definition.unit, _minutes(Fraction(late)), places=1),
        Part("visits", "来访", "批", visits),
        Part("at_once", "即到即接", "批", waits[0]),
    )
    return Value(_minutes(middle), definition.unit, None, definition.places, parts)


def _at(ranked: list[tuple[int, int]], rank: int) -> int:
    """Return the value of a rank, counted from 1, among values with how often each is there."""
    for value, times in ranked:
        rank -= times
        if rank <= 0:
            return value
    raise IndexError(rank)


def _minutes(seconds: Fraction) -> Decimal:
    return rounded(seconds / 60, places=PLACES)
