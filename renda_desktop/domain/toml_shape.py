"""Plain values from TOML held against a type: where one does not fit, and what is allowed there."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any

from msgspec import inspect

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import check_number
from renda_desktop.domain.terms import Term

_WORDS: dict[type[inspect.Type], str] = {
    inspect.StrType: "带引号的文字",
    inspect.EnumType: "带引号的文字",
    inspect.BoolType: "是非,写作 true 或 false(不加引号)",
    inspect.IntType: "整数(不加引号)",
    inspect.DecimalType: "数(不加引号)",
    inspect.VarTupleType: "列表,写作 [ … ]",
    inspect.StructType: "一组键值,写作 { 键 = 值 } 或单列一段",
}
_PLAIN: dict[type[inspect.Type], type | tuple[type, ...]] = {
    inspect.StrType: str,
    inspect.EnumType: str,
    inspect.BoolType: bool,
    inspect.IntType: int,
    inspect.DecimalType: (int, Decimal),
    inspect.VarTupleType: list,
    inspect.StructType: dict,
}


def check_shape(value: object, *, of: type) -> None:
    """Raise RuleBroken with the path of the first key that does not fit the type `of`.

    Places in lists are counted from one, as the file's author counts.
    """
    _check(value, _shape(of), "")


@cache
def _shape(of: type) -> inspect.Type:
    return inspect.type_info(of)


def _check(value: Any, shape: inspect.Type, path: str) -> None:  # whatever TOML can hold
    shape = _meant(value, shape, path)
    if not _fits(value, shape):
        raise RuleBroken("program_file.type", path=path, wanted=_WORDS[type(shape)])
    match shape:
        case inspect.StructType():
            _check_struct(value, shape, path)
        case inspect.VarTupleType():
            _check_length(value, shape, path, "program_file.count")
            for place, one in enumerate(value, 1):
                _check(one, shape.item_type, f"{path}[{place}]")
        case inspect.EnumType():
            _check_word(value, shape.cls, path)
        case inspect.StrType():
            _check_length(value, shape, path, "program_file.length")
        case inspect.IntType():
            _check_range(value, shape, path)
        case inspect.DecimalType():
            check_number(Decimal(value), what=path)


def _meant(value: Any, shape: inspect.Type, path: str) -> inspect.Type:
    """Return the type behind what is said about it, and the one that is meant of several."""
    if isinstance(shape, inspect.Metadata):
        return _meant(value, shape.type, path)
    return _member(value, shape, path) if isinstance(shape, inspect.UnionType) else shape


def _fits(value: object, shape: inspect.Type) -> bool:
    plain = _PLAIN[type(shape)]
    return isinstance(value, plain) and (plain is bool or not isinstance(value, bool))


def _member(value: Any, shape: inspect.UnionType, path: str) -> inspect.Type:
    """Return the one type of a union that is meant; a struct of several says it by its tag."""
    some = [one for one in shape.types if not isinstance(one, inspect.NoneType)]
    if len(some) == 1:
        return _meant(value, some[0], path)
    structs = {one.tag: one for one in some if isinstance(one, inspect.StructType)}
    field = next(iter(structs.values())).tag_field or ""
    if not isinstance(value, dict):
        raise RuleBroken("program_file.type", path=path, wanted=_WORDS[inspect.StructType])
    at = _below(path, field)
    if field not in value:
        raise RuleBroken("program_file.missing", path=at, allowed=_listed(structs))
    if not isinstance(value[field], str) or value[field] not in structs:
        raise RuleBroken("program_file.choice", path=at, allowed=_listed(structs))
    return structs[value[field]]


def _check_struct(value: Mapping[str, Any], shape: inspect.StructType, path: str) -> None:
    fields = {field.encode_name: field for field in shape.fields}
    known = [*fields, *([shape.tag_field] if shape.tag_field else [])]
    for key in value:
        if key not in known:
            _refuse_key(key, known, path)
    for name, field in fields.items():
        if name in value:
            _check(value[name], field.type, _below(path, name))
        elif field.required:
            raise RuleBroken("program_file.missing", path=_below(path, name), allowed=_hint(field))


def _refuse_key(key: str, known: list[str], path: str) -> None:
    near = get_close_matches(key, known, n=1)
    if near:
        raise RuleBroken("program_file.misspelt", path=_below(path, key), near=near[0])
    raise RuleBroken("program_file.unknown", path=_below(path, key), allowed=_listed(known))


def _check_word(value: str, words: type[Enum], path: str) -> None:
    if value not in [word.value for word in words]:
        raise RuleBroken("program_file.choice", path=path, allowed=_terms(words))


def _terms(words: type[Enum]) -> str:
    return "、".join(
        f"{word.value}({word.label})" if isinstance(word, Term) else str(word.value)
        for word in words
    )


def _check_length(
    value: str | list[Any], shape: inspect.StrType | inspect.VarTupleType, path: str, rule: str
) -> None:
    least, most = shape.min_length or 0, shape.max_length
    if len(value) < least or (most is not None and len(value) > most):
        raise RuleBroken(rule, path=path, least=least, most=most, count=len(value))


def _check_range(value: int, shape: inspect.IntType, path: str) -> None:
    least, most = shape.ge, shape.le
    if (least is not None and value < least) or (most is not None and value > most):
        raise RuleBroken("program_file.range", path=path, least=least, most=most)


def _hint(field: inspect.Field) -> str:
    shape = field.type.type if isinstance(field.type, inspect.Metadata) else field.type
    if isinstance(shape, inspect.EnumType):
        return _terms(shape.cls)
    return _WORDS.get(type(shape), _WORDS[inspect.StructType])


def _below(path: str, key: str) -> str:
    """Return the path of a key, a strange one in quotation marks as TOML has it."""
    name = key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else f"'{key}'"
    return f"{path}.{name}" if path else name


def _listed(words: Iterable[object]) -> str:
    return "、".join(str(word) for word in words)
