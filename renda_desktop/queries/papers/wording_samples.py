"""What a letter looks like: its words with made-up values, for whoever changes them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from renda_desktop.domain.moments import day_of
from renda_desktop.domain.wording import Wording, write
from renda_desktop.queries.papers import wordings
from renda_desktop.queries.papers.sheets import LetterSheet

_VALUES: Final[Mapping[str, str]] = {
    "编号": "YH-2026-A-00018",
    "事由": "滨河路雨后积水",
    "诉求": "滨河路与学士路交叉口雨后积水，行人无法通行，请求疏通雨水管道并加高路面。",
    "原话": "一下雨路口就淹，孩子上学要绕一大圈，反映过好几次了。",
    "类别": "城乡建设—市政设施",
    "地点": "滨河路与学士路交叉口",
    "登记日期": "2026年3月5日",
    "来访人": "陈桂兰",
    "联络站": "示例街道人大代表联络站",
    "联系电话": "0574-00000000",
    "今日": "2026年4月20日",
    "承办单位": "区综合行政执法局",
    "协办单位": "区水利局",
    "代表": "示例代表甲（市人大代表）、示例代表乙（区人大代表）",
    "交办日期": "2026年3月6日",
    "办理期限": "2026年4月17日",
    "期限情况": "已超过期限3天",
    "催办情况": "1次（2026年4月10日）。",
    "要求": "请于汛期前完成疏通。",
    "答复": "经现场勘查，积水系雨水管道淤塞所致。我局已于4月15日完成疏通，并列入汛期巡查。",
    "结果": "后期追踪解决",
    "告知": "该事项已进入诉讼程序。",
    "途径": "向有管辖权的人民法院提出",
    "接待活动": "主题接待日活动",
    "期数": "3",
    "主题": "老旧小区改造",
    "日期": "2026年4月24日（星期五）",
    "时间": "09:00至11:00",
    "地点·接待": "一楼接待室",
    "领导": "示例领导",
    "部门": "区住建局、区综合行政执法局",
    "来访批次": "8",
    "来访人数": "11",
    "事项数": "9",
    "处理情况": "其中交办6件、当场答复3件。",
    "事项清单": "1.YH-2026-A-00018　滨河路雨后积水；区综合行政执法局；4月17日前办理；已交办。\n"
    "2.YH-2026-A-00019　询问加装电梯的申请条件；已办结。",
    "纪要": "代表们逐件听取了群众意见，并与到场部门当面商定了办理时限。",
}


def sample(*, kind: str, wording: Wording, now: datetime) -> LetterSheet:
    """Return a letter in some words, about a matter or a reception that there is not.

    Raises:
        RuleBroken: the words name a field that the letter does not have, or lack a needed one.
    """
    for field, text in (("title", wording.title), ("to", wording.to), ("body", wording.body)):
        wordings.check(kind, field=field, text=text)
    values = {name: _VALUES.get(name, name) for name in wordings.FIELDS[kind]}
    if kind in wordings.ABOUT_RECEPTIONS:
        values["地点"] = _VALUES["地点·接待"]
    written = write(wording, values=values)
    return LetterSheet(
        name=wordings.NAMES[kind],
        title=written.title,
        to=written.to,
        body=written.body,
        sender=_VALUES["联络站"],
        on=day_of(now),
        contact="" if kind in wordings.ABOUT_RECEPTIONS else f"联系电话：{_VALUES['联系电话']}",
        printed_at=now,
    )
