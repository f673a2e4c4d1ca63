"""What came of it: quantities by their units, and what was measured before and after."""

from itertools import groupby

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from renda_desktop.domain.figures import Dimension, FigureKey, Part, Reading, Value
from renda_desktop.queries.figures.asked import Asked
from renda_desktop.queries.figures.counting import FigureRow, Group, grouped, row_of
from renda_desktop.queries.figures.matters import COLUMNS, RAISED, by_deputy, heard_by
from renda_desktop.queries.figures.population import (
    Clock,
    Dated,
    Heard,
    Measure,
    Population,
    Shown,
    Tally,
)
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.counted import measurement, quantity

_m, _q, _n, _t = t.matter.c, quantity.c, measurement.c, t.theme.c

_BROUGHT = Dated(_q.day, Clock.DAYS)
_MEASURED = Dated(_n.day, Clock.DAYS)

QUANTITIES = Population(
    source=quantity.join(t.matter, _m.id == _q.matter),
    dated=_BROUGHT,
    columns=COLUMNS,
    measures=lambda _asked: {"amount": Measure(RAISED, weight=_q.amount)},
    tallies={FigureKey.QUANTITIES: Tally(("amount",))},
    shown=Shown(_m.id, _m.number, _m.title, _m.confidential),
    by_deputy=by_deputy,
    heard=Heard(_m.id, heard_by),
)

MEASUREMENTS = Population(
    source=measurement.join(t.theme, _t.id == _n.theme),
    dated=_MEASURED,
    columns={
        Dimension.STATION: _t.scope,
        Dimension.PROGRAM: _n.program,
        Dimension.THEME: _n.theme,
    },
    measures=lambda _asked: {"read": Measure(_n.value.is_not(None))},
    tallies={FigureKey.MEASUREMENTS: Tally(("read",))},
    shown=Shown(_n.theme, literal(""), _t.title),
)


def quantities(session: Session, asked: Asked, by: Dimension | None) -> dict[Group, Value]:
    """Return the sums by what was brought and its unit; they have no common sum."""
    source, group = grouped(QUANTITIES, by)
    query = select(
        group.label("group_"), _q.key, _q.unit, func.max(_q.title).label("title"),
        func.sum(_q.amount).label("amount"),
    )  # fmt: skip
    query = query.select_from(source).where(*QUANTITIES.conditions(asked), RAISED)
    found: dict[Group, list[Part]] = {} if by else {None: []}
    for row in session.execute(query.group_by("group_", _q.key, _q.unit).order_by(_q.key, _q.unit)):
        part = Part(row.key, row.title, row.unit, row.amount)
        found.setdefault(row.group_, []).append(part)
    return {group: Value(None, "", parts=tuple(parts)) for group, parts in found.items()}


def quantity_rows(session: Session, asked: Asked) -> list[FigureRow]:
    """Return each amount beside the matter that brought it, the latest first."""
    query = select(
        _m.id, _m.number, _m.title, _m.confidential.label("secret"),
        _BROUGHT.ordinal.label("day"), _q.amount, _q.title.label("what"), _q.unit,
    )  # fmt: skip
    query = query.select_from(QUANTITIES.source).where(*QUANTITIES.conditions(asked), RAISED)
    ordered = session.execute(query.order_by(_q.day.desc(), _q.entry))
    return [row_of(row, part=f"{row.what}({row.unit})") for row in ordered]


def measurements(session: Session, asked: Asked, by: Dimension | None) -> dict[Group, Value]:
    """Return the first and the last reading of each measure of each theme in the period."""
    source, group = grouped(MEASUREMENTS, by)
    group = group.label("group_")
    named = (_n.theme, _n.key, _n.unit)
    query = select(group, *named, _t.title.label("about"), _n.title, _n.value, _n.day)
    query = query.select_from(source).where(*MEASUREMENTS.conditions(asked))
    found: dict[Group, list[Part]] = {} if by else {None: []}
    read = session.execute(query.order_by(group, *named, _n.day, _n.entry))
    for same, readings in groupby(read, key=lambda row: (row.group_, row.theme, row.key, row.unit)):
        first, *rest = readings
        last = rest[-1] if rest else first
        part = Part(
            f"{first.theme}.{first.key}",
            f"{first.about}·{last.title}",
            first.unit,
            last.value - first.value,
            first=Reading(first.value, first.day),
            last=Reading(last.value, last.day),
        )
        found.setdefault(same[0], []).append(part)
    return {group: Value(None, "", parts=tuple(parts)) for group, parts in found.items()}


def measurement_rows(session: Session, asked: Asked) -> list[FigureRow]:
    """Return each reading, the latest first."""
    query = select(
        _n.theme.label("id"), literal("").label("number"), _t.title, literal(False).label("secret"),
        _MEASURED.ordinal.label("day"), _n.value.label("amount"),
        _n.title.label("what"), _n.unit,
    )  # fmt: skip
    query = query.select_from(MEASUREMENTS.source).where(*MEASUREMENTS.conditions(asked))
    ordered = session.execute(query.order_by(_n.day.desc(), _n.entry))
    return [row_of(row, part=f"{row.what}({row.unit})") for row in ordered]
