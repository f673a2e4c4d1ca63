"""A vote's history in the station's own words; what tellers counted is not in it."""

from typing import Any

import msgspec

from renda_desktop.domain import ballot as b
from renda_desktop.domain.terms import VoteOption, field_label
from renda_desktop.queries.names import Names
from renda_desktop.queries.timeline import Tellers, TimelineEvent, amended, lines, timeline


def ballot_timeline(state: b.Ballot, *, names: Names) -> tuple[TimelineEvent, ...]:
    """Return the events of a vote, the earliest first."""
    return timeline(state, names=names, tellers=_TELLERS)


def numbered(numbers: tuple[int, ...]) -> str:
    """Return items by their numbers: 第 1、3 项."""
    return f"第 {'、'.join(map(str, numbers))} 项" if numbers else ""


def _amended(f: Any, names: Names) -> tuple[str, str]:
    if f.field != "items":
        return amended(f, names)
    was, now = (msgspec.json.decode(raw, type=tuple[b.Item, ...]) for raw in (f.was, f.now))
    return f"更正{field_label(f.field)}", f"{len(was)} 项 → {len(now)} 项"


def _option(option: VoteOption | None) -> str:
    return option.label if option is not None else "撤回"


_TELLERS: Tellers = {
    b.PrepareBallot: lambda f, _n: (
        "准备票决",
        f"{len(f.details.items)} 项,应到 {f.details.due} 人",
    ),
    b.AmendBallot: _amended,
    b.SettleBallot: lambda f, _n: (f"选定{field_label(f.field)}", ""),
    b.CallBallot: lambda f, _n: (
        "报到",
        lines(f"到会 {f.present} 人", "、".join(one.name for one in f.members)),
    ),
    b.IssueBallot: lambda f, _n: ("发票", f"{f.issued} 张"),
    b.TallyBallot: lambda _f, _n: ("计票", ""),
    b.CastVote: lambda f, n: (f"投票 {n.deputy(f.voter)}", f"第 {f.item} 项 {_option(f.option)}"),
    b.ChangeVote: lambda f, n: (
        f"更改投票 {n.deputy(f.voter)}",
        lines(f"第 {f.item} 项 {_option(f.option)}", f.reason),
    ),
    b.ConcludeBallot: lambda f, _n: (
        "公布结果",
        lines(f"通过{numbered(f.passed)}" if f.passed else "没有通过的项目", f.text),
    ),
    b.RecountBallot: lambda f, _n: ("重新计票", f.reason),
    b.CancelBallot: lambda f, _n: ("取消", f.reason),
}
