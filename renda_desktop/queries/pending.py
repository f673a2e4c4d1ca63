"""What waits to be sent to the server, action by action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import from_micros
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.domain.rules import SENTENCES
from renda_desktop.queries.names import Names
from renda_desktop.store import log
from renda_desktop.store.tables import projection as t
from renda_desktop.store.tables.ballot import ballot
from renda_desktop.store.tables.exchange import signed_action
from renda_desktop.store.tables.kept import entry
from renda_desktop.store.tables.paper import paper
from renda_desktop.store.tables.proposal import proposal
from renda_desktop.store.tables.scorecard import scorecard
from renda_desktop.store.tables.snapshot import snapshot

MOST = 500
"""Actions that are listed; the count tells of all."""
_ENTRIES = 4 * MOST


@dataclass(frozen=True, slots=True)
class PendingRow:
    """One action: `about` is the number or the name of what it was about."""

    action: Id
    at: datetime
    who: str
    what: str
    about: str
    entries: int


@dataclass(frozen=True, slots=True)
class Pending:
    """The newest actions, and how many there are in all."""

    rows: tuple[PendingRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RefusedRow(PendingRow):
    """One action that the server did not take; `rule` and `reason` say why."""

    rule: str
    reason: str


def pending(session: Session) -> Pending:
    """Return what waits, the newest first, at most MOST of it."""
    c = entry.c
    newest = session.execute(
        select(*_COLUMNS)
        .where(c.seq.is_(None), ~_ANSWERED.exists())
        .order_by(c.action.desc(), c.id.desc())
        .limit(_ENTRIES)
    ).all()
    names = Names(session)
    groups = [list(group) for _, group in groupby(newest, key=lambda one: one.action)]
    if len(newest) == _ENTRIES:
        groups.pop()  # the oldest action may have more entries than were read
    rows = tuple(PendingRow(**_told(session, names, whole)) for whole in groups[:MOST])
    return Pending(rows, log.pending(session))


def refused(session: Session) -> list[RefusedRow]:
    """Return what the server did not take, the newest first."""
    c, s = entry.c, signed_action.c
    why = select(s.scope, s.id, s.rule, s.detail).where(s.rule.isnot(None))
    names, rows = Names(session), []
    for scope, action, rule, _ in session.execute(why.order_by(s.id.desc())):
        mine = select(*_COLUMNS).where(c.seq.is_(None), c.action == action, c.scope == scope)
        whole = session.execute(mine.order_by(c.id.desc())).all()
        if whole:
            told = _told(session, names, whole)
            rows.append(RefusedRow(**told, rule=rule, reason=reason_of(rule)))
    return rows


def reason_of(rule: str) -> str:
    """Return why an action was refused; a newer server may have reasons unknown here."""
    known = rule if rule in SENTENCES else "refused.unknown"
    return SENTENCES[known].format(rule=rule)


def _told(session: Session, names: Names, whole: Sequence[Any]) -> dict[str, Any]:
    main = min(whole, key=lambda one: _RANK.get(_noun(one.kind), len(_RANK)))
    return {
        "action": main.action,
        "at": from_micros(main.recorded_at),
        "who": names.clerk(main.author),
        "what": words_of(main.kind),
        "about": called(session, noun=_noun(main.kind), stream=main.stream) or _says(main.body),
        "entries": len(whole),
    }


_COLUMNS = (
    entry.c.id,
    entry.c.action,
    entry.c.stream,
    entry.c.kind,
    entry.c.author,
    entry.c.recorded_at,
    entry.c.body,
)
# Refused, or accepted by a server that lost the number since.
_ANSWERED = select(signed_action.c.id).where(
    signed_action.c.scope == entry.c.scope,
    signed_action.c.id == entry.c.action,
    signed_action.c.rule.isnot(None)
    | (signed_action.c.receipt.is_(None) & signed_action.c.detail.isnot(None)),
)


def words_of(kind: str) -> str:
    """Return what an entry does, such as 事项 交办."""
    noun, verb = _noun(kind), kind.partition(".")[2]
    term = NOUNS[noun].state.term if noun in NOUNS else ""
    return f"{term} {_VERBS.get(kind) or _VERBS.get(verb, '')}".strip() or "新版本程序的记录"


_RANK = {"visit": 0, "matter": 1, "reception": 2}
"""The last entry of which noun says best what an action was; else its last entry at all."""

_NAMED = {
    "station": (t.station.c.name,),
    "clerk": (t.clerk.c.name,),
    "area": (t.area.c.name,),
    "department": (t.department.c.name,),
    "deputy": (t.deputy.c.name,),
    "theme": (t.theme.c.title,),
    "resident": (t.resident.c.name,),
    "reception": (t.reception.c.title,),
    "visit": (t.visit.c.number,),
    "matter": (t.matter.c.number, t.matter.c.title),
    "proposal": (proposal.c.number, proposal.c.title),
    "scorecard": (scorecard.c.title,),
    "ballot": (ballot.c.title,),
    "snapshot": (snapshot.c.title,),
    "paper": (paper.c.number, paper.c.title),
    "program": (t.program.c.title,),
}


def _noun(kind: str) -> str:
    return kind.partition(".")[0]


def called(session: Session, *, noun: str, stream: Id) -> str:
    """Return the number or the name of a thing, or ""."""
    if noun == "wording":
        return _letter(session, stream)
    columns = _NAMED.get(noun)
    if columns is None:
        return ""
    row = session.execute(select(*columns).where(columns[0].table.c.id == stream)).first()
    return " ".join(part for part in row if part) if row else ""


def _letter(session: Session, stream: Id) -> str:
    from renda_desktop.queries.papers import wordings

    kind = session.scalar(select(t.wording.c.kind).where(t.wording.c.id == stream))
    return wordings.NAMES.get(kind or "", "")


def _says(body: bytes) -> str:
    """Return the name that an entry itself gives: what was refused has no row to look it up in."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    said = said.get("details", said) if isinstance(said, dict) else None
    named = (
        (said.get(name) for name in ("number", "title", "name")) if isinstance(said, dict) else ()
    )
    return " ".join(part for part in named if isinstance(part, str) and part)


