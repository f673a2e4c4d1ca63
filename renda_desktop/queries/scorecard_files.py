"""One evaluation as a whole: its tree of results, what was said, its timeline."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from renda_desktop.domain.attachment import Attachment
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import plain
from renda_desktop.domain.ids import Id
from renda_desktop.domain.scorecard import SCORECARD, Scorecard
from renda_desktop.domain.scoring.result import Node, PanelResult, Result, rounded
from renda_desktop.domain.scoring.rules import (
    Endpoints,
    Given,
    Graded,
    Indicator,
    Interval,
    Rounding,
    ScorecardRules,
)
from renda_desktop.domain.scoring.sheets import Measurement, Sheet, Tally
from renda_desktop.domain.terms import Better, Lack, PanelForm
from renda_desktop.queries.matter_files import ConflictVersion, conflicts
from renda_desktop.queries.names import Names
from renda_desktop.queries.records import record
from renda_desktop.queries.scorecard_timeline import scorecard_timeline
from renda_desktop.queries.scorecards import (
    ScorecardRow,
    YearCount,
    history,
    scorecard_row,
    year_count,
)
from renda_desktop.queries.timeline import TimelineEvent

_SIX = Rounding(6)
_TWO = Rounding(2)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator at its `level` of the tree, the highest is 1; `means` by panel, in per cent.

    `weight` is what it is worth among those that apply; `scale` says how a leaf is scored, and
    `value` what was measured.
    """

    key: str
    level: int
    title: str
    scale: str
    weight: Decimal
    points: Decimal | None
    value: Decimal | None
    means: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One panel: how many took part of how many that have to, and what it gives on the whole."""

    key: str
    title: str
    form: PanelForm
    heads: int
    least: int
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Wanting:
    """What a result still waits for."""

    lack: Lack
    title: str
    have: int
    need: int


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said of the subject, and stands; `entry` takes it back.

    `about` is the panel, the leaf, the adjustment or the veto; `values` by the leaf's title.
    """

    entry: Id
    about: str
    by: str
    values: dict[str, str]
    text: str
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class ScorecardFile:
    """An evaluation with everything on record about it.

    Where it is confidential and whoever asks may not know, there are no points and nothing that
    was said or remarked: only how many took part and what is missing. `others` are the subject's
    other evaluations.
    """

    row: ScorecardRow
    about: str
    remark: str
    points: Decimal | None
    adjusted: Decimal | None
    indicators: tuple[IndicatorLine, ...]
    panels: tuple[PanelLine, ...]
    missing: tuple[Wanting, ...]
    said: tuple[Said, ...]
    year: YearCount
    others: tuple[ScorecardRow, ...]
    timeline: tuple[TimelineEvent, ...]
    conflicts: dict[str, tuple[ConflictVersion, ...]]


def scorecard_file(session: Session, *, id: Id, roles: Collection[str]) -> ScorecardFile:  # noqa: A002
    """Return one evaluation.

    Raises:
        RuleBroken: there is no such evaluation.
    """
    row = scorecard_row(session, id=id, roles=roles)
    if row is None:
        raise RuleBroken("stream.missing", noun=Scorecard.term)
    state = record(session, noun=SCORECARD, id=id)
    d, names, result = state.details, Names(session), state.result
    shown = row.readable
    return ScorecardFile(
        row=row,
        about=d.rules.about,
        remark=d.remark if shown else "",
        points=result.points if shown else None,
        adjusted=result.adjusted if shown else None,
        indicators=tuple(_lines(result.nodes, d.rules, 1, shown=shown)),
        panels=tuple(_panel(one, shown=shown) for one in result.panels),
        missing=tuple(Wanting(one.lack, one.title, one.have, one.need) for one in result.missing),
        said=tuple(_said(state, result, names)) if shown else (),
        year=year_count(session, program=row.program, year=row.year, group=row.group),
        others=tuple(one for one in history(session, id=id, roles=roles) if one.id != id),
        timeline=scorecard_timeline(state, names=names, readable=shown),
        conflicts=conflicts(state, names) if shown else {},
    )


