"""The published figures, computed from what was recorded: values, breakdowns, rows behind them."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.figures import Dimension, Figure, FigureFilter, FigureKey, Value
from renda_desktop.queries import programs
from renda_desktop.queries.figures import counting, outcomes, visits
from renda_desktop.queries.figures.asked import Asked, asked
from renda_desktop.queries.figures.ballots import ITEMS
from renda_desktop.queries.figures.counting import FigureRow, Group
from renda_desktop.queries.figures.deputies import DEPUTIES
from renda_desktop.queries.figures.labels import NONE, labels
from renda_desktop.queries.figures.matters import MATTERS, OPINIONS
from renda_desktop.queries.figures.population import Population
from renda_desktop.queries.figures.proposals import PROPOSALS
from renda_desktop.queries.figures.receptions import ANSWERS, ATTENDANCES, RECEPTIONS
from renda_desktop.queries.figures.scorecards import INDICATORS, SCORECARDS
from renda_desktop.store.as_of import as_of

__all__ = ["FigureRow", "Slice", "breakdown", "figure", "figures", "listed", "rows"]


@dataclass(frozen=True, slots=True)
class _Own:
    """A figure that is no count: how it is computed, and the rows behind it."""

    population: Population
    values: Callable[[Session, Asked, Dimension | None], dict[Group, Value]]
    rows: Callable[[Session, Asked], list[FigureRow]]


_OWN: Final = {
    FigureKey.WAITING_TIME: _Own(visits.VISITS, visits.waiting, visits.waits),
    FigureKey.QUANTITIES: _Own(outcomes.QUANTITIES, outcomes.quantities, outcomes.quantity_rows),
    FigureKey.MEASUREMENTS: _Own(
        outcomes.MEASUREMENTS, outcomes.measurements, outcomes.measurement_rows
    ),
}
_POPULATIONS: Final = (
    RECEPTIONS, ATTENDANCES, ANSWERS, visits.VISITS, MATTERS, OPINIONS, DEPUTIES, PROPOSALS,
    SCORECARDS, INDICATORS, ITEMS,
)  # fmt: skip
_OF: Final = {key: one for one in _POPULATIONS for key in one.tallies} | {
    key: own.population for key, own in _OWN.items()
}


class Slice(msgspec.Struct, frozen=True):
    """One group of a breakdown, with its figures."""

    group: str | None
    label: str
    figures: tuple[Figure, ...]


def figure(session: Session, *, key: FigureKey, where: FigureFilter, today: date) -> Value:
    """Return one figure."""
    return figures(session, keys=(key,), where=where, today=today)[0].value


def figures(
    session: Session, *, keys: Collection[FigureKey], where: FigureFilter, today: date
) -> list[Figure]:
    """Return figures in the order they are asked for, each kind of thing counted in one statement.

    Where a filter says nothing about what a figure counts, its value says so (`unfit`).

    Raises:
        RuleBroken: the period ends before it begins.
    """
    with at(session, where) as then:
        ready = asked(then, where=where, today=today)
        found = _values(then, keys, ready, None).get(None, {})
    return [Figure(key, found[key]) for key in dict.fromkeys(keys)]


def breakdown(
    session: Session,
    *,
    keys: Collection[FigureKey],
    by: Dimension,
    where: FigureFilter,
    today: date,
) -> list[Slice]:
    """Return figures for each theme, station, month … that there is.

    Groups in which nothing is counted are left out. A matter stands under every deputy who has to
    do with it, and what is counted as distinct in every group where it occurs: such groups do not
    add up to the whole.
    """
    with at(session, where) as then:
        ready = asked(then, where=where, today=today)
        able = [key for key in dict.fromkeys(keys) if by in _OF[key].groups]
        every = _values(then, able, ready, by)
        found = {group: some for group, some in every.items() if any(map(_counts, some.values()))}
        named = labels(then, by=by, groups=found)
    order = sorted(found, key=lambda group: (not group, named.get(group, ""), group or ""))
    return [
        Slice(group, named.get(group, NONE), tuple(Figure(*one) for one in found[group].items()))
        for group in order
    ]


def rows(session: Session, *, key: FigureKey, where: FigureFilter, today: date) -> list[FigureRow]:
    """Return the rows behind a figure: of a rate those of its denominator."""
    with at(session, where) as then:
        ready = asked(then, where=where, today=today)
        if _unfit(key, ready):
            return []
        if key in _OWN:
            return _OWN[key].rows(then, ready)
        return counting.rows(then, _OF[key], key=key, asked=ready)


def listed(session: Session, *, keys: Collection[str]) -> tuple[FigureKey, ...]:
    """Return the figures that these programs publish; all there are, where none is named."""
    if not keys:
        return tuple(FigureKey)
    of = [programs.program(session, key=key).figures for key in keys]
    return tuple(dict.fromkeys(figure for some in of for figure in some))


@contextmanager
def at(session: Session, where: FigureFilter) -> Iterator[Session]:
    """Return the session to ask: this one, or one on what was recorded by then."""
    if where.as_of is None:
        yield session
    else:
        with as_of(session, moment=where.as_of) as then:
            yield then


def _counts(value: Value) -> bool:
    """Return whether a value is of anything at all."""
    return bool(value.amount or value.of or any(part.amount or part.first for part in value.parts))


def _unfit(key: FigureKey, ready: Asked) -> tuple[Dimension, ...]:
    """Return the restrictions by which nothing can be said of what a figure counts."""
    of = _OF[key]
    unfit = sorted(ready.where.dimensions - of.dimensions)
    if ready.term_unknown and of.dated is not None and of.in_term is None:
        unfit.append(Dimension.TERM)
    return tuple(unfit)


def _values(
    session: Session, keys: Collection[FigureKey], ready: Asked, by: Dimension | None
) -> counting.Values:
    found: counting.Values = {} if by else {None: {}}
    wanted: dict[Population, list[FigureKey]] = {}
    for key in dict.fromkeys(keys):
        if unfit := _unfit(key, ready):
            if by is None:
                found[None][key] = Value(None, DEFINITIONS[key].unit, unfit=unfit)
        elif key in _OWN:
            for group, value in _OWN[key].values(session, ready, by).items():
                found.setdefault(group, {})[key] = value
        else:
            wanted.setdefault(_OF[key], []).append(key)
    for population, some in wanted.items():
        counted = counting.values(session, population, keys=some, asked=ready, by=by)
        for group, values in counted.items():
            found.setdefault(group, {}).update(values)
    return found