_VERBS = {
    "register": "登记",
    "amend": "更正",
    "settle": "选定",
    "publish": "发布",
    "add_outpost": "添加联络点",
    "remove_outpost": "移除联络点",
    "deactivate": "停用",
    "reactivate": "启用",
    "grant_mandate": "任职",
    "end_mandate": "终止任职",
    "close": "结束",
    "reopen": "重新开始",
    "merge": "合并",
    "separate": "拆分",
    "propose_move": "提请移交",
    "hand_over": "移交",
    "take_over": "接收移交",
    "matter.take_back": "收回移交",
    "mark_not_same": "确认不是同一人",
    "plan": "计划",
    "notice": "公告",
    "sign_in": "签到",
    "sign_out": "撤销签到",
    "open": "开始",
    "archive": "归档",
    "postpone": "延期",
    "cancel": "取消",
    "take_ticket": "取号",
    "call": "叫号",
    "ballot.call": "报到",
    "ballot.conclude": "公布结果",
    "prepare": "准备",
    "ballot.issue": "发票",
    "paper.issue": "出具",
    "reprint": "补打",
    "vote": "投票",
    "change_vote": "更改投票",
    "recount": "重新计票",
    "leave": "离开",
    "rejoin": "重新候访",
    "withdraw": "作废",
    "snapshot.withdraw": "撤回",
    "note": "记事",
    "attach": "附件",
    "detach": "移除附件",
    "deliberate": "研判",
    "answer_on_site": "当场答复",
    "assign": "交办",
    "transfer": "转办",
    "return": "退回",
    "extend": "延期",
    "settle_due": "核定期限",
    "remind": "催办",
    "supervise": "督办",
    "reply": "答复",
    "resolve": "办结",
    "rate": "评价",
    "rehandle": "重新办理",
    "call_back": "回访",
    "look_back": "回头看",
    "strike_off": "销号",
    "tally": "计票",
    "measure": "登记数据",
    "adjust": "加分扣分",
    "veto": "否决",
    "evidence": "佐证",
    "take_back": "撤回",
    "convert": "转为代表建议",
    "raise": "提出",
    "sign": "附议",
    "accept": "立案",
    "decline": "不予立案",
    "settle_dates": "核定期限",
    "co_opinion": "登记协办意见",
    "meet": "面商",
    "track": "跟踪办理",
    "proposal.conclude": "办结",
    "file": "归档",
}