def neat(value: Fraction, *, rounding: Rounding = _SIX) -> Decimal:
    """Return a number without needless noughts."""
    sign = -1 if value < 0 else 1
    return Decimal(plain(sign * rounded(abs(value), rounding=rounding)))


def _lines(
    nodes: Iterable[Node], rules: ScorecardRules, level: int, *, shown: bool
) -> Iterator[IndicatorLine]:
    titles = {panel.key: panel.title for panel in rules.panels}
    for node in nodes:
        means = {titles[m.panel]: neat(m.share * 100, rounding=_TWO) for m in node.means}
        yield IndicatorLine(
            key=node.indicator.key,
            level=level,
            title=node.indicator.title,
            scale=_scale(node.indicator),
            weight=neat(node.weight),
            points=node.points if shown else None,
            value=None if node.value is None or not shown else neat(node.value),
            means=means if shown else {},
        )
        yield from _lines(node.parts, rules, level + 1, shown=shown)


def _scale(leaf: Indicator) -> str:
    match leaf.scale:
        case None:
            return ""
        case Given():
            return f"0 至 {plain(leaf.weight)} 分"
        case Graded(grades):
            return "、".join(grade.title for grade in grades)
        case Interval(zero_at, full_at, unit):
            return f"{plain(zero_at)}{unit} 零分,{plain(full_at)}{unit} 满分"
        case Endpoints(threshold, better, unit):
            least = "不低于" if better is Better.HIGHER else "不高于"
            return f"{least} {plain(threshold)}{unit}"


def _panel(one: PanelResult, *, shown: bool) -> PanelLine:
    mean = None if one.mean is None or not shown else neat(one.mean, rounding=_TWO)
    panel = one.panel
    return PanelLine(panel.key, panel.title, panel.form, one.heads, panel.least, mean)


def _said(state: Scorecard, result: Result, names: Names) -> Iterator[Said]:
    rules, said = state.details.rules, state.said
    leaf = {one.indicator.key: one.indicator.title for one in result.leaves}
    panel = {one.key: one.title for one in rules.panels}
    beside = {one.key: one.title for one in (*rules.adjustments, *rules.vetoes)}
    for entry, sheet in said.sheets.items():
        by = names.deputy(sheet.person) or sheet.rater
        marks = _marks(sheet, leaf)
        yield Said(entry, panel[sheet.panel], by, marks, sheet.comment, sheet.files)
    for entry, tally in said.tallies.items():
        yield Said(entry, panel[tally.panel], "", _counts(tally, leaf), tally.comment, ())
    for entry, one in said.measurements.items():
        yield Said(entry, leaf[one.leaf], one.source, _measured(one, leaf), "", ())
    for entry, extra in said.extras.items():
        title = beside[extra.key]
        yield Said(entry, title, "", {title: f"{extra.points:+}"}, extra.reason, ())
    for entry, veto in said.vetoes.items():
        yield Said(entry, beside[veto.key], "", {}, veto.reason, ())
    for entry, shown in said.evidence.items():
        yield Said(entry, leaf.get(shown.leaf, ""), "", {}, shown.text, shown.files)


def _marks(sheet: Sheet, leaf: dict[str, str]) -> dict[str, str]:
    return {leaf[one.leaf]: one.grade or plain(one.points or 0) for one in sheet.marks}


def _counts(tally: Tally, leaf: dict[str, str]) -> dict[str, str]:
    found = {"发出": str(tally.issued), "收回": str(tally.returned)}
    for one in tally.counts:
        found[leaf[one.leaf]] = "、".join(f"{grade}{n}" for grade, n in one.grades.items())
    return found


def _measured(one: Measurement, leaf: dict[str, str]) -> dict[str, str]:
    parts = {"分子": one.numerator, "分母": one.denominator}
    return {leaf[one.leaf]: plain(neat(one.exact))} | {k: v for k, v in parts.items() if v}
