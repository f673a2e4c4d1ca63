"""Evaluations that came to a result, and the indicators they were scored by."""

from sqlalchemy import Select, and_, func, literal, or_, select

from renda_desktop.domain.figures import Dimension, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import ScorecardStatus, SubjectKind
from renda_desktop.queries.figures.asked import Asked
from renda_desktop.queries.figures.population import (
    Clock,
    Column,
    Condition,
    Dated,
    Measure,
    Measures,
    Population,
    Shown,
    Tally,
)
from renda_desktop.store.tables.scorecard import scorecard, scorecard_leaf

_s, _l = scorecard.c, scorecard_leaf.c
_CONCLUDED = _s.status == ScorecardStatus.CONCLUDED
_CONCLUDED_AT = Dated(_s.concluded_at, Clock.MICROS)
_COLUMNS = {Dimension.STATION: _s.scope, Dimension.PROGRAM: _s.program}
_NOTHING = literal("")


def _joined(*parts: Column) -> Column:
    """Return one text of several, with a mark between them that none of them has."""
    first, *rest = parts
    for part in rest:
        first = first.op("||")(func.char(31)).op("||")(part)
    return first


def evaluated(asked: Asked) -> Select[tuple[Id]]:
    """Return the deputies whose evaluation came to a result: in the term, if one is asked for."""
    found = select(_s.subject).where(
        _CONCLUDED, _s.kind == SubjectKind.DEPUTY, _s.subject.is_not(None)
    )
    if asked.where.programs:
        found = found.where(_s.program.in_(asked.where.programs))
    return found.where(*_concluded_in(asked))


def _concluded_in(asked: Asked) -> list[Condition]:
    """Return the conditions of a period, and of a term: its own, else by the day of the result."""
    where, congress = asked.where, asked.where.congress
    when = _CONCLUDED_AT.within(where.since, where.until)
    if congress is None:
        return when
    own = and_(_s.level == congress.level, _s.term == congress.term)
    if asked.term_unknown:
        return [own, *when]
    meanwhile = and_(_s.level.is_(None), *_CONCLUDED_AT.within(asked.since, asked.until))
    return [or_(own, meanwhile), *when]


def _subjects(_asked: Asked) -> Measures:
    who = _joined(_s.kind, func.coalesce(func.hex(_s.subject), ""), _s.name, _s.unit)
    known = func.iif(_s.subject.is_not(None), func.hex(_s.subject), who)
    return {"concluded": Measure(_CONCLUDED, distinct=known)}


SCORECARDS = Population(
    source=scorecard,
    dated=_CONCLUDED_AT,
    columns={**_COLUMNS, Dimension.DEPUTY: _s.subject},
    measures=_subjects,
    by_deputy=_s.subject.in_,
    in_term=_concluded_in,
    tallies={FigureKey.SUBJECTS_EVALUATED: Tally(("concluded",))},
    shown=Shown(_s.id, _NOTHING, _s.name),
)

INDICATORS = Population(
    source=scorecard_leaf.join(scorecard, _s.id == _l.scorecard),
    dated=Dated(_s.begins, Clock.DAYS),
    columns=_COLUMNS,
    measures=lambda _asked: {
        "scored": Measure(
            and_(_l.points.is_not(None), _s.status != ScorecardStatus.WITHDRAWN),
            distinct=_joined(_s.program, _l.key),
        )
    },
    tallies={FigureKey.INDICATORS: Tally(("scored",))},
    shown=Shown(_s.id, _l.key, _l.title),
)
