"""The protocol in the words of OpenAPI, made from the messages themselves."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Final

import msgspec

from renda_desktop.server.callers import WINDOW
from renda_desktop.server.calls import STATUS
from renda_desktop.sync import wire
from renda_desktop.sync.link import CALLS

PATH: Final = "/openapi.json"

_REF: Final = "#/components/schemas/{name}"
_AGAIN: Final = frozenset({429, 503})  # worth trying again after a while

_ABOUT: Final = f"""
Every message is JSON packed by Zstandard ({wire.MEDIA}). A device signs each request but the
first, by which it is let in, with its Ed25519 key: `{wire.SIGNATURE}` is the signature in hex of
the bytes `renda request 1` NUL `POST <path> <{wire.TIME}>` LF and the SHA-256 of the body as it is
sent. `{wire.TIME}` may differ from the server's clock by {WINDOW} seconds. Every outcome of the
work, refusals among them, is a 200; anything else means that nothing was done, and loses nothing.
"""
_HEADERS: Final[Mapping[str, tuple[str, str]]] = {
    wire.DEVICE: ("^[0-9a-f]{32}$", "The device that asks."),
    wire.TIME: ("^[0-9]{1,12}$", "When it asks, in seconds since 1970."),
    wire.SIGNATURE: ("^[0-9a-f]{128}$", "Its signature over method, path, time and body."),
}


@cache
def described() -> bytes:
    """Return the description as JSON."""
    kinds = [kind for pair in CALLS.values() for kind in pair]
    refs, schemas = msgspec.json.schema_components([*kinds, wire.Trouble], ref_template=_REF)
    *pairs, trouble = refs
    asked, told = pairs[::2], pairs[1::2]
    return msgspec.json.encode({
        "openapi": "3.1.0",
        "info": {
            "title": "renda-server",
            "version": version("renda-desktop"),
            "description": _ABOUT.strip(),
        },
        "paths": {
            path: {"post": _call(path, asked[at], told[at], trouble)}
            for at, path in enumerate(CALLS)
        },
        "components": {"schemas": schemas},
    })  # fmt: skip


def _call(path: str, asked: object, told: object, trouble: object) -> dict[str, object]:
    request, _ = CALLS[path]
    signed = [] if path == wire.ENROL else [_header(name) for name in _HEADERS]
    return {
        "operationId": path.removeprefix("/v1/").replace("/", "_"),
        "summary": (request.__doc__ or "").partition("\n")[0],
        "parameters": signed,
        "requestBody": {"required": True, "content": {wire.MEDIA: {"schema": asked}}},
        "responses": {"200": _answer("What came of it.", told)}
        | {str(status): _answer(rules, trouble, status) for status, rules in _troubles().items()},
    }


def _header(name: str) -> dict[str, object]:
    pattern, about = _HEADERS[name]
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "required": True, "schema": schema, "description": about}


def _answer(about: str, schema: object, status: int = 200) -> dict[str, object]:
    headers = {wire.SERVER: {"description": "Which server answers.", "schema": {"type": "string"}}}
    if status in _AGAIN:
        seconds = {"type": "integer", "minimum": 1}
        headers["Retry-After"] = {"description": "Seconds.", "schema": seconds}
    return {"description": about, "headers": headers, "content": {wire.MEDIA: {"schema": schema}}}


def _troubles() -> dict[int, str]:
    """Return what is told by each status: the rules that a trouble then names."""
    statuses = sorted(set(STATUS.values()) | {405, 415})
    return {
        status: ", ".join(rule for rule in sorted(STATUS) if STATUS[rule] == status) or "garbled"
        for status in statuses
    }
