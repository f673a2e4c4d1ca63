"""Asking a population: all its figures in one statement, and the rows behind each."""

from collections.abc import Collection
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import FromClause, RowMapping, case, desc, func, literal, null, select
from sqlalchemy.orm import Session

from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.figures import (
    Dimension,
    FigureKey,
    Number,
    Part,
    Value,
)
from renda_desktop.domain.ids import Id
from renda_desktop.queries.figures.asked import Asked
from renda_desktop.queries.figures.places import TOWNSHIP
from renda_desktop.queries.figures.population import Column, Measures, Population, Tally

Group = str | None
"""What a row of a breakdown is about: an id, a key, a year; None where it has none."""

Values = dict[Group, dict[FigureKey, Value]]

HIDDEN = "(保密事项)"


class FigureRow(msgspec.Struct, frozen=True):
    """Something that a figure counts: what it adds, 0 where it is in the denominator only.

    `id` is that of the thing itself. No row names a resident.
    """

    id: Id
    number: str
    title: str
    day: date | None
    amount: Number
    part: str = ""


def values(
    session: Session,
    population: Population,
    *,
    keys: Collection[FigureKey],
    asked: Asked,
    by: Dimension | None = None,
) -> Values:
    """Return figures of one population, for each group of a breakdown; without one, under None."""
    measures = population.measures(asked)
    names = dict.fromkeys(name for key in keys for name in _names(population.tallies[key]))
    counted = [_column(measures, name).label(name) for name in names]
    source, group = grouped(population, by)
    query = select(group.label("group_"), *counted).select_from(source)
    query = query.where(*population.conditions(asked))
    if by is not None:
        query = query.group_by("group_")
    return {
        row["group_"]: {key: _value(key, population.tallies[key], row) for key in keys}
        for row in session.execute(query).mappings()
    }


def rows(
    session: Session, population: Population, *, key: FigureKey, asked: Asked
) -> list[FigureRow]:
    """Return what a figure counts, the latest first."""
    measures, tally = population.measures(asked), population.tallies[key]
    titles = {one.measure: one.title for one in tally.inside}
    found: list[FigureRow] = []
    for counted, of in tally.pairs:
        what, whole = measures[counted], measures[of] if of else measures[counted]
        shown = tally.shown or population.shown
        secret = literal(False) if shown.secret is None else shown.secret
        amount = literal(1) if what.weight is None else what.weight
        day = population.dated.ordinal if population.dated else null()
        query = select(
            shown.id.label("id"),
            shown.number.label("number"),
            shown.title.label("title"),
            secret.label("secret"),
            (func.max(day) if what.distinct is not None else day).label("day"),
            (case((what.counted, amount), else_=0) if of else amount).label("amount"),
        )
        query = query.select_from(population.source)
        query = query.where(*population.conditions(asked), whole.counted)
        if what.distinct is not None:
            query = query.where(what.distinct.is_not(None)).group_by(what.distinct)
        ordered = session.execute(query.order_by(desc("day"), desc("id")))
        part = titles.get(counted, "") if len(tally.pairs) > 1 else ""
        found += [row_of(row, part=part) for row in ordered]
    return found


def row_of(row: Any, *, part: str = "", amount: Number | None = None) -> FigureRow:
    """Return a row of `id, number, title, secret, day, amount` as it is told."""
    return FigureRow(
        row.id,
        row.number or "",
        HIDDEN if row.secret else row.title or "",
        None if row.day is None else date.fromordinal(row.day),
        row.amount if amount is None else amount,
        part,
    )


def _names(tally: Tally) -> list[str]:
    """Return the measures of a tally; `a/b` is a within b."""
    names = [f"{counted}/{of}" if of else counted for counted, of in tally.pairs]
    names += tally.of
    for one in tally.inside:
        names += [f"{one.measure}/{one.of}", one.of] if one.of else [one.measure]
    return names


def _column(measures: Measures, name: str) -> Column:
    counted, _, of = name.partition("/")
    return measures[counted].column(of=measures[of] if of else None)


def _value(key: FigureKey, tally: Tally, counts: RowMapping) -> Value:
    definition = DEFINITIONS[key]
    names = [f"{counted}/{of}" if of else counted for counted, of in tally.pairs]
    return Value(
        sum(counts[name] for name in names),
        definition.unit,
        sum(counts[name] for name in tally.of) if tally.of else None,
        definition.places,
        tuple(
            Part(
                one.measure,
                one.title,
                one.unit or definition.unit,
                counts[f"{one.measure}/{one.of}" if one.of else one.measure],
                counts[one.of] if one.of else None,
            )
            for one in tally.inside
        ),
    )


def grouped(population: Population, by: Dimension | None) -> tuple[FromClause, Column]:
    """Return what is read, and the column that it is broken down by."""
    source = population.source
    match by:
        case None:
            return source, null()
        case Dimension.YEAR | Dimension.MONTH if population.dated is not None:
            return source, population.dated.named("%Y" if by is Dimension.YEAR else "%Y-%m")
        case Dimension.AREA:
            township = TOWNSHIP.alias("by_area")
            station = population.columns[Dimension.STATION]
            return source.outerjoin(township, township.c.station == station), township.c.area
        case Dimension.DEPUTY if population.heard is not None:
            pairs = population.heard.pairs().subquery("by_deputy")
            joined = source.outerjoin(pairs, pairs.c.item == population.heard.item)
            return joined, pairs.c.deputy
        case _:
            return source, population.columns[by]
