"""As much of JSON Schema as the schema of the actions uses; what it does not know is a fault."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = dict[str, Any]
Check = Callable[[Any, Any, Schema, Schema], bool]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "object": (dict,),
    "array": (list,),
}


def _is(kind: str, value: object) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _typed(wanted: str | list[str], value: object) -> bool:
    return any(_is(one, value) for one in ([wanted] if isinstance(wanted, str) else wanted))


_CHECKS: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _typed,
    "enum": lambda some, value: value in some,
    "required": lambda some, value: set(some) <= set(value),
    "pattern": lambda pattern, value: re.search(pattern, value) is not None,
    "minLength": lambda least, value: len(value) >= least,
    "maxLength": lambda most, value: len(value) <= most,
    "minItems": lambda least, value: len(value) >= least,
    "maxItems": lambda most, value: len(value) <= most,
    "minimum": lambda least, value: value >= least,
    "maximum": lambda most, value: value <= most,
}
_SAY_NOTHING = {"title", "description", "default", "format", "contentEncoding", "discriminator"}
_BELOW = {"properties", "additionalProperties", "propertyNames", "items", "anyOf", "oneOf", "$ref"}


def faults(value: Any, schema: Schema, known: Schema, place: str = "") -> Iterator[str]:
    """Say where a value is not what a schema describes."""
    if "$ref" in schema:
        yield from faults(value, known[schema["$ref"].removeprefix("#/$defs/")], known, place)
        return
    for word, wanted in schema.items():
        if word in _CHECKS:
            if not _fits(word, wanted, value):
                yield f"{place}: {word}"
                return
        elif word not in _SAY_NOTHING | _BELOW:
            yield f"{place}: {word} is not known here"
    for word in ("anyOf", "oneOf"):
        fitting = [not list(faults(value, one, known, place)) for one in schema.get(word, ())]
        if fitting and not any(fitting):
            yield f"{place}: {word}"
    if isinstance(value, dict):
        yield from _of_object(value, schema, known, place)
    for number, one in enumerate(value if isinstance(value, list) else ()):
        yield from faults(one, schema.get("items", {}), known, f"{place}[{number}]")


def _fits(word: str, wanted: Any, value: Any) -> bool:
    """Say whether a value is as one word of the schema has it; of other types it says nothing."""
    try:
        return _CHECKS[word](wanted, value)
    except TypeError:
        return True


def _of_object(value: Schema, schema: Schema, known: Schema, place: str) -> Iterator[str]:
    own, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, one in value.items():
        below = own.get(name, others)
        if below is False:
            yield f"{place}.{name}: not described"
        else:
            yield from faults(one, below or {}, known, f"{place}.{name}")
