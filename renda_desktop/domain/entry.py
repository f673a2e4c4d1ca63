"""One immutable fact, and what somebody did at once."""

from datetime import datetime
from hashlib import sha256

import msgspec

from renda_desktop.domain.ids import Id


class Entry(msgspec.Struct, frozen=True):
    """One immutable fact in the stream of one thing.

    Attributes:
        body: the fact as JSON, kept exactly as written (unknown fields included).
        recorded_at: microseconds since 1970 in UTC, by the device's clock: evidence, not order.
        seq: the server's number within `scope`; None while pending.
    """

    id: Id
    scope: Id
    stream: Id
    kind: str
    body: bytes
    author: Id
    device: Id
    recorded_at: int
    action: Id
    seq: int | None = None


class Author(msgspec.Struct, frozen=True):
    """Who acts, where, on which device and when (aware UTC)."""

    clerk: Id
    scope: Id
    device: Id
    now: datetime
    roles: frozenset[str] = frozenset()
    letter: str = "A"


def ids(entry: Entry) -> bytes:
    """Return the identifiers of an entry, 16 bytes each: its own, scope, stream, author, device,
    action.
    """
    e = entry
    return bytes.fromhex(e.id + e.scope + e.stream + e.author + e.device + e.action)


def digest(entry: Entry, *, named: bytes | None = None) -> bytes:
    """Return the SHA-256 that seals an entry; the body goes in by its own digest.

    So a body that was erased by order can leave its digest behind and the seal still holds.

    Args:
        named: the entry's `ids`, for whoever has them already.
    """
    at = entry.recorded_at.to_bytes(8, "big", signed=True)
    body = sha256(entry.body).digest()
    return sha256((named or ids(entry)) + at + entry.kind.encode() + body).digest()
