"""What evaluations came to: of one subject, and of several, ranked."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from renda_desktop.domain import access
from renda_desktop.domain.figures import plain
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.scorecard import SCORECARD, ScorecardDetails
from renda_desktop.domain.terms import Lack, ScorecardStatus
from renda_desktop.queries import clerks, programs
from renda_desktop.queries.papers import evaluation_words, parts
from renda_desktop.queries.papers.evaluation_sheets import head, rows
from renda_desktop.queries.papers.evaluations import (
    EvaluationResult,
    EvaluationSummary,
    MeasuredRow,
    PanelRow,
    SummaryRow,
)
from renda_desktop.queries.records import record
from renda_desktop.queries.scorecard_files import Said, ScorecardFile, Wanting, scorecard_file
from renda_desktop.queries.scorecards import ScorecardFilter, ScorecardRow, scorecards

_EVERY = ScorecardFilter()
_RANKED = "名次在同一机制、同一年度、同一单位类型已评定的对象中排列，得分相同的名次相同。"
_HIDDEN = "保密评议的结果只向有权查看的人员显示，其余留空。"


def evaluation_result(session: Session, *, scorecard: Id, now: datetime) -> EvaluationResult:
    """Return what an evaluation came to, or so far comes to.

    Raises:
        RuleBroken: there is no such evaluation, or who is at the desk may not know its result.
    """
    roles = _roles(session)
    file = scorecard_file(session, id=scorecard, roles=roles)
    if not file.row.readable:
        access.check_read("scorecard.confidential", roles=roles)
    state = record(session, noun=SCORECARD, id=scorecard)
    d: ScorecardDetails = state.details
    row = file.row
    return EvaluationResult(
        head=head(session, state),
        confidential=row.confidential,
        status=row.status.label,
        provisional=row.status is not ScorecardStatus.CONCLUDED,
        score="" if row.score is None else plain(row.score),
        grade=f"{row.grade}（{row.stars} 星）" if row.grade else "",
        rank=_placed(_rank(row, _beside(session, row, roles))),
        points=plain(file.points or Decimal(0)),
        adjusted=plain(file.adjusted or Decimal(0)),
        total=plain(d.rules.total),
        rows=rows(file.indicators),
        panels=tuple(
            PanelRow(
                one.title,
                one.form.label,
                one.heads,
                one.least,
                "" if one.mean is None else plain(one.mean),
            )
            for one in file.panels
        ),
        measured=tuple(map(_measured, _of_leaves(file))),
        extras=tuple(_extras(file, d)),
        waits=tuple(map(_wait, file.missing)),
        definitions=(
            *evaluation_words.definitions(d.rules, unit_kind=d.subject.unit_kind),
            _RANKED,
        ),
        printed_at=now,
    )


def evaluation_summary(
    session: Session,
    *,
    now: datetime,
    where: ScorecardFilter = _EVERY,
) -> EvaluationSummary:
    """Return the evaluations of a filter, the first in rank first.

    Those that were withdrawn are left out unless the filter asks for them.
    """
    roles = _roles(session)
    found = [
        one
        for one in scorecards(session, roles=roles, where=where)
        if where.status or one.status is not ScorecardStatus.WITHDRAWN
    ]
    titles = {one.key: one.title for one in programs.programs(session)}
    groups = list(dict.fromkeys(map(_group, found)))
    ordered = sorted(
        found,
        key=lambda one: (
            groups.index(_group(one)), one.score is None, -(one.score or Decimal(0)), one.name
        ),
    )  # fmt: skip
    beside = {group: _beside(session, _first(found, group), roles) for group in groups}
    return EvaluationSummary(
        also=tuple(Ref(SCORECARD.name, one.id) for one in ordered),
        station=parts.station_head(session),
        conditions=_told(ordered, titles),
        tally=_tally(ordered),
        rows=tuple(_summed(one, beside[_group(one)]) for one in ordered),
        confidential=any(one.confidential for one in ordered),
        definitions=(_RANKED, *([_HIDDEN] if not all(o.readable for o in ordered) else [])),
        printed_at=now,
    )


def _roles(session: Session) -> Collection[str]:
    at_desk = clerks.at_desk(session)
    return at_desk.roles if at_desk else ()


def _group(row: ScorecardRow) -> tuple[str, int, str]:
    """Return among whom somebody is ranked."""
    return row.program, row.year, row.unit_kind


def _first(found: Sequence[ScorecardRow], group: tuple[str, int, str]) -> ScorecardRow:
    return next(one for one in found if _group(one) == group)


def _beside(
    session: Session, row: ScorecardRow, roles: Collection[str]
) -> list[ScorecardRow]:  # fmt: skip
    """Return all evaluations among which one is ranked."""
    where = ScorecardFilter(program=row.program, year=row.year, unit_kind=row.unit_kind)
    listed = scorecards(session, roles=roles, where=where)
    return [
        one
        for one in listed
        if one.status is not ScorecardStatus.WITHDRAWN and one.unit_kind == row.unit_kind
    ]


def _rank(row: ScorecardRow, beside: Sequence[ScorecardRow]) -> str:
    """Return the place among those concluded; it is provisional while others are open."""
    if row.status is not ScorecardStatus.CONCLUDED or row.score is None:
        return ""
    done = [one.score for one in beside if one.status is ScorecardStatus.CONCLUDED]
    place = 1 + sum(other is not None and other > row.score for other in done)
    left = len(beside) - len(done)
    return f"{place}/{len(done)}" + (f"（另有 {left} 个未评定，暂定）" if left else "")


def _placed(rank: str) -> str:
    """Return a place as a sentence says it."""
    place, slash, rest = rank.partition("/")
    count, bracket, left = rest.partition("（")
    return f"第 {place} 名，共 {count} 名{bracket}{left}" if slash else ""


def _of_leaves(file: ScorecardFile) -> list[Said]:
    """Return the measurements among what was said: they are about a leaf that has a value."""
    measured = {one.title for one in file.indicators if one.value is not None}
    return [one for one in file.said if one.about in measured and one.about in one.values]


def _measured(one: Said) -> MeasuredRow:
    values = dict(one.values)
    return MeasuredRow(
        one.about,
        values.pop(one.about),
        values.get("分子", ""),
        values.get("分母", ""),
        one.by,
    )


def _extras(file: ScorecardFile, d: ScorecardDetails) -> list[tuple[str, str, str]]:
    """Return what stands beside the indicators: its name, its points or its bound, the reason."""
    titles = {one.title for one in d.rules.adjustments}
    vetoes = {one.title: plain(one.most) for one in d.rules.vetoes}
    found = [
        (one.about, f"{one.values[one.about]} 分", one.text)
        for one in file.said
        if one.about in titles and one.about in one.values
    ]
    return found + [
        (one.about, f"一票否决，最高 {vetoes[one.about]} 分", one.text)
        for one in file.said
        if one.about in vetoes and not one.values
    ]


def _wait(one: Wanting) -> str:
    count = f"（{one.have}/{one.need}）" if one.lack is Lack.PANEL else ""
    return f"{one.title}：{one.lack.label}{count}"


def _summed(row: ScorecardRow, beside: Sequence[ScorecardRow]) -> SummaryRow:
    known = row.score is not None
    score = f"{plain(row.score)}" if row.score is not None else ""
    open_ = known and row.status is not ScorecardStatus.CONCLUDED
    return SummaryRow(
        rank=_rank(row, beside).partition("（")[0],
        name=row.name,
        unit=row.unit,
        kind=row.unit_kind,
        period=str(row.year),
        score=f"{score}「暂定」" if open_ else score,
        grade=row.grade,
        status=row.status.label if row.readable else f"{row.status.label}（保密）",
    )


def _told(listed: Sequence[ScorecardRow], titles: dict[str, str]) -> str:
    named = dict.fromkeys(f"{one.year}年度{titles.get(one.program, one.title)}" for one in listed)
    return "、".join(named)


def _tally(listed: Sequence[ScorecardRow]) -> str:
    """Count the subjects by where they stand, and those concluded by their grade."""
    stages = Counter(one.status for one in listed)
    grades = Counter(
        one.grade for one in listed if one.grade and one.status is ScorecardStatus.CONCLUDED
    )
    parts_ = [f"{one.label} {stages[one]} 个" for one in ScorecardStatus if stages[one]]
    told = f"评议对象共 {len(listed)} 个" + (f"，其中{'、'.join(parts_)}" if parts_ else "")
    shown = "、".join(f"{grade} {count} 个" for grade, count in grades.items())
    return told + (f"。等次：{shown}。" if shown else "。")
