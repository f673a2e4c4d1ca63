"""Figures of an evaluation's subject, counted from the records (取数)."""

from decimal import Decimal

from sqlalchemy.orm import Session

from renda_desktop.domain import scorecard as s
from renda_desktop.domain.definitions import DEFINITIONS
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import FigureFilter, Value, plain
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.scoring.rules import Indicator, Source
from renda_desktop.domain.scoring.sheets import Measurement
from renda_desktop.queries import figures
from renda_desktop.services.action import Action, Changes

_AGAIN = "重新取数"


def draw(session: Session, *, by: Author, scorecard: Id, leaf: str = "") -> Changes:
    """Count a leaf's figure for the subject in the period, or those of all leaves that have one.

    Rates are drawn in per cent. What was drawn before is taken back; what somebody wrote is not.
    """
    action = Action(session, by)
    d: s.ScorecardDetails = action.load(s.SCORECARD, scorecard).details
    leaves = [
        (one, one.source)
        for one in d.rules.leaves(d.subject.unit_kind)
        if one.source is not None and leaf in ("", one.key)
    ]
    if not leaves:
        raise RuleBroken("scorecard.no_source", leaf=leaf)
    for one, source in leaves:
        _record(action, scorecard, _measurement(action, d, one, source))
    return action.done(scorecard)


def _record(action: Action, scorecard: Id, found: Measurement) -> None:
    known = action.load(s.SCORECARD, scorecard).said.measurements
    former = [entry for entry, one in known.items() if one.leaf == found.leaf and one.drawn]
    for entry in former:
        action.record(s.SCORECARD, scorecard, s.TakeBack(entry, _AGAIN))
    action.record(s.SCORECARD, scorecard, s.MeasureScorecard(found))


def _measurement(
    action: Action, d: s.ScorecardDetails, leaf: Indicator, source: Source
) -> Measurement:
    where = FigureFilter(
        programs=source.programs,
        since=d.begins,
        until=d.ends,
        deputy=_id_of(d.subject.ref, "deputy"),
        unit=_id_of(d.subject.ref, "department"),
    )
    if where.deputy is None and where.unit is None:
        raise RuleBroken("scorecard.not_ours")
    value = figures.figure(
        action.session, key=source.figure, where=where, today=day_of(action.by.now)
    )
    if value.unfit:
        raise RuleBroken("scorecard.unfit", leaf=leaf.title, figure=source.figure.label)
    if value.amount is None or value.of == 0:
        raise RuleBroken("scorecard.no_figure", leaf=leaf.title)
    return _of_value(leaf, source, value, Decimal(value.amount))


def _of_value(leaf: Indicator, source: Source, value: Value, amount: Decimal) -> Measurement:
    title = source.figure.label
    if value.of is None:
        counted = f"{plain(amount)} {value.unit}"
        return Measurement(leaf.key, amount, numerator=counted, source=title, drawn=True)
    definition = DEFINITIONS[source.figure]
    return Measurement(
        leaf.key,
        amount * 100,
        Decimal(value.of),
        f"{definition.numerator} {plain(amount)}".strip(),
        f"{definition.denominator} {value.of}".strip(),
        title,
        drawn=True,
    )


def _id_of(ref: Ref | None, kind: str) -> Id | None:
    return ref.id if ref is not None and ref.kind == kind else None
