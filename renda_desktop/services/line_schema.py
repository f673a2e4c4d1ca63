"""The JSON Schema of a line that `apply` takes: one form for each action."""

from datetime import datetime
from inspect import cleandoc
from typing import Any, Literal

import msgspec

from renda_desktop.domain.fields import Moment
from renda_desktop.services.arguments import parameters
from renda_desktop.services.catalogue import ACTIONS

_ABOUT = (
    "One action. `as` names the clerk who acts, `for` the station in whose log it goes; without"
    ' them, this PC\'s. `ref` is a name for what the line makes, which later lines write as "$ref".'
)
_NAME = {
    "type": "string",
    "description": (
        'What names one thing: its id; "$ref" of an earlier line, and "$ref.2" for the second'
        " matter of a visit; the number of a matter, visit, proposal or issued paper; the name of a"
        " deputy, department, clerk, resident, area, outpost or station, the title of a theme,"
        " proposal, evaluation, vote or snapshot, where only one is called so; of a reception its"
        ' program and period, "themed#3", or "NM/themed#3" with the code of its station.'
    ),
}
_MOMENT = {
    "type": "string",
    "description": 'A moment such as "2026-11-24T09:00"; without a zone it is China\'s.',
}


def schema() -> dict[str, Any]:
    """Return the schema, in which names stand where ids do: `apply` looks them up."""
    lines = [_line(action) for action in ACTIONS]
    forms, definitions = msgspec.json.schema_components(lines, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": _ABOUT,
        "oneOf": list(forms),
        "$defs": _as_written(definitions) | {"name": _NAME, "moment": _MOMENT},
    }


def _as_written(schema: Any) -> Any:
    """Return a schema of what is written in a line, not of what it is made into."""
    if isinstance(schema, list):
        return [_as_written(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    match schema:
        case {"type": "string", "pattern": "^[0-9a-f]{32}$"}:
            return {"$ref": "#/$defs/name"} | _kept(schema)
        case {"type": "string", "format": "date-time"}:
            return {"$ref": "#/$defs/moment"} | _kept(schema)
        case {"type": "string", "format": "decimal"}:
            return schema | {"type": ["string", "number"]}
    return {key: _as_written(value) for key, value in schema.items()}


def _kept(schema: dict[str, Any]) -> dict[str, Any]:
    return {"default": schema["default"]} if "default" in schema else {}


def _line(action: str) -> type[msgspec.Struct]:
    """Return a whole line of one action as a struct."""
    own = parameters(ACTIONS[action])
    fields: list[Any] = [
        ("do", Literal[action]),
        ("as_", str | msgspec.UnsetType, msgspec.UNSET),
        ("for_", str | msgspec.UnsetType, msgspec.UNSET),
        ("ref", str | msgspec.UnsetType, msgspec.UNSET),
    ]
    names = {"as_": "as", "for_": "for"}
    for field in msgspec.structs.fields(own):
        required = (field.name, Moment if field.type is datetime else field.type)
        fields.append(required if field.required else (*required, field.default))
        names[field.name] = field.encode_name
    return msgspec.defstruct(
        action, fields, kw_only=True, forbid_unknown_fields=True, rename=names,
        namespace={"__doc__": cleandoc(own.__doc__ or "")},
    )  # fmt: skip
