"""Who may do what: one table, asked before an entry is written.

A clerk records the station's day, what is said in evaluations, the calling and issuing of a vote;
yet strikes nothing off, archives, publishes and erases nothing, concludes no vote and no
evaluation, and manages neither clerks nor stations and areas. The station head may do all of it, so
that one PC with one person is an organisation too; only votes are counted by tellers, whoever they
are besides. A deputy reports, deliberates, supervises, rates, notes, raises proposals and signs
them. A department replies, returns, asks for extensions, gives opinions, attaches and records what
came of it; it never strikes off, rates or concludes. The coordinators of a township, a district and
a city assign, supervise, remind and strike off, manage stations, areas and programs, hold ballots
and evaluations, and keep the departments, deputies and themes that the stations below all use.
Tellers only count, raters only give their sheets.

三员分立: the system administrator sees to stations, areas, programs and holidays and what follows
from them, the security administrator to clerks and their roles, and the auditor reads and writes
nothing. Whoever is one of them is nothing else. Somebody with several roles may do what any of
them may; what is not in the table, nobody may.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import Role

SEPARATED: Final = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
"""三员: each is held alone."""

COLUMNS = {
    "ck": Role.CLERK,
    "sh": Role.STATION_HEAD,
    "dy": Role.DEPUTY,
    "dp": Role.DEPARTMENT,
    "tc": Role.TOWNSHIP_COORDINATOR,
    "co": Role.COORDINATOR,
    "ci": Role.CITY_COORDINATOR,
    "te": Role.TELLER,
    "ra": Role.RATER,
    "sy": Role.SYSTEM_ADMIN,
    "se": Role.SECURITY_ADMIN,
    "au": Role.AUDITOR,
}

WRITES: Final = """
                            ck sh dy dp tc co ci te ra sy se au
