"""Words of matters and their closed loop."""

from renda_desktop.domain.terms.term import Term


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
    HANDED_OVER = "handed_over", "已移交"


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


class OpinionSource(Term):
    """How a deputy's opinion came to the station."""

    PAPER = "paper", "书面"  # written on a briefing
    SPOKEN = "spoken", "口头"


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
