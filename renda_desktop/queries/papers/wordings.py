"""The words of letters: those that ship, those in force, and the fields that each may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop import resources
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.wording import Wording, check_text
from renda_desktop.queries import reach
from renda_desktop.store import positions, settings
from renda_desktop.store.tables.projection import wording as rows

NAMES: Final[Mapping[str, str]] = {
    "reminder": "催办单",
    "supervision-letter": "督办单",
    "reply": "答复函",
    "refusal": "不予受理告知单",
    "notice": "接待公告",
    "minutes": "接待纪要",
}
_MATTER: Final[Mapping[str, str]] = {
    "编号": "事项编号",
    "事由": "诉求概要，没有概要时取原话开头",
    "诉求": "诉求概要；没有概要时为原话",
    "原话": "群众原话",
    "类别": "诉求类别",
    "地点": "发生地点",
    "登记日期": "登记日期",
    "来访人": "来访群众的姓名；保密和脱敏时不写",
    "联络站": "本站名称",
    "联系电话": "本站电话",
    "今日": "出具日期",
    "承办单位": "承办单位",
    "协办单位": "协办单位",
    "代表": "领衔代表",
}
_HANDLED: Final[Mapping[str, str]] = {
    "交办日期": "交办日期",
    "办理期限": "办理期限，未经公布的假期安排注明暂定",
    "期限情况": "还剩几天或已超期几天",
    "催办情况": "催办的次数和日期",
    "要求": "本次催办或督办时写下的要求",
}
_RECEPTION: Final[Mapping[str, str]] = {
    "联络站": "本站名称",
    "联系电话": "本站电话",
    "接待活动": "接待活动的名称",
    "期数": "第几期",
    "主题": "接待主题",
    "日期": "接待日期和星期",
    "时间": "起止时间",
    "地点": "接待地点",
    "代表": "接待代表及其层级",
    "领导": "参加的领导",
    "部门": "参加的部门",
}
_HELD: Final[Mapping[str, str]] = {
    "来访批次": "接待了几批群众",
    "来访人数": "接待了多少人次",
    "事项数": "收到多少件",
    "处理情况": "各种处理方式各多少件",
    "事项清单": "逐件列出，每件一段",
    "纪要": "收尾时写下的纪要",
}
ABOUT_RECEPTIONS: Final = frozenset({"notice", "minutes"})
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "reminder": {**_MATTER, **_HANDLED},
    "supervision-letter": {**_MATTER, **_HANDLED},
    "reply": {**_MATTER, "答复": "最近一次答复", "结果": "办理结果"},
    "refusal": {**_MATTER, "告知": "不予受理的说明", "途径": "建议的途径"},
    "notice": _RECEPTION,
    "minutes": {**_RECEPTION, **_HELD},
}
"""Which fields a letter may use, and what each of them stands for."""
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "reminder": ("编号", "诉求", "办理期限"),
    "supervision-letter": ("编号", "诉求", "办理期限"),
    "reply": ("编号", "答复"),
    "refusal": ("编号", "告知"),
    "notice": ("日期", "时间", "地点"),
    "minutes": ("日期", "事项数"),
}
"""Without which fields in its body a letter does not say what it is for."""


@dataclass(frozen=True, slots=True)
class WordingRow:
    """The words of one letter in force; `source` is "shipped", "own" or the name of an area."""

    kind: str
    name: str
    wording: Wording
    source: str
    conflicts: int = 0


def in_force(session: Session, *, kind: str) -> Wording:
    """Return what a letter says here: the nearest office's own words, else those that ship.

    Raises:
        RuleBroken: there is no such letter.
    """
    shipped(kind)
    return _found(session, kind).wording


def listed(session: Session) -> list[WordingRow]:
    """Return every letter with the words that are in force here."""
    return [_found(session, kind) for kind in NAMES]


def check(kind: str, *, field: str, text: str) -> None:
    """Raise RuleBroken where a text of a letter cannot be filled in.

    Args:
        field: which text it is: title, to or body; an empty body means what ships.
    """
    if kind not in FIELDS:
        raise RuleBroken("wording.no_letter", kind=kind)
    needed = NEEDED.get(kind, ()) if field == "body" and text else ()
    check_text(text, fields=FIELDS[kind], needed=needed)


def _found(session: Session, kind: str) -> WordingRow:
    station = Id(settings.get(session, key="station") or "")
    scopes = positions.chain(session, scope=station)
    asked = select(rows).where(rows.c.kind == kind, rows.c.scope.in_(scopes), rows.c.body != "")
    own = min(session.execute(asked), key=lambda row: scopes.index(row.scope), default=None)
    if own is None:
        return WordingRow(kind, NAMES[kind], shipped(kind), "shipped")
    source = reach.from_above(session).get(own.scope, "own")
    words = Wording(own.title, own.body, own.addressee)
    return WordingRow(kind, NAMES[kind], words, source, own.conflicts)


@cache
def shipped(kind: str) -> Wording:
    """Return the words that ship for a kind of letter.

    Raises:
        RuleBroken: there is no such letter.
    """
    if kind not in FIELDS:
        raise RuleBroken("wording.no_letter", kind=kind)
    text = resources.path("letters", f"{kind}.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=Wording)