station.register             .  x  .  .  x  x  x  .  .  x  .  .   登记联络站
station.amend                .  x  .  .  x  x  x  .  .  x  .  .   更改联络站资料
station.settle               .  x  .  .  x  x  x  .  .  x  .  .   选定联络站资料的冲突
station.add_outpost          .  x  .  .  x  x  x  .  .  x  .  .   添加联络点
station.remove_outpost       .  x  .  .  x  x  x  .  .  x  .  .   移除联络点
clerk.register               .  x  .  .  .  .  .  .  .  .  x  .   登记经办人
clerk.amend                  .  x  .  .  .  .  .  .  .  .  x  .   更改经办人和角色
clerk.settle                 .  x  .  .  .  .  .  .  .  .  x  .   选定经办人资料的冲突
clerk.deactivate             .  x  .  .  .  .  .  .  .  .  x  .   停用经办人
clerk.reactivate             .  x  .  .  .  .  .  .  .  .  x  .   重新启用经办人
area.register                .  x  .  .  x  x  x  .  .  x  .  .   登记区域
area.amend                   .  x  .  .  x  x  x  .  .  x  .  .   更改区域
area.settle                  .  x  .  .  x  x  x  .  .  x  .  .   选定区域资料的冲突
program.publish              .  x  .  .  x  x  x  .  .  x  .  .   发布工作机制
taxonomy.publish             .  x  .  .  x  x  x  .  .  x  .  .   发布类别表
holidays.publish             .  x  .  .  x  x  x  .  .  x  .  .   导入节假日
wording.register             .  x  .  .  x  x  x  .  .  x  .  .   更改文书用语
wording.amend                .  x  .  .  x  x  x  .  .  x  .  .   更改文书用语
wording.settle               .  x  .  .  x  x  x  .  .  x  .  .   选定文书用语的冲突
department.register          x  x  .  .  x  x  x  .  .  .  .  .   登记承办单位
department.amend             x  x  .  .  x  x  x  .  .  .  .  .   更改承办单位
department.settle            x  x  .  .  x  x  x  .  .  .  .  .   选定承办单位资料的冲突
department.deactivate        x  x  .  .  x  x  x  .  .  .  .  .   停用承办单位
department.reactivate        x  x  .  .  x  x  x  .  .  .  .  .   重新启用承办单位
deputy.register              x  x  .  .  x  x  x  .  .  .  .  .   登记代表
deputy.amend                 x  x  .  .  x  x  x  .  .  .  .  .   更改代表资料
deputy.settle                x  x  .  .  x  x  x  .  .  .  .  .   选定代表资料的冲突
deputy.grant_mandate         x  x  .  .  x  x  x  .  .  .  .  .   登记代表任职
deputy.end_mandate           x  x  .  .  x  x  x  .  .  .  .  .   终止代表任职
deputy.join_group            x  x  .  .  x  x  x  .  .  .  .  .   登记代表加入小组
deputy.leave_group           x  x  .  .  x  x  x  .  .  .  .  .   登记代表退出小组
theme.register               x  x  .  .  x  x  x  .  .  .  .  .   登记接待主题
theme.amend                  x  x  .  .  x  x  x  .  .  .  .  .   更改接待主题
theme.settle                 x  x  .  .  x  x  x  .  .  .  .  .   选定接待主题的冲突
theme.close                  x  x  .  .  x  x  x  .  .  .  .  .   停用接待主题
theme.reopen                 x  x  .  .  x  x  x  .  .  .  .  .   重新启用接待主题
theme.measure                x  x  .  x  .  .  .  .  .  .  .  .   登记监测数值
theme.withdraw_measurement   x  x  .  .  .  .  .  .  .  .  .  .   作废监测数值
resident.register            x  x  .  .  x  x  x  .  .  .  .  .   登记选民
resident.amend               x  x  .  .  .  .  .  .  .  .  .  .   更改选民资料
resident.settle              x  x  .  .  .  .  .  .  .  .  .  .   选定选民资料的冲突
resident.merge               x  x  .  .  .  .  .  .  .  .  .  .   合并选民
resident.separate            x  x  .  .  .  .  .  .  .  .  .  .   拆分选民
resident.mark_not_same       x  x  .  .  .  .  .  .  .  .  .  .   确认选民不是同一人
resident.erase               .  x  .  .  .  .  .  .  .  .  .  .   按要求删除选民的个人信息
reception.plan               x  x  .  .  .  .  .  .  .  .  .  .   安排接待活动
reception.amend              x  x  .  .  .  .  .  .  .  .  .  .   更改接待活动
reception.settle             x  x  .  .  .  .  .  .  .  .  .  .   选定接待活动的冲突
reception.notice             x  x  .  .  .  .  .  .  .  .  .  .   发布接待公告
reception.confirm_day        .  x  .  .  x  x  x  .  .  x  .  .   核定接待日期
reception.sign_in            x  x  .  .  .  .  .  .  .  .  .  .   签到
reception.sign_out           x  x  .  .  .  .  .  .  .  .  .  .   撤销签到
reception.open               x  x  .  .  .  .  .  .  .  .  .  .   开始接待
reception.close              x  x  .  .  .  .  .  .  .  .  .  .   结束接待
reception.reopen             x  x  .  .  .  .  .  .  .  .  .  .   重新开始接待
reception.archive            .  x  .  .  .  .  .  .  .  .  .  .   归档接待活动
reception.postpone           x  x  .  .  .  .  .  .  .  .  .  .   延期接待活动
reception.cancel             x  x  .  .  .  .  .  .  .  .  .  .   取消接待活动
visit.take_ticket            x  x  .  .  .  .  .  .  .  .  .  .   取号
visit.amend                  x  x  .  .  .  .  .  .  .  .  .  .   更改来访登记
visit.settle                 x  x  .  .  .  .  .  .  .  .  .  .   选定来访登记的冲突
visit.call                   x  x  .  .  .  .  .  .  .  .  .  .   叫号
visit.register               x  x  .  .  .  .  .  .  .  .  .  .   登记来访
visit.leave                  x  x  .  .  .  .  .  .  .  .  .  .   登记来访人离开
visit.rejoin                 x  x  .  .  .  .  .  .  .  .  .  .   恢复候访
visit.withdraw               x  x  .  .  .  .  .  .  .  .  .  .   作废来访登记
visit.redact                 .  x  .  .  .  .  .  .  .  .  .  .   删除来访中的个人信息
matter.register              x  x  x  .  .  .  .  .  .  .  .  .   登记事项
matter.amend                 x  x  .  .  .  .  .  .  .  .  .  .   更改事项
matter.settle                x  x  .  .  .  .  .  .  .  .  .  .   选定事项内容的冲突
matter.note                  x  x  x  .  x  x  x  .  .  .  .  .   给事项记事
matter.attach                x  x  x  x  x  x  x  .  .  .  .  .   添加附件
matter.detach                x  x  .  .  .  .  .  .  .  .  .  .   移除附件
matter.withdraw              x  x  .  .  .  .  .  .  .  .  .  .   作废事项
matter.deliberate            x  x  x  .  .  .  .  .  .  .  .  .   研判
matter.answer_on_site        x  x  .  .  .  .  .  .  .  .  .  .   登记当场答复
matter.assign                x  x  .  .  x  x  x  .  .  .  .  .   交办
matter.transfer              x  x  .  .  x  x  x  .  .  .  .  .   转办
matter.return                x  x  .  x  .  .  .  .  .  .  .  .   退回事项
matter.extend                x  x  .  x  .  .  .  .  .  .  .  .   申请延期
matter.settle_due            .  x  .  .  x  x  x  .  .  x  .  .   核定期限
matter.remind                x  x  .  .  x  x  x  .  .  .  .  .   催办
matter.supervise             x  x  x  .  x  x  x  .  .  .  .  .   督办
matter.reply                 x  x  .  x  .  .  .  .  .  .  .  .   答复
matter.resolve               x  x  .  .  .  .  .  .  .  .  .  .   办结
matter.rate                  x  x  x  .  .  .  .  .  .  .  .  .   评价
matter.rehandle              x  x  .  .  .  .  .  .  .  .  .  .   重新办理
matter.call_back             x  x  .  .  .  .  .  .  .  .  .  .   回访
matter.look_back             x  x  .  .  .  .  .  .  .  .  .  .   回头看
matter.strike_off            .  x  .  .  x  x  x  .  .  .  .  .   销号
matter.convert               x  x  x  .  .  .  .  .  .  .  .  .   转为代表建议
matter.merge                 x  x  .  .  .  .  .  .  .  .  .  .   并案
matter.separate              x  x  .  .  .  .  .  .  .  .  .  .   拆分并案
matter.propose_move          x  x  .  .  x  x  x  .  .  .  .  .   提请移交事项
matter.hand_over             x  x  .  .  x  x  x  .  .  .  .  .   移交事项
matter.take_over             x  x  .  .  x  x  x  .  .  .  .  .   接收移交的事项
matter.take_back             x  x  .  .  x  x  x  .  .  .  .  .   收回移交的事项
matter.record_quantity       x  x  .  x  .  .  .  .  .  .  .  .   登记成效数量
matter.withdraw_quantity     x  x  .  .  .  .  .  .  .  .  .  .   作废成效数量
matter.give_opinion          x  x  x  .  .  .  .  .  .  .  .  .   登记代表意见
matter.withdraw_opinion      x  x  .  .  .  .  .  .  .  .  .  .   作废代表意见
matter.redact                .  x  .  .  .  .  .  .  .  .  .  .   删除事项中的个人信息
proposal.raise               x  x  x  .  .  .  .  .  .  .  .  .   提出代表建议
proposal.amend               x  x  .  .  .  .  .  .  .  .  .  .   更改代表建议
proposal.settle              x  x  .  .  .  .  .  .  .  .  .  .   选定代表建议的冲突
proposal.sign                x  x  x  .  .  .  .  .  .  .  .  .   登记附议
proposal.accept              x  x  .  .  x  x  x  .  .  .  .  .   将建议立案
proposal.decline             x  x  .  .  x  x  x  .  .  .  .  .   对建议不予立案
proposal.assign              x  x  .  .  x  x  x  .  .  .  .  .   交办建议
proposal.return              x  x  .  x  .  .  .  .  .  .  .  .   退回建议
proposal.transfer            x  x  .  .  x  x  x  .  .  .  .  .   转办建议
proposal.extend              x  x  .  x  .  .  .  .  .  .  .  .   申请建议延期
proposal.settle_dates        .  x  .  .  x  x  x  .  .  x  .  .   核定建议期限
proposal.co_opinion          x  x  .  x  .  .  .  .  .  .  .  .   登记协办意见
proposal.meet                x  x  x  x  .  .  .  .  .  .  .  .   登记面商
proposal.remind              x  x  .  .  x  x  x  .  .  .  .  .   催办建议
proposal.supervise           x  x  x  .  x  x  x  .  .  .  .  .   督办建议
proposal.reply               x  x  .  x  .  .  .  .  .  .  .  .   答复建议
proposal.rate                x  x  x  .  .  .  .  .  .  .  .  .   评价建议办理
proposal.rehandle            x  x  .  .  x  x  x  .  .  .  .  .   重新办理建议
proposal.track               x  x  .  x  x  x  x  .  .  .  .  .   登记跟踪办理
proposal.conclude            x  x  .  .  x  x  x  .  .  .  .  .   将建议办结
proposal.file                .  x  .  .  x  x  x  .  .  .  .  .   将建议归档
scorecard.open               .  x  .  .  x  x  x  .  .  .  .  .   开展评议
scorecard.amend              .  x  .  .  x  x  x  .  .  .  .  .   更改评议
scorecard.settle             .  x  .  .  x  x  x  .  .  .  .  .   选定评议的冲突
scorecard.rate               x  x  x  .  x  x  x  .  x  .  .  .   登记评分
scorecard.tally              x  x  .  .  x  x  x  x  .  .  .  .   登记测评计票
scorecard.measure            x  x  .  .  x  x  x  .  .  .  .  .   登记评议数据
scorecard.adjust             .  x  .  .  x  x  x  .  .  .  .  .   登记加分扣分
scorecard.veto               .  x  .  .  x  x  x  .  .  .  .  .   登记否决事由
scorecard.evidence           x  x  .  .  x  x  x  .  .  .  .  .   登记佐证
scorecard.take_back          x  x  .  .  x  x  x  .  .  .  .  .   撤回评议内容
scorecard.conclude           .  x  .  .  x  x  x  .  .  .  .  .   评定
scorecard.reopen             .  x  .  .  x  x  x  .  .  .  .  .   重新评议
scorecard.withdraw           .  x  .  .  x  x  x  .  .  .  .  .   作废评议
ballot.prepare               x  x  .  .  x  x  x  .  .  .  .  .   准备票决
ballot.amend                 x  x  .  .  x  x  x  .  .  .  .  .   更改票决
ballot.settle                x  x  .  .  x  x  x  .  .  .  .  .   选定票决内容的冲突
ballot.call                  x  x  .  .  x  x  x  .  .  .  .  .   登记票决报到
ballot.issue                 x  x  .  .  x  x  x  .  .  .  .  .   登记发票
ballot.tally                 .  .  .  .  .  .  .  x  .  .  .  .   登记计票结果
ballot.vote                  .  .  .  .  .  .  .  x  .  .  .  .   登记投票
ballot.change_vote           .  .  .  .  .  .  .  x  .  .  .  .   更改登记的投票
ballot.conclude              .  x  .  .  x  x  x  .  .  .  .  .   公布票决结果
ballot.recount               .  x  .  .  x  x  x  .  .  .  .  .   决定重新计票
ballot.cancel                .  x  .  .  x  x  x  .  .  .  .  .   取消票决
snapshot.publish             .  x  .  .  x  x  x  .  .  .  .  .   发布统计数字
snapshot.withdraw            .  x  .  .  x  x  x  .  .  .  .  .   撤回统计数字
paper.issue                  x  x  x  x  x  x  x  .  .  .  .  .   出具文书
paper.reprint                x  x  x  x  x  x  x  .  .  .  .  .   补打文书
paper.withdraw               .  x  .  .  x  x  x  .  .  .  .  .   作废文书
"""
"""A row for every kind of entry, a column for every role, and what the entry is called."""

READS: Final = """
                            ck sh dy dp tc co ci te ra sy se au
