"""What figures count over: a population, its measures, and how figures are made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, and_, func, type_coerce

from renda_desktop.domain.figures import Dimension, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import start_of
from renda_desktop.queries.figures.asked import Asked, deputies, stations_below

Condition = ColumnElement[bool]
Column = ColumnElement[Any]

_EPOCH = date(1970, 1, 1).toordinal()
_CHINA = 8 * 3600
_DAY = 86_400


class Clock(Enum):
    """In what a column counts time; the value is units a second, 0 for whole days."""

    SECONDS = 1
    MICROS = 1_000_000
    DAYS = 0


@dataclass(frozen=True, slots=True, eq=False)  # columns have an equality of their own
class Dated:
    """The column that places something in a period."""

    column: Column
    clock: Clock

    def within(self, since: date | None, until: date | None) -> list[Condition]:
        """Return the conditions of a period, its last day included."""
        found: list[Condition] = []
        if since is not None:
            found.append(self.column >= self._begin(since))
        if until is not None and until < date.max:
            found.append(self.column < self._begin(until + timedelta(days=1)))
        return found

    def _begin(self, day: date) -> Any:  # as the column holds it
        if self.clock is Clock.DAYS:
            return day
        return int(start_of(day).timestamp()) * self.clock.value

    @property
    def ordinal(self) -> Column:
        """Return the day in China, as its ordinal."""
        if self.clock is Clock.DAYS:
            return type_coerce(self.column, Integer)
        unit = self.clock.value
        day: Column = (self.column + _CHINA * unit) // (_DAY * unit) + _EPOCH
        return day

    def named(self, form: str) -> Column:
        """Return the day as `strftime` writes it, such as %Y-%m."""
        return func.strftime(form, (self.ordinal - _EPOCH) * _DAY, "unixepoch")


@dataclass(frozen=True, slots=True, eq=False)  # columns have an equality of their own
class Measure:
    """A number over a population: how many are `counted`, what they weigh, or how many differ."""

    counted: Condition
    weight: Column | None = None
    distinct: Column | None = None

    def column(self, *, of: "Measure | None" = None) -> Column:
        """Return the number; with `of`, only of what that one counts too."""
        counted = self.counted if of is None else and_(of.counted, self.counted)
        if self.distinct is not None:
            return func.count(self.distinct.distinct()).filter(counted)
        if self.weight is not None:
            return func.coalesce(func.sum(self.weight).filter(counted), 0)
        return func.count().filter(counted)


Measures = Mapping[str, Measure]


@dataclass(frozen=True, slots=True, eq=False)  # columns have an equality of their own
class Inside:
    """A measure that is shown with a figure, in the figure's unit unless it has its own."""

    measure: str
    title: str
    unit: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # columns have an equality of their own
class Shown:
    """The columns that a counted row is told by; `secret` rows keep their title to themselves."""

    id: Column
    number: Column
    title: Column
    secret: Column | None = None


@dataclass(frozen=True, slots=True, eq=False)  # columns have an equality of their own
class Tally:
    """A figure made of measures: what is `counted` is added up, and what it is `of`, pair by pair.

    `shown` tells the rows where they are not those of the population.
    """

    counted: tuple[str, ...]
    of: tuple[str, ...] = ()
    inside: tuple[Inside, ...] = ()
    shown: Shown | None = None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return each counted measure beside what it is of, or ''."""
        return tuple(zip(self.counted, self.of or ("",) * len(self.counted), strict=True))


@dataclass(frozen=True, slots=True, eq=False)  # columns have an equality of their own
class Heard:
    """Which deputies have to do with what is counted: pairs of its id and theirs."""

    item: Column
    pairs: Callable[[], Select[tuple[Id, Id]]]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Rows of one kind, and the figures that count them, all in one statement.

    `base` holds for whatever is counted. `columns` are what it can be restricted by; what is
    `judged` its own measures see to. What stands as of a day, and does not happen on one, is not
    `dated`; what says itself to which term it belongs has `in_term` in place of a period.
    """

    source: FromClause
    dated: Dated | None
    columns: Mapping[Dimension, Column]
    measures: Callable[[Asked], Measures]
    tallies: Mapping[FigureKey, Tally]
    shown: Shown
    base: tuple[Condition, ...] = ()
    judged: frozenset[Dimension] = frozenset()
    in_term: Callable[[Asked], list[Condition]] | None = None
    by_deputy: Callable[[Select[tuple[Id]]], Condition] | None = None
    heard: Heard | None = None
    dimensions: frozenset[Dimension] = field(init=False)

    def __post_init__(self) -> None:
        able = {*self.judged, *self.columns}
        if self.dated is not None:
            able |= {Dimension.PERIOD, Dimension.YEAR, Dimension.MONTH}
        if Dimension.STATION in able:
            able.add(Dimension.AREA)
        if self.by_deputy is not None:
            able.add(Dimension.DEPUTY)
        object.__setattr__(self, "dimensions", frozenset(able))

    @property
    def groups(self) -> frozenset[Dimension]:
        """Return by what it can be broken down."""
        return self.dimensions - self.judged

    def conditions(self, asked: Asked) -> list[Condition]:
        """Return what a row must fulfil to be within the filter."""
        where, columns = asked.where, self.columns
        found = [*self.base]
        if self.in_term is not None:
            found += self.in_term(asked)
        elif self.dated is not None:
            found += self.dated.within(asked.since, asked.until)
        if where.stations:
            found.append(columns[Dimension.STATION].in_(where.stations))
        if where.area is not None:
            found.append(columns[Dimension.STATION].in_(stations_below(where.area)))
        if where.programs and Dimension.PROGRAM in columns:
            found.append(columns[Dimension.PROGRAM].in_(where.programs))
        for dimension in (Dimension.KIND, Dimension.THEME, Dimension.UNIT):
            wanted = getattr(where, dimension.value)
            if wanted is not None:
                found.append(columns[dimension] == wanted)
        who = deputies(where)
        if who is not None and self.by_deputy is not None:
            found.append(self.by_deputy(who))
        elif where.deputy is not None:
            found.append(columns[Dimension.DEPUTY] == where.deputy)
        return found
