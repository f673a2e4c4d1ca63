"""The worst that any sheet may hold: endless names, texts and lists, or nothing at all."""

from dataclasses import fields, is_dataclass, replace
from itertools import cycle, islice
from typing import Any, TypeVar, cast

S = TypeVar("S")

RARE = "䶮𬍛㛃𫖯𠅤𬱖𡋾"
NAME = f"阿卜杜拉·买买提·{RARE}·" + "艾合买提江·吐尔逊·" * 3 + "欧阳阿依古丽"
TEXT = "".join(
    f"第{number}次反映：“滨水花园”小区东门外，违停车辆堵塞消防通道（已出过险），"
    f"电话 0571-88886666，来访人{RARE}请求限期整治……\n"
    for number in range(1, 161)
)[:10_000]
_ROWS = 300
_MOST = {"attachments": 15}  # each is pages of its own
_NAMES = {
    *("resident", "deputy", "clerk", "lead", "unit", "co_units", "listeners", "place", "address"),
    *("category", "sender", "to", "who", "post", "name", "held", "reception", "theme", "asker"),
}
_TEXTS = {"own_words", "summary", "text", "reply", "asked", "reason", "opinion", "result"}
_LISTS = {
    *("rows", "timeline", "history", "matters", "receptions", "overdue", "items", "people"),
    *("body", "attachments", "earlier", "tellers", "voices", "places", "categories"),
}


def named(sheet: S) -> S:
    """Return a sheet whose names have fifty characters, some of them rare."""
    return _each(sheet, lambda name, value: NAME if name in _NAMES and value else value)


def long(sheet: S) -> S:
    """Return a sheet whose texts have ten thousand characters, in the first row of each list."""
    return _each(sheet, lambda name, value: TEXT if name in _TEXTS and value else value, first=True)


def many(sheet: S) -> S:
    """Return a sheet whose lists have three hundred rows."""

    assert is_dataclass(sheet)
    grown = {
        one.name: tuple(islice(cycle(getattr(sheet, one.name)), _MOST.get(one.name, _ROWS)))
        for one in fields(sheet)
        if one.name in _LISTS and getattr(sheet, one.name)
    }
    return _with(sheet, grown)


def empty(sheet: S) -> S:
    """Return a sheet that says nothing."""

    def gone(name: str, value: Any) -> Any:
        if name in {"options", "panels"}:
            return value  # without them there is nothing to mark
        return type(value)() if type(value) in (str, tuple) else value

    return _each(sheet, gone)


WORST = {"named": named, "long": long, "many": many, "empty": empty}


def _each(sheet: S, change: Any, *, first: bool = False) -> S:
    """Change the fields of a sheet and of the sheets in it, or in the first of those in a list."""
    assert is_dataclass(sheet)
    changed = {}
    for one in fields(sheet):
        value = getattr(sheet, one.name)
        if is_dataclass(value):
            value = _each(value, change, first=first)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            inner = value[:1] if first else value
            value = (*(_each(part, change, first=first) for part in inner), *value[len(inner) :])
        changed[one.name] = change(one.name, value)
    return _with(sheet, changed)


def _with(sheet: S, changed: dict[str, Any]) -> S:
    made: Any = replace(sheet, **changed)  # type: ignore[type-var]
    return cast("S", made)
