"""A matter's timeline in the station's own words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from renda_desktop.domain import matter as m
from renda_desktop.domain.matter.demands import step_of
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.program import Due, LoopStep
from renda_desktop.domain.stream import Event, Fact, Stream
from renda_desktop.domain.terms import (
    Appeal,
    Channel,
    ReceptionKind,
    Step,
    Urgency,
    field_label,
)
from renda_desktop.queries.names import Names


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event: what happened, what was written, by whom. `void` is '' while in effect."""

    at: datetime
    kind: str
    what: str
    text: str
    who: str
    void: str = ""
    pending: bool = False


Teller = Callable[[Any, Names], tuple[str, str]]
Tellers = Mapping[type[Fact], Teller]
"""How each fact is told: what happened, and what was written."""


def timeline(
    state: Stream, *, names: Names, tellers: Tellers | None = None, steps: Iterable[LoopStep] = ()
) -> tuple[TimelineEvent, ...]:
    """Return the events of a matter, or of what `tellers` know, the earliest first.

    Steps that a matter's program names are told in its words: 督 · 督办.
    """
    named: Mapping[Step | None, LoopStep] = {one.step: one for one in steps}
    return tuple(_event(event, names, tellers or _TELLERS, named) for event in state.timeline)


def _event(
    event: Event, names: Names, tellers: Tellers, steps: Mapping[Step | None, LoopStep]
) -> TimelineEvent:
    what, text = _told(event.fact, names, tellers)
    text = lines(text, _then(event.fact))
    if step := steps.get(step_of(event.fact)):
        what = _in_its_words(step, what)
    return TimelineEvent(
        at=from_micros(event.entry.recorded_at),
        kind=event.entry.kind,
        what=what,
        text=text,
        who=names.clerk(event.entry.author),
        void=str(event.void) if event.void else "",
        pending=event.entry.seq is None,
    )


def _then(fact: Fact | None) -> str:
    """Return the day on which it happened by an older list, of what was written down later."""
    on = getattr(fact, "on", None)
    if isinstance(fact, m.RegisterMatter) and fact.details.listed:
        on = fact.details.listed.on
    return f"台账所记日期 {day(on)}" if isinstance(on, date) else ""


def _in_its_words(step: LoopStep, what: str) -> str:
    common = step.step.label
    if common not in step.title:
        return f"{step.title} · {what}"
    return step.title + what.removeprefix(common) if what.startswith(common) else what


def _told(fact: Fact | None, names: Names, tellers: Tellers) -> tuple[str, str]:
    if fact is None:
        return "新版本程序的记录", "升级后可见"
    teller = tellers.get(type(fact))
    return teller(fact, names) if teller else (fact.kind, "")


def _due(due: Due | None) -> str:
    if due is None:
        return ""
    return f"期限 {day(due.on)}{'(暂定)' if due.provisional else ''}"


def day(value: date) -> str:
    """Return a day as papers and screens write it."""
    return value.isoformat()


def lines(*parts: str) -> str:
    """Return the parts that are not empty as one text."""
    return ";".join(part for part in parts if part)


def _whom(f: Any, names: Names) -> str:
    to = "、".join(n for n in (names.department(f.unit), names.deputy(f.deputy)) if n)
    helped = names.departments(f.co_units)
    return to + (f"(协办:{helped})" if helped else "")


_WORDS = {"urgency": Urgency, "appeal": Appeal, "channel": Channel, "kind": ReceptionKind}


def _raw(field: str, value: msgspec.Raw, names: Names) -> str:
    try:
        return names.shown(msgspec.json.decode(value, type=_WORDS.get(field, object)))
    except msgspec.MsgspecError:  # it is not in effect, and told all the same
        return names.shown(msgspec.json.decode(value))


def amended(f: Any, names: Names) -> tuple[str, str]:
    """Tell a correction of any noun."""
    field = field_label(f.field)
    if f.field == "own_words":
        return f"更正{field}", ""
    return f"更正{field}", f"{_raw(f.field, f.was, names)} → {_raw(f.field, f.now, names)}"


def _replied(f: Any, names: Names) -> tuple[str, str]:
    by = "、".join(n for n in (names.department(f.unit), names.deputy(f.deputy), f.official) if n)
    return f"答复 {by}".strip(), lines(f.grade.label, f.text)


