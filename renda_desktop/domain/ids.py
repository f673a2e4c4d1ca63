"""Identifiers: UUID version 7, written as 32 hexadecimal digits, stored as 16 bytes."""

from typing import Annotated, NewType

import msgspec

# A line end before the end would pass the pattern; the length stops it.
Id = NewType("Id", Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", max_length=32)])

_LAST_74_BITS = (1 << 74) - 1


def next_id(*, after: Id | None, now_ms: int, chance: int) -> Id:
    """Return a UUIDv7 (RFC 9562) that sorts behind `after`, whatever the clock says.

    Pending entries are ordered by id, so an id must never sort before one that this database
    already holds, not even when the clock was set back.

    Args:
        after: the greatest id so far, or None.
        now_ms: milliseconds since 1970 in UTC.
        chance: 74 random bits.
    """
    last_ms, last_rest = _parts(after) if after else (-1, 0)
    if now_ms > last_ms:
        return _made(now_ms, chance & _LAST_74_BITS)
    rest = last_rest + 1 + (chance & 0xFFFFFFFF)
    return _made(last_ms, rest) if rest <= _LAST_74_BITS else _made(last_ms + 1, 0)


def _parts(value: Id) -> tuple[int, int]:
    number = int(value, 16)
    high = (number >> 64) & 0xFFF
    return number >> 80, (high << 62) | (number & ((1 << 62) - 1))


def _made(ms: int, rest: int) -> Id:
    high, low = rest >> 62, rest & ((1 << 62) - 1)
    return Id(f"{(ms << 80) | (7 << 76) | (high << 64) | (2 << 62) | low:032x}")


class Ref(msgspec.Struct, frozen=True, order=True):
    """A link to a thing of another kind, as a value."""

    kind: str
    id: Id
