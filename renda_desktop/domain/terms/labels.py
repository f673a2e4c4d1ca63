"""The Chinese names of fields, and of a person whose data were erased."""

from typing import Final

ERASED: Final = "已按要求删除"
"""What stands for the name."""

SOMEBODY: Final = "某选民"
"""What stands for the name within other words."""

_FIELDS = {
    "own_words": "原话",
    "summary": "摘要",
    "category": "类别",
    "place": "地点",
    "urgency": "紧急程度",
    "appeal": "诉求性质",
    "channel": "渠道",
    "program": "工作机制",
    "version": "版本",
    "kind": "类型",
    "reception": "接待活动",
    "visit": "来访",
    "ticket": "候访号",
    "matters": "事项",
    "confidential": "保密",
    "anonymous": "匿名",
    "theme": "主题",
    "resident": "反映人",
    "reporter": "上报代表",
    "listeners": "接待代表",
    "deputies": "代表",
    "departments": "部门",
    "leaders": "领导",
    "heads": "人数",
    "topic": "反映主题",
    "title": "名称",
    "description": "说明",
    "keywords": "关键词",
    "source": "来源",
    "starts": "开始时间",
    "ends": "结束时间",
    "number": "编号",
    "text": "内容",
    "unit": "承办单位",
    "complex": "情况复杂",
    "rules": "办理规则",
    "name": "姓名(名称)",
    "short": "简称",
    "contact": "联系人",
    "code": "编码",
    "hours": "接待时间",
    "roles": "角色",
    "gender": "性别",
    "birth": "出生年月",
    "ethnicity": "民族",
    "post": "单位及职务",
    "outpost": "所在联络点",
    "phone": "电话",
    "address": "地址",
    "remark": "备注",
    "items": "票决项目",
    "amount": "金额(万元)",
    "due": "应到人数",
    "day": "日期",
    "subject": "评议对象",
    "year": "年度",
    "begins": "开始日期",
    "group": "组别",
    "level": "代表层级",
    "term": "届次",
    "to": "主送",
    "body": "正文",
}


def field_label(name: str) -> str:
    """Return the Chinese name of a field that can be amended."""
    return _FIELDS.get(name, name)
