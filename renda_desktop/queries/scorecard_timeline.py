"""An evaluation's history in words; what only some may know is left out for the others."""

from dataclasses import replace
from typing import Any

from renda_desktop.domain import scorecard as s
from renda_desktop.domain.terms import field_label
from renda_desktop.queries.names import Names
from renda_desktop.queries.timeline import (
    Tellers,
    TimelineEvent,
    amended,
    day,
    lines,
    timeline,
)


def scorecard_timeline(
    state: s.Scorecard, *, names: Names, readable: bool
) -> tuple[TimelineEvent, ...]:
    """Return the events of an evaluation, the earliest first."""
    events = timeline(state, names=names, tellers=_tellers(state.details))
    return events if readable else tuple(map(_without_secrets, events))


def _without_secrets(event: TimelineEvent) -> TimelineEvent:
    if event.kind == s.OpenScorecard.kind:
        return event
    who = "" if event.kind == s.RateScorecard.kind else event.who
    return replace(event, text="", who=who, void="未生效" if event.void else "")


def _tellers(details: s.ScorecardDetails) -> Tellers:
    """Return how each fact is told, with the titles that the rules have."""
    rules = details.rules
    titles = {panel.key: panel.title for panel in rules.panels}
    titles |= {leaf.key: leaf.title for leaf in rules.leaves(details.subject.unit_kind)}
    beside = {one.key: one.title for one in rules.adjustments}
    beside |= {one.key: one.title for one in rules.vetoes}

    def called(key: str) -> str:
        return titles.get(key, key)

    return {
        s.OpenScorecard: lambda f, _n: (
            "开展评议",
            f"{day(f.details.begins)} 至 {day(f.details.ends)}",
        ),
        s.AmendScorecard: amended,
        s.SettleScorecard: lambda f, _n: (f"选定{field_label(f.field)}", ""),
        s.RateScorecard: lambda f, n: (f"评分 {called(f.said.panel)}", _rater(f.said, n)),
        s.TallyScorecard: lambda f, _n: (
            f"计票 {called(f.said.panel)}",
            f"发出{f.said.issued}份,收回{f.said.returned}份",
        ),
        s.MeasureScorecard: lambda f, _n: (
            f"{'取数' if f.said.drawn else '登记数据'} {called(f.said.leaf)}",
            lines(f.said.numerator, f.said.denominator, f.said.source),
        ),
        s.AdjustScorecard: lambda f, _n: (
            "加分扣分",
            lines(f"{beside.get(f.said.key, f.said.key)} {f.said.points:+}", f.said.reason),
        ),
        s.VetoScorecard: lambda f, _n: (
            "否决",
            lines(beside.get(f.said.key, f.said.key), f.said.reason),
        ),
        s.AddEvidence: lambda f, _n: (f"佐证 {called(f.said.leaf)}".strip(), _evidence(f.said)),
        s.TakeBack: lambda f, _n: ("撤回", f.reason),
        s.ConcludeScorecard: lambda f, _n: (
            "评定",
            f"{f.conclusion.score} 分 {f.conclusion.grade} {'★' * f.conclusion.stars}",
        ),
        s.ReopenScorecard: lambda f, _n: ("重新评议", f.reason),
        s.WithdrawScorecard: lambda f, _n: ("作废", f.reason),
    }


def _rater(sheet: Any, names: Names) -> str:
    return lines(names.deputy(sheet.person) or sheet.rater, sheet.comment)


def _evidence(one: Any) -> str:
    return lines(one.text, "、".join(file.name for file in one.files))
