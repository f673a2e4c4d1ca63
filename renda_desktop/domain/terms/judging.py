"""Words of evaluations and votes."""

from renda_desktop.domain.terms.term import Term


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
