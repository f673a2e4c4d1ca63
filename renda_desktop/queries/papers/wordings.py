"""The words of letters, as they ship, and the fields that each of them may use."""

from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec

from renda_desktop import resources
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.wording import Wording

NAMES: Final[Mapping[str, str]] = {
    "reminder": "催办单",
    "supervision": "督办单",
    "reply": "答复函",
    "refusal": "不予受理告知单",
}
_MATTER: Final[Mapping[str, str]] = {
    "编号": "事项编号",
    "事由": "诉求概要，没有概要时取原话开头",
    "诉求": "诉求概要；没有概要时为原话",
    "原话": "群众原话",
    "类别": "诉求类别",
    "地点": "发生地点",
    "登记日期": "登记日期",
    "来访人": "来访群众的称呼，按规定隐去部分信息",
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
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "reminder": {**_MATTER, **_HANDLED},
    "supervision": {**_MATTER, **_HANDLED},
    "reply": {**_MATTER, "答复": "最近一次答复", "结果": "办理结果"},
    "refusal": {**_MATTER, "告知": "不予受理的说明", "途径": "建议的途径"},
}
"""Which fields a letter may use, and what each of them stands for."""


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