def _answered(f: Any, names: Names) -> tuple[str, str]:
    by = "、".join(n for n in (names.department(f.unit), names.deputy(f.deputy), f.official) if n)
    return f"当场答复 {by}".strip(), f.text


def _extended(f: Any, _names: Names) -> tuple[str, str]:
    verdict = "同意延期" if f.granted else "不同意延期"
    return verdict, lines(f.reason, _due(f.due))


def _called_back(f: Any, _names: Names) -> tuple[str, str]:
    said = {True: "满意", False: "不满意", None: ""}[f.satisfied]
    return "回访" if f.reached else "回访(未联系上)", lines(said, f.text)


def _looked_back(f: Any, _names: Names) -> tuple[str, str]:
    verdict = "成效保持" if f.lasts else "问题反弹"
    return "回头看", lines(verdict, f.text, "重新办理" if f.reopen else "")


_TELLERS: Tellers = {
    m.RegisterMatter: lambda f, _n: ("登记", f.details.title),
    m.AmendMatter: amended,
    m.SettleMatter: lambda f, n: (f"选定{field_label(f.field)}", _raw(f.field, f.value, n)),
    m.Note: lambda f, _n: ("记事", f.text),
    m.Attach: lambda f, _n: ("附件", f.name),
    m.Detach: lambda _f, _n: ("移除附件", ""),
    m.WithdrawMatter: lambda f, _n: ("作废", f.reason),
    m.RedactMatter: lambda f, _n: ("删除个人信息", f.reason),
    m.Deliberate: lambda f, n: (f"研判 {n.deputies(f.deputies)}".strip(), f.opinion),
    m.AnswerOnSite: _answered,
    m.Assign: lambda f, n: (f"交办 {_whom(f, n)}", lines(_due(f.due), f.text)),
    m.Transfer: lambda f, n: (f"转办 {_whom(f, n)}", lines(f.reason, _due(f.due))),
    m.ReturnMatter: lambda f, _n: ("退回", f.reason),
    m.Extend: _extended,
    m.SettleDue: lambda f, _n: ("期限核定", _due(f.due)),
    m.Remind: lambda f, _n: ("催办", f.text),
    m.Supervise: lambda f, n: (f"督办 {n.deputies(f.deputies)}".strip(), f.text),
    m.Reply: _replied,
    m.Resolve: lambda f, n: (
        f"{f.outcome.label} {n.department(f.unit)}".strip(),
        lines(f.text, f"建议途径:{f.go_to}" if f.go_to else ""),
    ),
    m.Rate: lambda f, n: (
        f"{f.rater.label}评价 {n.deputy(f.deputy)}".strip(),
        lines("★" * f.stars, f.comment),
    ),
    m.Rehandle: lambda f, _n: ("重新办理", lines(f.reason, _due(f.due))),
    m.CallBack: _called_back,
    m.LookBack: _looked_back,
    m.StrikeOff: lambda f, _n: (
        "销号",
        lines(f.evidence, f"附件{len(f.attachments)}件" if f.attachments else ""),
    ),
    m.Convert: lambda _f, _n: ("转为代表建议", ""),
    m.Merge: lambda f, n: ("并案", f"并入 {n.matter(f.into)}"),
    m.Separate: lambda f, _n: ("拆分", f.reason),
    m.ProposeMove: lambda f, _n: (f"提请移交 {f.name}", f.reason),
    m.HandOver: lambda f, _n: (f"移交 {f.name}", f.reason),
    m.TakeBack: lambda f, _n: ("收回移交", f.reason),
    m.TakeOver: lambda f, n: (
        f"接收移交 {f.details.origin.name} {f.details.origin.number}".strip(),
        lines(f.details.origin.reason, _whom(f, n), _due(f.due)),
    ),
    m.RecordQuantity: lambda f, _n: (
        f"成效 {f.title}",
        lines(f"{f.amount:f} {f.unit}", day(f.day), f.remark),
    ),
    m.GiveOpinion: lambda f, n: (f"代表意见 {n.deputy(f.deputy)}".strip(), f.text),
    m.WithdrawOpinion: lambda f, _n: ("代表意见作废", f.reason),
    m.WithdrawQuantity: lambda f, _n: ("成效作废", f.reason),
}
