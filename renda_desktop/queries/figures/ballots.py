"""Items that were voted on, and those that passed."""

from sqlalchemy import and_, func

from renda_desktop.domain.figures import Dimension, FigureKey
from renda_desktop.domain.terms import BallotStatus, ItemOutcome
from renda_desktop.queries.figures.asked import Asked
from renda_desktop.queries.figures.population import (
    Clock,
    Dated,
    Inside,
    Measure,
    Measures,
    Population,
    Shown,
    Tally,
)
from renda_desktop.store.tables.ballot import ballot, ballot_item

_b, _i = ballot.c, ballot_item.c


def _measures(_asked: Asked) -> Measures:
    first = _b.follows.is_(None)  # a tied item that is voted on again is the same item
    return {
        "voted": Measure(first),
        "passed": Measure(_i.outcome.in_([ItemOutcome.PASSED, ItemOutcome.ELECTED])),
        "tied": Measure(and_(first, _i.outcome == ItemOutcome.TIED)),
    }


ITEMS = Population(
    source=ballot_item.join(ballot, _b.id == _i.ballot),
    base=(_b.status == BallotStatus.CONCLUDED,),
    dated=Dated(_b.day, Clock.DAYS),
    columns={Dimension.STATION: _b.scope, Dimension.PROGRAM: _b.program},
    measures=_measures,
    tallies={
        FigureKey.ITEMS_VOTED: Tally(("voted",), inside=(Inside("tied", "票数相等再次投票"),)),
        FigureKey.ITEMS_PASSED: Tally(("passed",)),
    },
    shown=Shown(_b.id, func.printf("%d", _i.number), _i.title),
)
