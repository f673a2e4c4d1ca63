"""Rows of evaluations. Search has none of them: who was judged, and how, is not to be found."""

from collections.abc import Iterator

from renda_desktop.domain.fields import PLACES
from renda_desktop.domain.scorecard import Scorecard
from renda_desktop.domain.scoring.result import Result, rounded
from renda_desktop.domain.scoring.rules import Rounding
from renda_desktop.store.project.rows import Row, details, named
from renda_desktop.store.tables import scorecard as tables

_KEPT = Rounding(PLACES)


def scorecard(state: Scorecard) -> Iterator[Row]:
    d, came = state.details, state.conclusion
    result = state.result
    fields = ("title", "program", "version", "year", "begins", "ends", "level", "term")
    extra: dict[str, object] = {
        "confidential": d.rules.confidential,
        "kind": d.subject.kind,
        "subject": d.subject.ref.id if d.subject.ref else None,
        "subject_kind": d.subject.ref.kind if d.subject.ref else "",
        "name": d.subject.name,
        "unit": d.subject.unit,
        "unit_kind": d.subject.unit_kind,
        "group_name": d.group,
        "status": state.status,
        "opened_at": state.began.recorded_at,
        "concluded_at": state.concluded_at,
        "missing": len(result.missing),
        "score": came.score if came else None,
        "grade": came.grade if came else None,
        "stars": came.stars if came else None,
    }
    yield tables.scorecard, named(state) | details(state, *fields) | extra
    yield from _leaves(state, result)


def _leaves(state: Scorecard, result: Result) -> Iterator[Row]:
    for place, leaf in enumerate(result.leaves):
        yield (
            tables.scorecard_leaf,
            {
                "scorecard": state.id,
                "key": leaf.indicator.key,
                "place": place,
                "title": leaf.indicator.title,
                "weight": rounded(leaf.weight, rounding=_KEPT),
                "points": leaf.points,
            },
        )
