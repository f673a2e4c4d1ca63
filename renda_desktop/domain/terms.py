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
    DEPUTY = "deputy", "代表"
    DEPARTMENT = "department", "承办单位人员"
    TOWNSHIP_COORDINATOR = "township_coordinator", "镇街工作人员"
    COORDINATOR = "coordinator", "区级工作人员"
    CITY_COORDINATOR = "city_coordinator", "市级工作人员"
    TELLER = "teller", "监票计票人员"
    RATER = "rater", "评议人员"
    # 三员: whoever holds one of these holds nothing else.
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全保密管理员"
    AUDITOR = "auditor", "安全审计员"


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
    LIST = "list", "清单列入"  # an item of a list: a rectification, a project


class Appeal(Term):
    """What kind of word it is: an axis of its own beside the category."""

    INQUIRY = "inquiry", "咨询"
    HELP = "help", "求助"
    SUGGESTION = "suggestion", "建议"
    COMPLAINT = "complaint", "投诉举报"
    DISPUTE = "dispute", "矛盾纠纷"


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
    MONTH = "month", "个月"


class Step(Term):
    """A step of the closed loop that a program can name in its own words, and ask for."""

    REGISTER = "register", "登记"
    DELIBERATE = "deliberate", "研判"
    ASSIGN = "assign", "交办"
    SUPERVISE = "supervise", "督办"
    REPLY = "reply", "答复"
    RATE = "rate", "评价"
    CALL_BACK = "call_back", "回访"
    LOOK_BACK = "look_back", "回头看"
    STRIKE_OFF = "strike_off", "销号"


class Better(Term):
    """Which way a measured value gets better."""

    HIGHER = "higher", "越高越好"
    LOWER = "lower", "越低越好"


class SubjectKind(Term):
    """Who or what a scorecard is about."""

    DEPUTY = "deputy", "代表"
    OFFICIAL = "official", "任命人员"  # judges, procurators: persons that a congress appoints
    UNIT = "unit", "单位"


class PanelForm(Term):
    """How a panel's opinion comes in."""

    SHEETS = "sheets", "逐份评分"
    TALLY = "tally", "按等次计票"
    MEASURED = "measured", "按数据计分"


class ScorecardStatus(Term):
    OPEN = "open", "评议中"
    CONCLUDED = "concluded", "已评定"
    WITHDRAWN = "withdrawn", "已作废"


class Lack(Term):
    """What the result of an evaluation can still wait for."""

    PANEL = "panel", "参评不足"
    VALUE = "value", "没有得分"
    EVIDENCE = "evidence", "没有佐证"


class RoundingMode(Term):
    HALF_UP = "half_up", "四舍五入"
    HALF_EVEN = "half_even", "四舍六入五成双"
    DOWN = "down", "舍去"


class VoteBase(Term):
    """What a majority is a majority of."""

    DUE = "due", "应到人数"
    PRESENT = "present", "到会人数"
    VALID = "valid", "有效票数(不含弃权)"
    VALID_BALLOTS = "valid_ballots", "有效票数(含弃权)"


class TieRule(Term):
    """What becomes of items that tie for the last places."""

    RUNOFF = "runoff", "就票数相等的项目再次投票"
    NONE = "none", "票数相等的项目均不列入"
    ALL = "all", "票数相等的项目均列入"


class BallotStatus(Term):
    PREPARED = "prepared", "已准备"
    CALLED = "called", "已报到"
    VOTING = "voting", "投票计票中"
    CONCLUDED = "concluded", "已公布"
    CANCELLED = "cancelled", "已取消"


class VoteOption(Term):
    FOR = "for", "赞成"
    AGAINST = "against", "反对"
    ABSTAIN = "abstain", "弃权"


class ItemOutcome(Term):
    """What a vote made of an item; the last three only where there are so many places."""

    PASSED = "passed", "通过"
    NOT_PASSED = "not_passed", "未通过"
    ELECTED = "elected", "入选"
    NOT_ELECTED = "not_elected", "未入选"
    TIED = "tied", "票数相等待再次投票"


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
}


def field_label(name: str) -> str:
    """Return the Chinese name of a field that can be amended."""
    return _FIELDS.get(name, name)
