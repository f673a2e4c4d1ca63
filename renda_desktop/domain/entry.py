"""One immutable fact, and what somebody did at once."""

from datetime import datetime

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
