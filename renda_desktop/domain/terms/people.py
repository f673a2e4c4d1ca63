"""Words of people, places and receptions."""

from renda_desktop.domain.terms.term import Term


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
