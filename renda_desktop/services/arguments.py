"""What a service or a query takes, derived from its signature, and plain values made into that."""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, UnsetType

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.moments import CHINA
from renda_desktop.domain.nouns import NOUNS

Given = Mapping[str, object]
Look = Callable[[str, str, str], Id]
"""(kind of thing, what was written, where) → its id; raises RuleBroken."""

_INJECTED = ("session", "by")
# What kind of thing a parameter names, where its own name does not say so.
_KINDS = {
    "unit": "department",
    "co_units": "department",
    "departments": "department",
    "deputies": "deputy",
    "listeners": "deputy",
    "reporter": "deputy",
    "person": "deputy",
    "voter": "deputy",
    "matters": "matter",
    "merge_into": "matter",
    "stations": "station",
    "parent": "area",
    "other": "resident",
    "id": "resident",
}


@cache
def parameters(function: Callable[..., object]) -> type[msgspec.Struct]:
    """Return a struct with one field for each parameter that a caller gives.

    Of a partial, what it fixes is left out; `stream` goes by the name of its noun, and `changes`
    of an amendment has the fields of that noun's details.
    """
    fixed: Given = getattr(function, "keywords", {})
    plain: Callable[..., object] = getattr(function, "func", function)
    noun = str(fixed.get("noun", ""))
    hints = get_type_hints(plain, include_extras=True)
    fields: list[Any] = []
    for one in inspect.signature(plain).parameters.values():
        if one.name in _INJECTED or one.name in fixed:
            continue
        hint = _changes(noun) if one.name == "changes" else hints[one.name]
        required = one.default is inspect.Parameter.empty
        fields.append((one.name, hint) if required else (one.name, hint, one.default))
    return msgspec.defstruct(
        f"{plain.__module__.rpartition('.')[2]}.{plain.__name__}{noun}",
        fields,
        kw_only=True,
        forbid_unknown_fields=True,
        rename={"stream": noun} if noun else None,
        namespace={"__doc__": plain.__doc__},
    )


def decoded(
    function: Callable[..., object], given: Given, *, look: Look, about: str, strict: bool = True
) -> dict[str, Any]:
    """Return what to call the function with; moments without a zone are China's.

    Args:
        about: the noun that `into` names.
        strict: False lets numbers and truth values come as text.

    Raises:
        RuleBroken: a field is missing, unknown or of the wrong form, or names nothing.
    """
    shape = parameters(function)
    ready = _resolved(given, shape, "", _Names(look, about))
    try:
        whole = msgspec.convert(ready, shape, strict=strict)
    except msgspec.ValidationError as error:
        raise _broken(str(error)) from None
    arguments = msgspec.structs.asdict(whole)
    if isinstance(changes := arguments.get("changes"), msgspec.Struct):
        fields = msgspec.structs.asdict(changes)
        arguments["changes"] = {k: value for k, value in fields.items() if value is not UNSET}
    return arguments


def _changes(noun: str) -> type[msgspec.Struct]:
    """Return the details of a noun as a struct whose every field may be left out."""
    begins = next(fact for fact in NOUNS[noun].facts.values() if fact.begins)
    details = get_type_hints(begins)["details"]
    hints = get_type_hints(details)  # how long a text may be is said by its cleaner
    fields: list[Any] = [
        (name, Union[hint, UnsetType], UNSET)  # noqa: UP007 # hints are values here
        for name, hint in hints.items()
        if name in details.__struct_fields__
    ]
    return msgspec.defstruct(f"{noun}.changes", fields, forbid_unknown_fields=True)


class _Names:
    """Ids for what stands where an id is wanted."""

    def __init__(self, look: Look, about: str) -> None:
        self._look = look
        self._about = about

    def id(self, name: str, written: str) -> Id:
        kind = self._about if name == "into" else _KINDS.get(name, name)
        return self._look(kind, written, name)

    def ref(self, kind: object, written: object) -> object:
        """Return the id of what a link names, by the kind that stands beside it."""
        known = isinstance(kind, str) and kind in NOUNS and isinstance(written, str)
        return self._look(str(kind), str(written), "id") if known else written


def _resolved(value: Any, hint: Any, name: str, names: _Names) -> Any:  # JSON, beside its type
    """Return a value with names replaced by ids; what does not fit its type stays as it is."""
    if hint is Id:
        return names.id(name, value) if isinstance(value, str) else value
    if hint is datetime:
        return _moment(value)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _struct(value, hint, names)
    arguments = get_args(hint)
    if get_origin(hint) is tuple:
        listed = isinstance(value, list | tuple)
        return [_resolved(one, arguments[0], name, names) for one in value] if listed else value
    inner = [one for one in arguments if one not in (type(None), UnsetType)]
    if value is not None and len(inner) == 1 and len(arguments) > 1:
        return _resolved(value, inner[0], name, names)
    if value is not None and Id in inner:
        return _resolved(value, Id, name, names)
    return value


def _struct(value: Any, kind: type[msgspec.Struct], names: _Names) -> Any:
    if not isinstance(value, Mapping):
        return value
    if kind is Ref:
        return {**value, "id": names.ref(value.get("kind"), value.get("id"))}
    hints = get_type_hints(kind)
    known = {f.encode_name: f.name for f in msgspec.structs.fields(kind)}
    unknown = next((key for key in value if key not in known), None)
    if unknown is not None and not kind.__struct_config__.forbid_unknown_fields:
        raise RuleBroken("action.unknown_field", place=unknown)  # or else it would be dropped
    return {
        key: _resolved(one, hints[known[key]], key, names) if key in known else one
        for key, one in value.items()
    }


def _moment(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _broken(message: str) -> RuleBroken:
    """Turn the decoder's words into ours: where it is, and nothing of what was typed."""
    at = re.search(r"`\$\.?([^`]*)`$", message)
    place = at[1] if at else ""
    for rule, pattern in (
        ("action.unknown_field", r"unknown field `([^`]*)`"),
        ("action.missing", r"missing required field `([^`]*)`"),
    ):
        if found := re.search(pattern, message):
            return RuleBroken(rule, place=f"{place}.{found[1]}".lstrip("."))
    return RuleBroken("action.wrong_form", place=place)
