"""The field's closed sets of words, each with its Chinese term."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of a closed set: the identifier is its value, the Chinese term its label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term


class AreaLevel(Term):
    CITY = "city", "市"
    DISTRICT = "district", "区县(市)"
    TOWNSHIP = "township", "镇乡街道"
    COMMUNITY = "community", "村社"


class DeputyLevel(Term):
    NATIONAL = "national", "全国"
    PROVINCIAL = "provincial", "省"
    MUNICIPAL = "municipal", "市"
    COUNTY = "county", "区县"
    TOWNSHIP = "township", "乡镇"
    STREET = "street", "街道议政"  # 街道议政代表: on the roster, yet not a deputy


class Gender(Term):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Role(Term):
    CLERK = "clerk", "经办人"
    STATION_HEAD = "station_head", "站长"
    COORDINATOR = "coordinator", "区级工作人员"


class ReceptionKind(Term):
    THEMED = "themed", "主题接待"
    REGULAR = "regular", "日常接待"
    NIGHT_INQUIRY = "night_inquiry", "民生夜询会"
    NIGHT_TALK = "night_talk", "代表夜聊"
    SUPERVISION = "supervision", "代表督事"
    OUTREACH = "outreach", "三零特色活动"


class ReceptionStatus(Term):
    PLANNED = "planned", "已计划"
    NOTICED = "noticed", "已公告"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已取消"


class AttendeeRole(Term):
    DEPUTY = "deputy", "代表"
    OFFICIAL = "official", "部门负责人"
    LEADER = "leader", "领导"
    OBSERVER = "observer", "列席"
    PRESS = "press", "媒体"


class Presence(Term):
    PRESENT = "present", "到会"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class VisitStatus(Term):
    WAITING = "waiting", "候访"
    RECEIVING = "receiving", "接待中"
    RECEIVED = "received", "已接待"
    LEFT = "left", "已离开"
    WITHDRAWN = "withdrawn", "已作废"


class Channel(Term):
    VISIT = "visit", "来访"
    PHONE = "phone", "来电"
    LETTER = "letter", "来信"
    DEPUTY_REPORT = "deputy_report", "代表随手拍"
    ONLINE = "online", "网上说"


class Appeal(Term):
    """What kind of word it is: an axis of its own beside the category."""

    INQUIRY = "inquiry", "咨询"
    HELP = "help", "求助"
    SUGGESTION = "suggestion", "建议"
    COMPLAINT = "complaint", "投诉举报"


class Urgency(Term):
    NORMAL = "normal", "一般"
    URGENT = "urgent", "紧急"
    CRITICAL = "critical", "特急"


class Stage(Term):
    """Where a matter stands in its closed loop."""

    REGISTERED = "registered", "已登记"
    DELIBERATED = "deliberated", "已研判"
    ASSIGNED = "assigned", "办理中"
    RETURNED = "returned", "已退回"
    REPLIED = "replied", "已答复"
    RESOLVED = "resolved", "已办结"
    CLOSED = "closed", "已销号"
    JOINED = "joined", "已并案"
    WITHDRAWN = "withdrawn", "已作废"


class Disposition(Term):
    """The way chosen for a matter; a matter has exactly one."""

    ANSWERED_ON_SITE = "answered_on_site", "当场答复"
    ASSIGNED = "assigned", "交办"
    PLANNED = "planned", "列入部门工作计划"
    CONVERTED = "converted", "转为代表建议"
    EXPLAINED = "explained", "解释说明"
    DECLINED = "declined", "不予受理"


class Outcome(Term):
    """How a matter ended."""

    RESOLVED_ON_SITE = "resolved_on_site", "当场落实"
    RESOLVED_AFTER_FOLLOW_UP = "resolved_after_follow_up", "后期追踪解决"
    PLANNED = "planned", "列入部门工作计划"
    EXPLAINED = "explained", "解释说明"
    DECLINED = "declined", "不予受理"


class Grade(Term):
    """How far the matter is solved, by the unit that replied."""

    SOLVED = "solved", "已解决"
    BASICALLY_SOLVED = "basically_solved", "基本解决"
    UNSOLVED = "unsolved", "未解决"


class RaterKind(Term):
    RESIDENT = "resident", "选民"
    DEPUTY = "deputy", "代表"


class Signal(Term):
    GREEN = "green", "正常"
    AMBER = "amber", "临期"
    RED = "red", "超期"


class DayUnit(Term):
    WORKING = "working", "工作日"
    CALENDAR = "calendar", "天"


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
}


def field_label(name: str) -> str:
    """Return the Chinese name of a field that can be amended."""
    return _FIELDS.get(name, name)