scorecard.confidential       .  x  .  .  x  x  x  .  .  .  .  x   查看保密评议的分数
access.log                   .  x  .  .  .  .  .  .  .  .  x  x   查看访问记录
"""
"""What only some may see."""


@dataclass(frozen=True, slots=True)
class Right:
    """Something that only some may do: what it is called, and who they are."""

    title: str
    roles: tuple[Role, ...]


def _parsed(grid: str) -> dict[str, Right]:
    head, *lines = grid.strip().splitlines()
    columns = [COLUMNS[code] for code in head.split()]
    rights: dict[str, Right] = {}
    for line in lines:
        name, *marks, title = line.split()
        if set(marks) - {"x", "."} or name in rights:
            raise ValueError(line)
        held = zip(columns, marks, strict=True)
        rights[name] = Right(title, tuple(role for role, mark in held if mark == "x"))
    return rights


RIGHTS: Final[Mapping[str, Right]] = _parsed(WRITES)
SIGHTS: Final[Mapping[str, Right]] = _parsed(READS)


def allowed(kind: str, *, roles: Collection[str]) -> bool:
    """Return whether somebody with these roles may write an entry of this kind."""
    return kind in RIGHTS and any(role in RIGHTS[kind].roles for role in roles)


def check(kind: str, *, roles: Collection[str]) -> None:
    """Raise RuleBroken where `allowed` is false: who cannot do what, and who can."""
    if kind not in RIGHTS:
        raise RuleBroken("access.unknown", kind=kind)
    if not allowed(kind, roles=roles):
        raise _denied(RIGHTS[kind], roles)


def may_read(what: str, *, roles: Collection[str]) -> bool:
    """Return whether somebody with these roles may see `what`, a row of READS."""
    return any(role in SIGHTS[what].roles for role in roles)


def check_read(what: str, *, roles: Collection[str]) -> None:
    """Raise RuleBroken where `may_read` is false."""
    if not may_read(what, roles=roles):
        raise _denied(SIGHTS[what], roles)


def _denied(right: Right, roles: Collection[str]) -> RuleBroken:
    held = "、".join(role.label for role in Role if role in roles) or "没有角色的人员"
    *others, last = (role.label for role in right.roles)
    able = f"{'、'.join(others)}或{last}" if others else last
    return RuleBroken("access.denied", roles=held, action=right.title, able=able)


def check_roles(roles: Collection[Role]) -> None:
    """Raise RuleBroken where one of the separated administrators holds another role too."""
    apart = next((role for role in Role if role in SEPARATED and role in roles), None)
    if apart is not None and len(set(roles)) > 1:
        raise RuleBroken("access.separated", role=apart.label)
