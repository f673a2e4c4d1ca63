"""Rosters of deputies (代表名册)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import DeputyLevel, Gender
from renda_desktop.domain.text import clean_line, clean_name
from renda_desktop.services.imports.headers import Column
from renda_desktop.services.imports.reading import read_list
from renda_desktop.services.imports.rows import Cells, ListKind, Progress, Sheet, Stopped
from renda_desktop.services.imports.values import (
    Birth,
    read_birth,
    read_gender,
    read_levels,
    read_phone,
    read_terms,
    says_left,
)

_LINE = 200

COLUMNS = (
    Column("name", ("姓名", "代表姓名", "代表"), required=True),
    Column("gender", ("性别",)),
    Column("birth", ("出生年月", "出生日期", "出生年月日", "出生时间", "生日")),
    Column("ethnicity", ("民族",)),
    Column(
        "post",
        ("单位及职务", "工作单位及职务", "单位职务", "所在单位及职务", "现任职务", "职务", "职业"),
    ),
    Column("employer", ("工作单位", "所在单位", "单位")),
    Column(
        "levels", ("代表层级", "层级", "代表级别", "级别", "代表类别", "代表类型"), required=True
    ),
    Column("term", ("届次", "代表届次", "届别", "届")),
    Column(
        "phone",
        ("手机号码", "手机号", "手机", "移动电话", "联系电话", "联系方式", "电话号码", "电话"),
    ),
    Column("station", ("所在联络站", "联络站", "联络站点", "所属联络站", "联络点", "站点")),
    Column("remark", ("备注", "状态")),
)


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """A checked row of a roster.

    `terms` goes with `levels`, one number each, or is () where the roster names no term.
    """

    row: int
    name: str
    gender: Gender | None
    birth: Birth | None
    ethnicity: str
    post: str
    levels: tuple[DeputyLevel, ...]
    term: str
    terms: tuple[int, ...]
    phone: str | None
    station: str
    remark: str
    resigned: bool


def read_deputies(
    path: Path,
    *,
    sheet: str | None = None,
    chosen: Mapping[str, str] | None = None,
    level: DeputyLevel | None = None,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Sheet[DeputyRow]:
    """Read a roster; `level` is for one that says its level only in the title.

    `sheet`: the first sheet with the wanted columns if None. `chosen`: column key → header text or
    column letter, where the header does not tell. Raises RuleBroken `import.…`.
    """
    columns = tuple(
        Column(c.key, c.names, required=c.required and not (c.key == "levels" and level))
        for c in COLUMNS
    )
    kind = ListKind(columns, partial(parse_deputy, level=level), _same, ("name", "phone"))
    return read_list(
        path, kind=kind, sheet=sheet, chosen=chosen, progress=progress, stopped=stopped
    )


def parse_deputy(cells: Cells, /, *, level: DeputyLevel | None) -> DeputyRow:
    """Check one row; what is wrong is noted in `cells`."""
    line = partial(clean_line, limit=_LINE)
    levels = cells.take("levels", partial(_levels, default=level)) or ()
    remark = cells.take("remark", line) or ""
    return DeputyRow(
        row=cells.line.number,
        name=cells.take("name", _name) or "",
        gender=cells.take("gender", read_gender),
        birth=cells.take("birth", read_birth),
        ethnicity=cells.take("ethnicity", line) or "",
        post=_post(cells.take("employer", line) or "", cells.take("post", line) or ""),
        levels=levels,
        term=cells.take("term", line) or "",
        terms=(cells.take("term", partial(read_terms, levels=levels)) if levels else ()) or (),
        phone=cells.take("phone", read_phone),
        station=cells.take("station", line) or "",
        remark=remark,
        resigned=says_left(remark),
    )


def _name(text: str) -> str:
    name = clean_name(text)
    if not name:
        raise RuleBroken("import.name_missing")
    return name


def _levels(text: str, *, default: DeputyLevel | None) -> tuple[DeputyLevel, ...]:
    return (default,) if default and not text else read_levels(text)


def _post(employer: str, post: str) -> str:
    return post if post.startswith(employer) else employer + post


def _same(row: DeputyRow) -> Hashable:
    """Say what makes two rows one person; without a phone only a row that is alike in all."""
    if row.phone:
        return (row.name, row.phone)
    return (row.name, row.birth, row.post, row.levels, row.station)
