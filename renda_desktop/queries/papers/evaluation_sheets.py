"""The sheets on which somebody or several are evaluated, before anything is known of a result."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import plain
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.scorecard import SCORECARD, Scorecard, ScorecardDetails
from renda_desktop.domain.scoring.rules import Given, Graded, Indicator, Panel, ScorecardRules
from renda_desktop.domain.terms import PanelForm
from renda_desktop.queries.papers import evaluation_words, parts
from renda_desktop.queries.papers.evaluations import (
    EvaluationHead,
    EvaluationMatrix,
    EvaluationSheet,
    IndicatorRow,
    IndicatorSheet,
    MarkLine,
    MatrixLeaf,
    MatrixPanel,
    PanelSheet,
)
from renda_desktop.queries.papers.figure_words import full
from renda_desktop.queries.records import record
from renda_desktop.queries.scorecard_files import IndicatorLine, scorecard_file

S = TypeVar("S")


def evaluation_sheet(
    session: Session, *, scorecard: Id, now: datetime, panel: str = ""
) -> EvaluationSheet:
    """Return the empty sheet of each panel that fills one in, or of the one named `panel`.

    Raises:
        RuleBroken: there is no such evaluation or panel.
    """
    state = record(session, noun=SCORECARD, id=scorecard)
    d: ScorecardDetails = state.details
    found = [
        PanelSheet(
            one.title,
            one.form is PanelForm.TALLY,
            one.own,
            tuple(_marks(d.rules, d.rules.indicators, one, d.subject.unit_kind, 1)),
        )
        for one in _filled_in(d.rules, panel)
    ]
    return EvaluationSheet(
        head=head(session, state),
        panels=_some([one for one in found if one.lines], panel),
        printed_at=now,
    )


def evaluation_matrix(
    session: Session, *, scorecards: Sequence[Id], now: datetime, panel: str = ""
) -> EvaluationMatrix:
    """Return the empty sheet on which a panel evaluates several subjects of one programme.

    Raises:
        RuleBroken: they are not of one programme, or there is no such evaluation or panel.
    """
    states = [record(session, noun=SCORECARD, id=one) for one in scorecards]
    details: list[ScorecardDetails] = [state.details for state in states]
    first = details[0]
    if any(one.rules != first.rules for one in details):
        raise RuleBroken("scorecard.programs")
    kinds = [one.subject.unit_kind for one in details]
    found = [
        MatrixPanel(one.title, one.form is PanelForm.TALLY, _leaves(first.rules, one, kinds))
        for one in _filled_in(first.rules, panel)
        if not one.own
    ]
    periods = list(dict.fromkeys(period(one) for one in details))
    return EvaluationMatrix(
        also=tuple(Ref(SCORECARD.name, one) for one in scorecards),
        station=parts.station_head(session),
        title=_common(details),
        period="；".join(periods),
        subjects=tuple((one.subject.name, one.subject.unit) for one in details),
        panels=_some([one for one in found if one.leaves], panel),
        printed_at=now,
    )


def indicator_sheet(session: Session, *, scorecard: Id, now: datetime) -> IndicatorSheet:
    """Return the tree of indicators that apply, with room for points taken off.

    Raises:
        RuleBroken: there is no such evaluation.
    """
    file = scorecard_file(session, id=scorecard, roles=())
    state = record(session, noun=SCORECARD, id=scorecard)
    d: ScorecardDetails = state.details
    return IndicatorSheet(
        head=head(session, state),
        total=plain(d.rules.total),
        rows=rows(file.indicators),
        adjustments=tuple(
            (one.title, f"{plain(one.least)} 至 {plain(one.most)} 分")
            for one in d.rules.adjustments
        ),
        vetoes=tuple((one.title, f"最高 {plain(one.most)} 分") for one in d.rules.vetoes),
        definitions=evaluation_words.definitions(d.rules, unit_kind=d.subject.unit_kind),
        printed_at=now,
    )


def head(session: Session, state: Scorecard) -> EvaluationHead:
    """Return who or what is evaluated."""
    d: ScorecardDetails = state.details
    seat = parts.seats(d.level.label) if d.level else ""
    return EvaluationHead(
        station=parts.station_head(session),
        title=d.title,
        name=d.subject.name,
        unit=d.subject.unit,
        kind=d.subject.unit_kind or (f"第 {d.term} 届{seat}" if d.term else seat),
        period=period(d),
        about=d.rules.about,
    )


def period(d: ScorecardDetails) -> str:
    """Return the days that are looked at, in words."""
    return "至".join(f"{day.year}年{day.month}月{day.day}日" for day in (d.begins, d.ends))


def rows(lines: Sequence[IndicatorLine]) -> tuple[IndicatorRow, ...]:
    """Return the indicators as papers print them."""
    return tuple(
        IndicatorRow(
            level=one.level,
            title=one.title,
            weight=plain(one.weight),
            scale=full(one.scale),
            leaf=bool(one.scale),
            value="" if one.value is None else plain(one.value),
            points="" if one.points is None else str(one.points),
            means="、".join(f"{panel} {plain(mean)}%" for panel, mean in one.means.items()),
        )
        for one in lines
    )


def _filled_in(rules: ScorecardRules, panel: str) -> list[Panel]:
    """Return the panels that fill in sheets; what is measured needs none."""
    found = [one for one in rules.panels if one.form is not PanelForm.MEASURED]
    if panel:
        found = [one for one in found if panel in (one.key, one.title)]
    return found


def _some(found: list[S], panel: str) -> tuple[S, ...]:
    """Return panels, or raise RuleBroken where there is nothing to fill in."""
    if not found:
        raise RuleBroken("scorecard.no_panel", panel=panel)
    return tuple(found)


def _marks(
    rules: ScorecardRules,
    nodes: Sequence[Indicator],
    panel: Panel,
    unit_kind: str,
    level: int,
) -> list[MarkLine]:
    """Return the indicators that a panel marks, below those that they are parts of."""
    found: list[MarkLine] = []
    for node in nodes:
        if node.applies and unit_kind not in node.applies:
            continue
        if node.parts:
            below = _marks(rules, node.parts, panel, unit_kind, level + 1)
            found += [MarkLine(level, node.title), *below] if below else []
        elif panel in rules.panels_of(node):
            grades, most = _scale(node)
            found.append(MarkLine(level, node.title, True, grades, most))
    return found


def _scale(leaf: Indicator) -> tuple[tuple[str, ...], str]:
    match leaf.scale:
        case Graded(grades):
            return tuple(one.title for one in grades), ""
        case Given():
            return (), plain(leaf.weight)
        case _:
            return (), ""


def _leaves(rules: ScorecardRules, panel: Panel, kinds: Sequence[str]) -> tuple[MatrixLeaf, ...]:
    applied = [{one.key for one in rules.scored_by(panel, unit_kind=kind)} for kind in kinds]
    known = {one.key: one for kind in kinds for one in rules.scored_by(panel, unit_kind=kind)}
    return tuple(
        MatrixLeaf(one.title, *_scale(one), tuple(key in some for some in applied))
        for key, one in known.items()
    )


def _common(details: Sequence[ScorecardDetails]) -> str:
    """Return what several evaluations are called together: a title without the subject."""
    first = details[0]
    if len(details) == 1:
        return first.title
    years = list(dict.fromkeys(one.year for one in details))
    title = first.title.replace(first.subject.name, "").replace(f"{first.year}年度", "")
    return f"{'、'.join(map(str, years))}年度{title}"
