"""Lists as text: their columns, aligned for a terminal where a Chinese character is two wide."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from renda_desktop.cli.grids import GAP, grid, padded, width
from renda_desktop.domain.figures import plain
from renda_desktop.domain.moments import local

Row = Any  # of whichever list; a column knows its own
Column = tuple[str, Callable[[Row], object]]

_WIDEST = 48


def _term(name: str) -> Callable[[Row], object]:
    return lambda row: value.label if (value := getattr(row, name)) else ""


def _field(name: str) -> Callable[[Row], object]:
    return lambda row: getattr(row, name)


_SOURCES = {"shipped": "随程序", "own": "本站"}

COLUMNS: Mapping[str, Sequence[Column]] = {
    "receptions": (
        ("开始", _field("starts")),
        ("类别", _term("kind")),
        ("期", lambda row: f"{row.program}#{row.number}"),
        ("名称", _field("title")),
        ("地点", _field("place")),
        ("状态", _term("status")),
        ("来访", _field("visits")),
        ("事项", _field("matters")),
    ),
    "visits": (
        ("编号", _field("number")),
        ("候访号", _field("ticket")),
        ("来访人", _field("shown")),
        ("人数", _field("heads")),
        ("状态", _term("status")),
        ("到站", _field("came_at")),
    ),
    "matters": (
        ("编号", _field("number")),
        ("事项", _field("title")),
        ("阶段", _term("stage")),
        ("警示", _term("signal")),
        ("期限", lambda row: row.due or ""),
        ("承办单位", _field("unit_name")),
        ("代表", _field("deputy_name")),
        ("反映人", _field("resident_name")),
    ),
    "proposals": (
        ("编号", _field("number")),
        ("建议", _field("title")),
        ("阶段", _term("stage")),
        ("警示", _term("signal")),
        ("期限", lambda row: row.due or ""),
        ("承办单位", _field("unit_name")),
        ("领衔代表", _field("lead_name")),
        ("答复", _field("reply_class")),
        ("评价", lambda row: "、".join(f"{stars}星" for stars in row.stars.values())),
        ("轮次", _field("rounds")),
    ),
    "scorecards": (
        ("评议", _field("title")),
        ("对象", _field("name")),
        ("单位", _field("unit")),
        ("开始", _field("begins")),
        ("截止", _field("ends")),
        ("状态", _term("status")),
        ("缺少", _field("missing")),
        ("得分", lambda row: row.score if row.readable else "(保密)"),
        ("等次", _field("grade")),
    ),
    "indicators": (
        ("指标", lambda row: "· " * (row.level - 1) + row.title),
        ("满分", _field("weight")),
        ("得分", _field("points")),
        ("标准", _field("scale")),
        ("数据", _field("value")),
        ("各主体", lambda row: "、".join(f"{title}{mean}%" for title, mean in row.means.items())),
    ),
    "panels": (
        ("评价主体", _field("title")),
        ("方式", _term("form")),
        ("参评", _field("heads")),
        ("至少", _field("least")),
        ("得分", _field("mean")),
    ),
    "wanting": (
        ("缺少", _field("title")),
        ("原因", _term("lack")),
        ("现有", _field("have")),
        ("应有", _field("need")),
    ),
    "residents": (
        ("姓名", _field("name")),
        ("电话", _field("masked")),
        ("住址", _field("address")),
        ("来访", _field("visits")),
    ),
    "erasure": (
        ("删除时间", _field("at")),
        ("经办人", _field("by")),
        ("依据", _field("reason")),
        ("状态", lambda row: "已删除" if row.done else "待服务器编号后删除"),
        ("未删除", _field("left")),
    ),
    "deputies": (
        ("姓名", _field("name")),
        ("层级", _field("titles")),
        ("届", lambda row: "、".join(map(str, row.terms))),
        ("单位及职务", _field("post")),
        ("联络点", _field("outpost")),
        ("小组", lambda row: "、".join(row.groups)),
        ("备注", _field("remark")),
    ),
    "departments": (
        ("名称", _field("name")),
        ("简称", _field("short")),
        ("联系人", _field("contact")),
        ("电话", _field("phone")),
    ),
    "wordings": (
        ("种类", _field("kind")),
        ("文书", _field("name")),
        ("来源", lambda row: SOURCES.get(row.source, row.source)),
        ("标题", lambda row: row.wording.title),
        ("冲突", lambda row: row.conflicts or ""),
    ),
    "themes": (("名称", _field("title")), ("来源", _field("source")), ("在用", _field("active"))),
    "clerks": (
        ("姓名", _field("name")),
        ("角色", lambda row: "、".join(role.label for role in row.roles)),
        ("在用", _field("active")),
    ),
    "stations": (
        ("名称", _field("name")),
        ("代码", _field("code")),
        ("区域", _field("area_name")),
        ("地址", _field("address")),
    ),
    "areas": (
        ("名称", _field("name")),
        ("级别", _term("level")),
        ("上级", _field("parent_name")),
        ("代码", _field("code")),
    ),
    "categories": (
        ("类别", _field("path")),
        ("GB/T 39666", _field("gbt39666")),
        ("本地代码", _field("local")),
        ("来源", lambda row: _SOURCES.get(row.source, row.source)),
    ),
    "printed": (
        ("地方", lambda row: row.printed.place),
        ("报道所载", lambda row: row.printed.said),
        ("指标", lambda row: row.printed.key.label),
        ("由记录算得", _field("shown")),
        ("相符", _field("agrees")),
    ),
    "programs": (("代号", _field("key")), ("名称", _field("title")), ("版本", _field("version"))),
    "program_list": (
        ("代号", _field("key")),
        ("名称", _field("title")),
        ("版本", _field("version")),
        ("来源", _field("source")),
    ),
    "program_versions": (
        ("版本", lambda row: row[0].number),
        ("名称", lambda row: row[0].details.title),
        ("来源", lambda row: "随软件提供" if row[0].shipped else "本站发布"),
        ("发布时间", lambda row: row[0].at),
        ("经办", lambda row: row[1]),
    ),
    "ballots": (
        ("日期", _field("day")),
        ("票决", _field("title")),
        ("状态", _term("status")),
        ("应到", _field("due")),
        ("到会", _field("present")),
        ("发出", _field("issued")),
        ("收回", _field("returned")),
        ("无效", _field("invalid")),
        ("项目", _field("items")),
        ("通过", _field("passed")),
        ("待再投", _field("tied")),
    ),
    "ballot_items": (
        ("序号", _field("number")),
        ("项目", _field("title")),
        ("万元", lambda row: "" if row.amount is None else f"{row.amount:f}"),
        ("赞成", _field("votes_for")),
        ("反对", _field("against")),
        ("弃权", _field("abstain")),
        ("得票率", _field("share")),
        ("结果", _term("outcome")),
        ("依据", _field("reason")),
    ),
    "tellers": (
        ("轮次", _field("round")),
        ("计票人", _field("teller")),
        ("时间", _field("at")),
        ("收回", lambda row: row.count.returned if row.count else "(未公开)"),
        ("无效", lambda row: row.count.invalid if row.count else ""),
    ),
    "votes": (
        ("投票人", _field("name")),
        ("序号", _field("item")),
        ("投票", _term("option")),
    ),
    "timeline": (
        ("时间", _field("at")),
        ("经过", _field("what")),
        ("内容", _field("text")),
        ("经办", _field("who")),
        ("未生效", _field("void")),
    ),
    "attachments": (
        ("附件", _field("name")),
        ("大小", lambda row: f"{-(-row.size // 1024)} KB"),
        ("校验值", _field("sha256")),
    ),
    "steps": (
        ("环节", _field("title")),
        ("销号前须完成", _field("needed")),
        ("已完成", _field("passed")),
    ),
    "quantities": (
        ("成效", _field("title")),
        ("数量", lambda row: f"{row.amount:f} {row.unit}"),
        ("日期", _field("day")),
        ("说明", _field("remark")),
        ("记录", _field("entry")),
    ),
    "measurements": (
        ("指标", _field("title")),
        ("日期", _field("day")),
        ("数值", lambda row: f"{row.value:f} {row.unit}"),
        ("来源", _field("source")),
        ("记录", _field("entry")),
    ),
    "snapshots": (
        ("发布时间", _field("published_at")),
        ("名称", _field("title")),
        ("条件", _field("conditions")),
        ("统计时刻", _field("moment")),
        ("项数", _field("figures")),
        ("撤回原因", _field("withdrawn")),
    ),
    "papers": (
        ("编号", _field("number")),
        ("文书", _field("title")),
        ("出具时间", _field("issued_at")),
        ("出具人", _field("issued_by")),
        ("页数", _field("pages")),
        ("份次", _field("copies")),
        ("作废原因", _field("withdrawn")),
        ("SHA-256", _field("digest")),
    ),
    "compared": (
        ("指标", lambda row: row.published.title),
        ("发布数", lambda row: row.published.value.shown),
        ("现在", lambda row: row.now.shown),
        ("有变化", _field("changed")),
    ),
    "figure_rows": (
        ("日期", lambda row: row.day or ""),
        ("编号", _field("number")),
        ("名称", _field("title")),
        ("计入", lambda row: plain(row.amount)),
        ("类别", _field("part")),
        ("ID", _field("id")),
    ),
    "hits": (("种类", _field("kind")), ("名称", _field("title")), ("说明", _field("detail"))),
}

SOURCES: Mapping[str, str] = {"shipped": "随软件提供", "own": "本站制定"}
"""Whose words a letter says; anybody else's is an area's."""


def table(what: str, rows: Sequence[Row], /) -> str:
    """Return rows under their titles, each column as wide as its widest cell."""
    columns = COLUMNS[what]
    cells = [[title for title, _ in columns]]
    cells += [[_shown(value(row)) for _, value in columns] for row in rows]
    return grid(cells)


def sheet(what: str, row: Row, /) -> str:
    """Return one row, a line for each of its columns."""
    columns = COLUMNS[what]
    widest = max(width(title) for title, _ in columns)
    return "\n".join(
        f"{padded(title, widest)}{GAP}{_shown(value(row))}".rstrip() for title, value in columns
    )


def _shown(value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case datetime():
            return f"{local(value):%Y-%m-%d %H:%M}"
        case None:
            return ""
    text = " ".join(str(value).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
