"""Where outside text becomes ours: every text field of a fact is cleaned by its type."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from renda_desktop.domain.fields import LONGEST_LINE, LONGEST_TEXT
from renda_desktop.domain.text import clean_line, clean_name, clean_phone, clean_text

T = TypeVar("T", bound=msgspec.Struct)
Cleaner = Callable[[Any], Any]

_CLEANERS: dict[str, Cleaner] = {
    "name": lambda text: clean_name(text) if text else "",
    "phone": lambda text: clean_phone(text) or "",
    "line": lambda text: clean_line(text, limit=LONGEST_LINE),
    "text": lambda text: clean_text(text, limit=LONGEST_TEXT),
}


def cleaned(struct: T) -> T:
    """Return the struct with every text cleaned; RuleBroken says what cannot be kept."""
    changed: dict[str, Any] = {}
    for name, clean in _cleaners(type(struct)):
        before = getattr(struct, name)
        after = clean(before)
        if after is not before and after != before:
            changed[name] = after
    return msgspec.structs.replace(struct, **changed) if changed else struct


def cleaned_value(details: type[msgspec.Struct], *, name: str, value: Any) -> Any:
    """Return one field's new value, cleaned as that field of `details` is."""
    return dict(_cleaners(details)).get(name, lambda same: same)(value)


@cache
def _cleaners(kind: type[msgspec.Struct]) -> tuple[tuple[str, Cleaner], ...]:
    hints = get_type_hints(kind, include_extras=True)
    found = ((name, _cleaner(hints[name])) for name in kind.__struct_fields__)
    return tuple((name, clean) for name, clean in found if clean is not None)


def _cleaner(hint: Any) -> Cleaner | None:  # a type, of whatever form
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        for meta in arguments[1:]:
            if isinstance(meta, msgspec.Meta) and meta.extra and "clean" in meta.extra:
                return _CLEANERS[meta.extra["clean"]]
        return None
    if origin is tuple:
        inner = _cleaner(arguments[0])
        return None if inner is None else _each(inner)
    if origin is Union or type(hint).__name__ == "UnionType":
        inner = next((c for c in map(_cleaner, arguments) if c), None)
        return None if inner is None else _optional(inner)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return cleaned
    return None


def _each(clean: Cleaner) -> Cleaner:
    return lambda values: tuple(clean(value) for value in values)


def _optional(clean: Cleaner) -> Cleaner:
    return lambda value: None if value is None else clean(value)
