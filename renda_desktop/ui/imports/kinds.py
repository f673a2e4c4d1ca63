"""What differs between a roster of deputies, a list of offices and a ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from renda_desktop.domain.mask import mask_name, mask_phone
from renda_desktop.services.imports.departments import DepartmentRow, read_departments
from renda_desktop.services.imports.deputies import DeputyRow, read_deputies
from renda_desktop.services.imports.ledger import LedgerRow, read_ledger
from renda_desktop.services.imports.ledger_writing import BATCH, write_ledger
from renda_desktop.services.imports.rows import Sheet
from renda_desktop.services.imports.writing import Written, write_departments, write_deputies
from renda_desktop.ui.table_model import Column

R = TypeVar("R")


@dataclass(frozen=True)  # no slots: generic dataclasses with them fail on Python 3.11
class ListOf(Generic[R]):
    """How a list is read, shown and written; `seated` where rows carry a level and a term."""

    title: str
    counted: str
    read: Callable[..., Sheet[R]]
    write: Callable[..., Written]
    columns: tuple[Column[R], ...]
    seated: bool = False
    at_once: int = 0  # rows that are written in one action; 0 for all


def deputies_list() -> ListOf[DeputyRow]:
    """Return what a roster is."""
    columns = (
        Column[DeputyRow]("行", lambda row: str(row.row), width=44, align="right", muted=True),
        Column[DeputyRow]("姓名", lambda row: row.name, width=88),
        Column[DeputyRow]("层级", lambda row: "、".join(one.label for one in row.levels), width=96),
        Column[DeputyRow]("届次", lambda row: row.term, width=84),
        Column[DeputyRow]("单位及职务", lambda row: row.post),
        Column[DeputyRow]("电话", lambda row: mask_phone(row.phone or ""), width=116),
        Column[DeputyRow]("", lambda row: "已离任" if row.resigned else "", width=76, tone=_muted),
    )
    return ListOf("导入代表名册", "位代表", read_deputies, write_deputies, columns, seated=True)


def departments_list() -> ListOf[DepartmentRow]:
    """Return what a list of offices is."""
    columns = (
        Column[DepartmentRow]("行", lambda row: str(row.row), width=44, align="right", muted=True),
        Column[DepartmentRow]("单位名称", lambda row: row.name),
        Column[DepartmentRow]("简称", lambda row: row.short, width=120),
        Column[DepartmentRow]("联系人", lambda row: row.contact, width=88),
        Column[DepartmentRow]("电话", lambda row: mask_phone(row.phone or ""), width=116),
    )
    return ListOf("导入承办单位", "个单位", read_departments, write_departments, columns)


def ledger_list() -> ListOf[LedgerRow]:
    """Return what a ledger is."""
    columns = (
        Column[LedgerRow]("行", lambda row: str(row.row), width=44, align="right", muted=True),
        Column[LedgerRow]("日期", lambda row: row.day.isoformat(), width=92),
        Column[LedgerRow](
            "接待代表", lambda row: "、".join(one.name for one in row.deputies), width=116
        ),
        Column[LedgerRow]("反映人", lambda row: mask_name(row.name) or "匿名", width=64),
        Column[LedgerRow]("反映问题", _words, tip=_words),
        Column[LedgerRow]("承办单位", lambda row: row.unit, width=108),
        Column[LedgerRow]("办理情况", _standing, width=140),
        Column[LedgerRow]("评价", lambda row: "★" * (row.stars or 0), width=76),
    )
    read = partial(read_ledger, lenient=True)
    return ListOf("导入台账", "件事项", read, write_ledger, columns, at_once=BATCH)


def _words(row: LedgerRow) -> str:
    if len(row.matters) == 1:
        return row.matters[0]
    return " ".join(f"({number}){one}" for number, one in enumerate(row.matters, start=1))


def _standing(row: LedgerRow) -> str:
    ended = f" {row.ended.isoformat()}" if row.ended else ""
    return row.standing.text.replace("\n", " ") + ended


def _muted(_row: DeputyRow) -> str:
    return "muted"
