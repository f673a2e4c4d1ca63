"""A proposal's history in the congress's own words."""

from typing import Any

from renda_desktop.domain import proposal as p
from renda_desktop.domain.program import ProposalRules
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


def proposal_timeline(state: p.Proposal, *, names: Names) -> tuple[TimelineEvent, ...]:
    """Return the events of a proposal, the earliest first."""
    return timeline(state, names=names, tellers={**_TELLERS, **_by_rules(state.rules)})


def stars(said: int | p.Verdict) -> str:
    """Return a rating as it was given, in stars or in a word."""
    return said.label if isinstance(said, p.Verdict) else "★" * said


def _by_rules(rules: ProposalRules) -> Tellers:
    """Return how facts are told that the rules have words for."""
    classes = {one.code: one.title for one in rules.classes}
    aspects = {one.key: one.title for one in rules.aspects}

    def replied(f: Any, names: Names) -> tuple[str, str]:
        by = "、".join(part for part in (names.department(f.unit), f.official) if part)
        of = f"{f.code}类 {classes.get(f.code, '')}".strip()
        until = f"承诺 {day(f.promised)} 前兑现" if f.promised else ""
        return f"答复 {by}".strip(), lines(of, f.text, until)

    def rated(f: Any, names: Names) -> tuple[str, str]:
        given = (f"{aspects.get(key, key)}{stars(said)}" for key, said in f.aspects.items())
        return f"评价 {names.deputy(f.deputy)}".strip(), lines(*given, f.comment)

    return {p.Reply: replied, p.Rate: rated}


def _whom(f: Any, names: Names) -> str:
    helped = names.departments(f.co_units)
    return names.department(f.unit) + (f"(协办:{helped})" if helped else "")


def _until(dates: p.Dates) -> str:
    return f"期限 {day(dates.due.on)}{'(暂定)' if dates.due.provisional else ''}"


def _raised(f: Any, names: Names) -> tuple[str, str]:
    return f"提出 {names.deputies(f.details.deputies)}".strip(), f.details.title


def _accepted(f: Any, _names: Names) -> tuple[str, str]:
    return "立案", lines(f.number, "情况复杂" if f.complex else "")


def _extended(f: Any, _names: Names) -> tuple[str, str]:
    verdict = "同意延期" if f.granted else "不同意延期"
    return verdict, lines(f.reason, f"期限 {day(f.due.on)}" if f.due else "")


_TELLERS: Tellers = {
    p.RaiseProposal: _raised,
    p.AmendProposal: amended,
    p.SettleProposal: lambda f, _n: (f"选定{field_label(f.field)}", ""),
    p.Sign: lambda f, n: (f"附议 {n.deputy(f.deputy)}".strip(), ""),
    p.Accept: _accepted,
    p.Decline: lambda f, _n: ("不予立案", f.reason),
    p.Assign: lambda f, n: (f"交办 {_whom(f, n)}", lines(_until(f.dates), f.text)),
    p.ReturnProposal: lambda f, _n: ("退回", f.reason),
    p.Transfer: lambda f, n: (f"转办 {_whom(f, n)}", lines(f.reason, _until(f.dates))),
    p.Extend: _extended,
    p.SettleDates: lambda f, _n: ("期限核定", _until(f.dates)),
    p.CoOpinion: lambda f, n: (f"协办意见 {n.department(f.unit)}".strip(), f.text),
    p.Meet: lambda f, n: (f"面商 {n.deputies(f.deputies)}".strip(), f.text),
    p.Remind: lambda f, _n: ("催办", f.text),
    p.Supervise: lambda f, n: (f"督办 {n.deputies(f.deputies)}".strip(), f.text),
    p.Rehandle: lambda f, _n: ("重新办理", lines(f.reason, _until(f.dates))),
    p.Track: lambda f, _n: ("承诺兑现" if f.kept else "跟踪办理", f.text),
    p.Conclude: lambda f, _n: ("办结", f.text),
    p.File: lambda f, _n: ("归档", f.text),
}
