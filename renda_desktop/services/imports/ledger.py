"""Ledgers (台账): the lists of what residents raised, as stations keep them in Excel."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import Channel
from renda_desktop.domain.text import clean_line, clean_name, clean_text
from renda_desktop.services.imports.headers import Column
from renda_desktop.services.imports.ledger_values import (
    Named,
    Standing,
    is_anonymous,
    read_channel,
    read_day,
    read_named,
    read_standing,
    read_stars,
    split_matters,
)
from renda_desktop.services.imports.reading import read_list
from renda_desktop.services.imports.rows import Cells, ListKind, Progress, Sheet, Stopped
from renda_desktop.services.imports.values import NOTHING, folded, read_phone

_LINE = 200
_WORDS = 4000

COLUMNS = (
    Column("day", (
        "接待日期", "接待时间", "来访日期", "来访时间", "反映日期", "反映时间", "登记日期",
        "登记时间", "受理日期", "受理时间", "日期", "时间",
    ), required=True),
    Column("deputies", (
        "接待代表", "接访代表", "参加代表", "代表姓名", "人大代表", "代表",
        "接待人",
    )),
    Column("name", (
        "选民姓名", "群众姓名", "来访人姓名", "反映人姓名", "来访人", "反映人", "来访群众",
        "居民姓名", "选民", "群众", "姓名",
    )),
    Column("phone", ("联系电话", "联系方式", "手机号码", "手机号", "手机", "电话号码", "电话")),
    Column("address", ("住址", "家庭住址", "居住地址", "联系地址", "地址", "所在社区", "社区")),
    Column("words", (
        "反映问题", "反映事项", "反映内容", "反映的问题", "问题及建议", "意见建议", "意见和建议",
        "诉求内容", "诉求", "主要内容", "社情民意", "问题描述", "事项", "问题", "内容",
    ), required=True),
    Column("category", ("问题类别", "事项类别", "分类", "类别", "类型")),
    Column("channel", ("来源", "反映渠道", "渠道", "方式", "反映方式")),
    Column("unit", (
        "交办单位", "承办单位", "办理单位", "责任单位", "主办单位", "承办部门", "责任部门",
    )),
    Column("standing", (
        "办理情况", "办理结果", "处理情况", "处理结果", "办理状态", "办理进度", "落实情况", "状态",
    )),
    Column("reply", ("答复内容", "答复情况", "答复意见", "反馈情况", "反馈内容")),
    Column("ended", (
        "办结时间", "办结日期", "完成时间", "答复时间", "答复日期", "反馈时间", "解决时间",
    )),
    Column("stars", ("满意度", "满意情况", "评价", "群众评价", "选民评价", "满意程度", "是否满意")),
    Column("remark", ("备注", "说明")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A checked row of a ledger: somebody came on a day and raised one or more matters.

    `name` is empty where nobody gave one. `standing` is that of all its `matters`.
    """

    row: int
    day: date
    deputies: tuple[Named, ...]
    name: str
    phone: str
    address: str
    matters: tuple[str, ...]
    category: str
    channel: Channel
    unit: str
    standing: Standing
    reply: str
    ended: date | None
    stars: int | None
    remark: str


def read_ledger(
    path: Path,
    *,
    sheet: str | None = None,
    chosen: Mapping[str, str] | None = None,
    lenient: bool = False,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Sheet[LedgerRow]:
    """Read a ledger; the parameters are those of `read_deputies`.

    `lenient`: where a needed column is not found all rows go back, so that it can be chosen.
    """
    columns = tuple(Column(c.key, c.names) for c in COLUMNS) if lenient else COLUMNS
    kind = ListKind(columns, _parse, _same, ("words",))
    return read_list(
        path, kind=kind, sheet=sheet, chosen=chosen, progress=progress, stopped=stopped
    )


def _parse(cells: Cells) -> LedgerRow:
    line = partial(clean_line, limit=_LINE)
    day = cells.take("day", _day)
    name = cells.take("name", _name) or ""
    row = LedgerRow(
        row=cells.line.number,
        day=day or date.min,
        deputies=cells.take("deputies", read_named) or (),
        name=name,
        phone=cells.take("phone", _phone) or "" if name else "",
        address=cells.take("address", line) or "",
        matters=cells.take("words", _matters) or (),
        category=cells.take("category", line) or "",
        channel=cells.take("channel", read_channel) or Channel.VISIT,
        unit=cells.take("unit", _unit) or "",
        standing=cells.take("standing", _standing) or Standing("", ""),
        reply=cells.take("reply", partial(clean_text, limit=_WORDS)) or "",
        ended=cells.take("ended", read_day),
        stars=cells.take("stars", read_stars),
        remark=cells.take("remark", partial(clean_text, limit=_WORDS)) or "",
    )
    if day and row.ended and row.ended < day:
        cells.refuse("ended", RuleBroken("import.ended_before", day=day))
    return row


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise RuleBroken("import.day_missing")
    return day


def _name(text: str) -> str:
    return "" if is_anonymous(text) else clean_name(text)


def _phone(text: str) -> str:
    return read_phone(text) or ""


def _matters(text: str) -> tuple[str, ...]:
    matters = split_matters(clean_text(text, limit=_WORDS))
    if not matters:
        raise RuleBroken("import.words_missing")
    return matters


def _unit(text: str) -> str:
    return "" if folded(text) in NOTHING else clean_line(text, limit=_LINE)


def _standing(text: str) -> Standing:
    return read_standing(clean_text(text, limit=_WORDS))


def _same(row: LedgerRow) -> Hashable:
    """Say what makes two rows one: the same day, the same person, the same words."""
    return (row.day, row.name, row.phone, row.address, row.matters)
