"""Lines for `apply`: a reception, and the whole life of one of its matters."""

from typing import Any

Line = dict[str, Any]

PEOPLE: tuple[Line, ...] = (
    {
        "do": "deputy.register",
        "name": "张明",
        "mandates": [{"level": "municipal", "term": 16}],
        "ref": "zhang",
    },
    {
        "do": "deputy.register",
        "name": "李慧",
        "mandates": [{"level": "county", "term": 19}],
        "phone": "13812345678",
    },
    {"do": "department.register", "name": "区综合行政执法局", "short": "区综合执法局"},
    {"do": "theme.register", "title": "老旧小区改造"},
)

RECEPTION: tuple[Line, ...] = (
    *PEOPLE,
    {
        "do": "reception.plan",
        "kind": "themed",
        "program": "themed",
        "place": "一楼接待室",
        "starts": "2026-11-24T09:00",
        "ends": "2026-11-24T11:00",
        "deputies": ["$zhang", "李慧"],
        "departments": ["区综合执法局"],
        "theme": "老旧小区改造",
        "ref": "r",
    },
    {"do": "reception.notice", "reception": "$r", "late": "临时增开"},
    {
        "do": "reception.sign_in",
        "reception": "themed#1",
        "name": "张明",
        "role": "deputy",
        "person": "张明",
    },
    {"do": "reception.open", "reception": "$r"},
)

VISIT: Line = {
    "do": "visit.register",
    "reception": "$r",
    "person": {"name": "䶮𬍛敏", "phone": "138 0000 5521"},
    "matters": [
        {"own_words": "东门口路灯不亮", "place": "东门口"},
        {"own_words": "垃圾没人收", "way": {"disposition": "assigned", "unit": "区综合执法局"}},
    ],
    "listeners": ["张明"],
    "ref": "v",
}

LIFE: tuple[Line, ...] = (
    {"do": "matter.deliberate", "matter": "$v.1", "opinion": "由执法局牵头", "ref": "m"},
    {"do": "matter.assign", "matter": "$m", "unit": "区综合执法局", "deputy": "13812345678"},
    {"do": "matter.remind", "matter": "$m"},
    {"do": "matter.extend", "matter": "$m", "reason": "等配件", "granted": False},
    {"do": "matter.reply", "matter": "$m", "text": "已更换灯具", "unit": "区综合执法局"},
    {"do": "matter.rate", "matter": "$m", "rater": "resident", "stars": 2},
    {"do": "matter.rehandle", "matter": "$m", "reason": "又不亮了"},
    {"do": "matter.reply", "matter": "$m", "text": "已更换线路", "unit": "区综合执法局"},
    {"do": "matter.rate", "matter": "$m", "rater": "resident", "stars": 5},
    {"do": "matter.rate", "matter": "$m", "rater": "deputy", "stars": 4, "deputy": "张明"},
    {
        "do": "matter.resolve",
        "matter": "$m",
        "outcome": "resolved_after_follow_up",
        "text": "夜间复查,灯亮",
    },
    {"do": "matter.call_back", "matter": "$m", "reached": True, "satisfied": True},
    {"do": "matter.strike_off", "matter": "$m", "evidence": "复查照片"},
    {"do": "reception.close", "reception": "$r"},
)
