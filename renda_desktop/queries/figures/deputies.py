"""Deputies who hold a mandate: whom a mechanism takes in, and whom an evaluation has reached."""

from sqlalchemy import and_, literal

from renda_desktop.domain.figures import Dimension, FigureKey
from renda_desktop.queries.figures.asked import Asked, grouped, seated
from renda_desktop.queries.figures.population import Measure, Measures, Population, Shown, Tally
from renda_desktop.queries.figures.scorecards import evaluated
from renda_desktop.store.tables import projection as t

_d = t.deputy.c


def _measures(asked: Asked) -> Measures:
    held = _d.id.in_(seated(asked))
    inside = and_(held, grouped(asked, _d.id))
    return {
        "seated": Measure(held),
        "inside": Measure(inside),
        "evaluated": Measure(and_(inside, _d.id.in_(evaluated(asked)))),
    }


DEPUTIES = Population(
    source=t.deputy,
    dated=None,
    columns={Dimension.STATION: _d.scope, Dimension.DEPUTY: _d.id},
    measures=_measures,
    tallies={
        FigureKey.DEPUTIES_ONBOARD: Tally(("inside",), ("seated",)),
        FigureKey.EVALUATION_COVERAGE: Tally(("evaluated",), ("inside",)),
    },
    shown=Shown(_d.id, literal(""), _d.name),
    judged=frozenset({Dimension.PROGRAM, Dimension.PERIOD}),
)
