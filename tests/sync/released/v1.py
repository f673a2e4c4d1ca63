"""Protocol 1 as it was released: messages and signatures, frozen here, not imported.

Nothing here is ever changed: servers to come must go on speaking it.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NOTHING = bytes(32)


class SentEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    stream: str
    kind: str
    author: str
    recorded_at: int
    body: str | None
    digest: bytes
    device: str | None = None


class SignedAction(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    scope: str
    device: str
    dseq: int
    previous: bytes
    signature: bytes
    entries: tuple[SentEntry, ...]
    seq: int = 0


class Certificate(msgspec.Struct, frozen=True):
    server: str
    device: str
    key: bytes
    letter: str
    issued_at: int
    signature: bytes


class Refusal(msgspec.Struct, frozen=True):
    rule: str
    detail: str = ""


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    action: str
    receipt: bytes
    seq: int = 0
    refusal: Refusal | None = None


class Push(msgspec.Struct, frozen=True):
    server: str
    epoch: int
    scope: str
    device: str
    actions: tuple[SignedAction, ...]


class Pushed(msgspec.Struct, frozen=True):
    epoch: int
    head: int
    verdicts: tuple[Verdict, ...]
    forked: bool = False


class Pull(msgspec.Struct, frozen=True):
    server: str
    epoch: int
    scope: str
    device: str
    after: int
    limit: int = 2000


class Page(msgspec.Struct, frozen=True):
    epoch: int
    scope: str
    actions: tuple[SignedAction, ...]
    until: int
    head: int
    chain: bytes
    certificates: tuple[Certificate, ...] = ()


class Scope(msgspec.Struct, frozen=True):
    id: str
    kind: str
    name: str
    head: int
    writes: bool = True


class Enrol(msgspec.Struct, frozen=True):
    code: str
    device: str
    key: bytes
    name: str
    version: str
    proof: bytes
    scopes: tuple[Scope, ...] = ()


class Enrolled(msgspec.Struct, frozen=True):
    server: str
    server_key: bytes
    epoch: int
    certificate: Certificate
    scopes: tuple[Scope, ...]


class Hello(msgspec.Struct, frozen=True):
    server: str
    device: str
    at: datetime
    version: str


class Welcome(msgspec.Struct, frozen=True):
    server: str
    epoch: int
    protocol: int
    at: datetime
    scopes: tuple[Scope, ...]


ANSWERS: dict[str, type[msgspec.Struct]] = {
    "/v1/enrol": Enrolled,
    "/v1/hello": Welcome,
    "/v1/push": Pushed,
    "/v1/pull": Page,
}

M = TypeVar("M", bound=msgspec.Struct)


def pack(message: msgspec.Struct) -> bytes:
    return packed(msgspec.json.encode(message))


def packed(plain: bytes) -> bytes:
    return zstandard.compress(plain, 3)


def plain(data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(data)


def unpack(data: bytes, kind: type[M]) -> M:
    return msgspec.json.decode(plain(data), type=kind)


def digest(entry: SentEntry, action: SignedAction) -> bytes:
    ids = (entry.id, action.scope, entry.stream, entry.author, entry.device or action.device)
    said = sha256(bytes.fromhex("".join(ids) + action.id))
    said.update(entry.recorded_at.to_bytes(8, "big", signed=True))
    said.update(entry.kind.encode())
    said.update(sha256((entry.body or "").encode()).digest())
    return said.digest()


def action_message(action: SignedAction, server: str) -> bytes:
    said = sha256(bytes.fromhex(server + action.id + action.scope + action.device))
    said.update(action.dseq.to_bytes(8, "big") + action.previous)
    whole = sha256()
    for entry in action.entries:
        whole.update(bytes.fromhex(entry.id) + entry.digest)
    said.update(whole.digest())
    return b"renda action 1\0" + said.digest()


def receipt(action: SignedAction, verdict: Verdict) -> bytes:
    said = sha256(b"renda receipt 1\0" + action.previous + bytes.fromhex(action.id))
    said.update(action.dseq.to_bytes(8, "big") + verdict.seq.to_bytes(8, "big"))
    said.update(verdict.refusal.rule.encode() if verdict.refusal else b"")
    return said.digest()


def chained(chain: bytes, actions: Sequence[SignedAction]) -> bytes:
    for action in actions:
        for entry in action.entries:
            chain = sha256(chain + bytes.fromhex(entry.id) + entry.digest).digest()
    return chain


def vouched(one: Certificate, server_key: bytes) -> None:
    """Raise InvalidSignature unless the server gave the certificate."""
    said = b"renda certificate 1\0" + bytes.fromhex(one.server + one.device) + one.key
    said += one.letter.encode() + one.issued_at.to_bytes(8, "big")
    Ed25519PublicKey.from_public_bytes(server_key).verify(one.signature, said)
