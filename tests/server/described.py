"""What the server says of its own protocol, as a source of messages in its form and out of it."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from random import Random
from typing import Any, Final, TypeAlias

import msgspec
import schemathesis
import zstandard
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, Response
from schemathesis.schemas import BaseSchema

from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import MALFORMED
from renda_desktop.server import openapi
from renda_desktop.sync import signing, wire
from renda_desktop.sync.messages import Enrol, SignedAction
from tests.server.pcs import Pc, fresh_id

Message: TypeAlias = Case[Any]

CANARY: Final = "王小明13812345678"
"""Stands in many a field, and must not stand in a log."""

NAMED: Final = sha256(b"{}").hexdigest()
"""A file that the station's entries name."""

_OFTEN: Final = 0.95


def packed(value: object) -> bytes:
    """Return anything as it travels."""
    return zstandard.compress(json.dumps(value, default=str).encode())


@schemathesis.serializer(wire.MEDIA)
def _packed(_: schemathesis.SerializationContext, value: object) -> bytes:
    return packed(value)


@schemathesis.deserializer(wire.MEDIA)
def _unpacked(_: schemathesis.DeserializationContext, answer: Response) -> object:
    return msgspec.json.decode(zstandard.ZstdDecompressor().stream_reader(answer.content).read())


@cache
def protocol() -> BaseSchema:
    """Return the description that the server gives."""
    told: dict[str, object] = msgspec.json.decode(openapi.described())
    return schemathesis.openapi.from_dict(told)


@cache
def cases(path: str) -> st.SearchStrategy[Message]:
    """Return messages for a path, some of them wrong."""
    right, wrong = (
        protocol()[path]["POST"].as_strategy(generation_mode=mode)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )
    return right | right | wrong


def steered(body: object, chance: Random, *, pc: Pc, scopes: list[Id]) -> object:
    """Let a message speak of what there is, often enough to get past the door."""
    known: dict[str, list[object]] = {
        "server": [pc.server],
        "device": [pc.device],
        "scope": [pc.scope, pc.scope, *scopes],
        "author": [pc.clerk],
        "stream": [pc.clerk, pc.scope],
        "epoch": [1],
        "kind": ["matter.note", "clerk.register", "station.register", "later.kind"],
        "body": [f'{{"text":"{CANARY}"}}', f'{{"details":{{"name":"{CANARY}"}}}}'],
        "name": [CANARY, NAMED, NAMED],
        "names": [[NAMED]],
        "at": [pc.town.clock().isoformat()],
        "proof": [_text(bytes(64))],
        "signature": [_text(bytes(64))],
        "digest": [_text(bytes(32))],
        "previous": [_text(bytes(32))],
        "chain": [_text(bytes(32))],
        "key": [_text(signing.public_bytes(pc.key))],
        "data": [_text(b"{}")],
        "start": [0],
        "size": [2],
        "version": [CANARY],
        "code": [CANARY, pc.town.code(pc.scope)],
        "id": [pc.scope, fresh_id()],
    }
    return _signed(_filled(body, chance, known), chance, pc)


def _filled(value: object, chance: Random, known: dict[str, list[object]]) -> object:
    if isinstance(value, list):
        return [_filled(one, chance, known) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: _filled(inner, chance, known) for key, inner in value.items()}
    for key in sorted(made.keys() & known.keys()):
        if chance.random() < _OFTEN:
            made[key] = chance.choice(known[key])
    return made


def _signed(body: object, chance: Random, pc: Pc) -> object:
    """Number, seal and sign the actions of a message and a wish to be let in, where they can be."""
    if not isinstance(body, dict) or chance.random() > _OFTEN:
        return body
    if "proof" in body:
        return _proven(body, pc)
    actions = body.get("actions")
    if isinstance(actions, list) and isinstance(body.get("scope"), str):
        body["actions"] = [_sealed(one, pc, body["scope"]) for one in actions]
    return body


def _proven(body: dict[str, object], pc: Pc) -> object:
    try:
        asked = msgspec.convert(body, Enrol)
    except MALFORMED:
        return body
    asked = msgspec.structs.replace(asked, key=signing.public_bytes(pc.key))
    proof = pc.key.sign(signing.enrol_message(asked))
    return body | {"key": _text(asked.key), "proof": _text(proof)}


def _sealed(value: object, pc: Pc, scope: str) -> object:
    """Return an action as the PC's own next one; a kept one is signed inside."""
    if isinstance(value, dict) and isinstance(value.get("action"), dict):
        return value | {"action": _sealed(value["action"], pc, scope)}
    try:
        action = msgspec.convert(value, SignedAction)
        msgspec.convert(scope, Id)
    except MALFORMED:
        return value
    pc.dseq += 1
    action = msgspec.structs.replace(
        action,
        scope=Id(scope),
        device=pc.device,
        dseq=pc.dseq,
        previous=pc.link,
        entries=tuple(pc.sealed(one, action.id) for one in action.entries),
    )
    made = signing.signed(action, server=pc.server, key=pc.key)
    pc.link = signing.link(made, server=pc.server)
    return msgspec.to_builtins(made)


def _text(data: bytes) -> str:
    told: str = msgspec.to_builtins(data)
    return told
