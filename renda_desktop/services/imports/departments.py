"""Lists of the offices that handle matters (承办单位)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.text import clean_line, clean_name
from renda_desktop.services.imports.headers import Column
from renda_desktop.services.imports.reading import read_list
from renda_desktop.services.imports.rows import Cells, ListKind, Progress, Sheet, Stopped
from renda_desktop.services.imports.values import NOTHING, folded, read_phone

_LINE = 200

COLUMNS = (
    Column(
        "name",
        ("单位名称", "承办单位", "部门名称", "部门", "职能部门", "单位", "名称"),
        required=True,
    ),
    Column("short", ("简称", "单位简称", "部门简称")),
    Column("contact", ("联系人", "联系人姓名", "联络员", "经办人", "负责人")),
    Column("phone", ("联系电话", "联系人电话", "办公电话", "联系方式", "电话", "手机号码", "手机")),
    Column("address", ("地址", "办公地址", "联系地址", "单位地址", "办公地点")),
    Column("remark", ("备注", "状态")),
)


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A checked row of a list of offices."""

    row: int
    name: str
    short: str
    contact: str
    phone: str | None
    address: str
    remark: str


def read_departments(
    path: Path,
    *,
    sheet: str | None = None,
    chosen: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Sheet[DepartmentRow]:
    """Read a list of offices; the parameters are those of `read_deputies`."""
    kind = ListKind(COLUMNS, _parse, _same, ("name",))
    return read_list(
        path, kind=kind, sheet=sheet, chosen=chosen, progress=progress, stopped=stopped
    )


def _parse(cells: Cells) -> DepartmentRow:
    line = partial(clean_line, limit=_LINE)
    return DepartmentRow(
        row=cells.line.number,
        name=cells.take("name", _name) or "",
        short=cells.take("short", line) or "",
        contact=cells.take("contact", _contact) or "",
        phone=cells.take("phone", read_phone),
        address=cells.take("address", line) or "",
        remark=cells.take("remark", line) or "",
    )


def _name(text: str) -> str:
    name = clean_line(text, limit=_LINE)
    if not name:
        raise RuleBroken("import.unit_missing")
    return name


def _contact(text: str) -> str:
    return "" if folded(text) in NOTHING else clean_name(text)


def _same(row: DepartmentRow) -> Hashable:
    return row.name
